package postgres

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// connection is one of the log's own, made anew when it broke.
type connection struct {
	config *pgx.ConnConfig
	logger *slog.Logger
	live   *pgx.Conn
}

// newConnection has the pool's settings. Arrays need to know their types, which the plainest ways of sending do not ask for.
func (l *Log) newConnection() connection {
	config := l.pool.Config().ConnConfig.Copy()
	if m := config.DefaultQueryExecMode; m == pgx.QueryExecModeExec || m == pgx.QueryExecModeSimpleProtocol {
		config.DefaultQueryExecMode, config.DescriptionCacheCapacity = pgx.QueryExecModeCacheDescribe, 16
	}
	return connection{config: config, logger: l.options.Logger}
}

// get answers the connection, and prepares a new one with setup.
func (c *connection) get(ctx context.Context, setup string) (*pgx.Conn, error) {
	if c.stands() {
		return c.live, nil
	}
	conn, err := pgx.ConnectConfig(ctx, c.config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.PgConn().Exec(ctx, setup).ReadAll(); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	c.live = conn
	return conn, nil
}

// stands says that the connection is not what failed.
func (c *connection) stands() bool { return c.live != nil && !c.live.IsClosed() }

// drop closes it, so that the next get makes another.
func (c *connection) drop() {
	if c.live == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := c.live.Close(ctx); err != nil {
		c.logger.Debug("closing a connection of the log", "error", err)
	}
	c.live = nil
}

// pause is how long to wait before the n-th repeat: not at all, then longer each time.
func pause(n int) time.Duration {
	if n == 0 {
		return 0
	}
	return min(25*time.Millisecond<<min(n, 10), 2*time.Second)
}

// sleep waits, and says whether there is still a reason to go on.
func sleep(ctx context.Context, d time.Duration) bool {
	if d == 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
