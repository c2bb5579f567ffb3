package postgres

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// connection is one of the log's own, made anew when it broke.
type connection struct {
	config   *pgx.ConnConfig
	logger   *slog.Logger
	prepares bool // the session stays ours between statements: no pooler in transaction mode stands before the database
	live     *pgx.Conn
	prepared map[string]bool // on live
	params   params
}

// newConnection has the pool's settings. A pool that prepares no statements says that a session is nobody's for long.
func (l *Log) newConnection() connection {
	config := l.pool.Config().ConnConfig.Copy()
	return connection{config: config, logger: l.options.Logger, prepares: config.DefaultQueryExecMode == pgx.QueryExecModeCacheStatement}
}

// get answers the connection, and prepares a new one with setup, where a session keeps it.
func (c *connection) get(ctx context.Context, setup string) (*pgx.Conn, error) {
	if c.stands() {
		return c.live, nil
	}
	conn, err := pgx.ConnectConfig(ctx, c.config)
	if err != nil {
		return nil, err
	}
	if c.prepares {
		if _, err := conn.PgConn().Exec(ctx, setup).ReadAll(); err != nil {
			return nil, errors.Join(err, conn.Close(ctx))
		}
	}
	c.live, c.prepared = conn, map[string]bool{}
	return conn, nil
}

// inBinary is the format of every parameter and of every answer.
var inBinary = []int16{pgx.BinaryFormatCode}

// ask sends a statement with c.params and answers its one row, which has so many columns. It is one round trip.
func (c *connection) ask(ctx context.Context, s statement, columns int) ([][]byte, error) {
	conn := c.live.PgConn()
	if c.prepares && !c.prepared[s.name] {
		if _, err := conn.Prepare(ctx, s.name, s.sql, s.types); err != nil {
			return nil, err
		}
		c.prepared[s.name] = true
	}
	var answers *pgconn.ResultReader
	if c.prepares {
		answers = conn.ExecPrepared(ctx, s.name, c.params.values(), inBinary, inBinary)
	} else {
		answers = conn.ExecParams(ctx, s.sql, c.params.values(), s.types, inBinary, inBinary)
	}
	answer := answers.Read()
	switch {
	case answer.Err != nil:
		return nil, answer.Err
	case len(answer.Rows) != 1 || len(answer.Rows[0]) != columns:
		return nil, errAnswer
	}
	return answer.Rows[0], nil
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
