package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// errURL shows nothing of the URL: what makes one unreadable is often an
// unescaped character of its password.
var errURL = errors.New("the database URL cannot be read (it is not shown, since it may hold a password); expected is postgres://user:password@host:port/database")

// await tries the first connection until it stands, the time is over, or the
// server gives an answer that waiting does not cure. A database is often
// started together with the server that needs it.
func await(ctx context.Context, wait time.Duration, try func(context.Context) error) error {
	deadline := time.Now().Add(wait)
	for delay := 50 * time.Millisecond; ; delay = min(2*delay, 2*time.Second) {
		err := try(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || !waitingHelps(err) || time.Now().Add(delay).After(deadline) {
			return fmt.Errorf("the database does not answer: %w", err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the database does not answer: %w", err)
		case <-time.After(delay):
		}
	}
}

// waitingHelps says whether a failed connection may stand later: there was no
// server, or one that starts, stops, or is full.
func waitingHelps(err error) bool {
	var said *pgconn.PgError
	if !errors.As(err, &said) {
		return true
	}
	return strings.HasPrefix(said.Code, "57P") || strings.HasPrefix(said.Code, "53")
}
