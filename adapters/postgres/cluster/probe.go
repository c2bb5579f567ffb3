package cluster

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// probe tries one connection.
func probe(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// answered says whether a PostgreSQL server stood behind a probe, be it only
// to say that it is starting up or shutting down.
func answered(err error) bool {
	var said *pgconn.PgError
	return err == nil || errors.As(err, &said)
}
