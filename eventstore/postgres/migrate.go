package postgres

import (
	"context"
	_ "embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

//go:embed schema.sql
var schema string

// schemaVersion is the es.meta.schema that this program works with.
const schemaVersion = 2

// migrating is the advisory lock under which one program at a time migrates.
const migrating = 7236412

// Migrate makes the tables and functions of the log, if they are not there yet. Any number of servers may call it at once.
func Migrate(ctx context.Context, url string) (err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("migrating the log: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", migrating); err != nil {
			return err
		}
		switch have, err := version(ctx, tx); {
		case err != nil:
			return err
		case have > 0:
			return compatible(have)
		}
		_, err := tx.Conn().PgConn().Exec(ctx, schema).ReadAll()
		return err
	})
	if err != nil {
		return fmt.Errorf("migrating the log: %w", err)
	}
	return nil
}

type queryer interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// version is which schema the log has, 0 for none.
func version(ctx context.Context, db queryer) (v int, err error) {
	var there bool
	if err := db.QueryRow(ctx, "select to_regclass('es.meta') is not null").Scan(&there); err != nil || !there {
		return 0, err
	}
	err = db.QueryRow(ctx, "select schema from es.meta").Scan(&v)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, ErrNoEpoch
	}
	return v, err
}

// ErrNotMigrated says that nobody has called Migrate on this database.
var ErrNotMigrated = errors.New("this database has no log yet: migrate it first")

func compatible(have int) error {
	switch {
	case have == 0:
		return ErrNotMigrated
	case have != schemaVersion:
		return fmt.Errorf("the log's schema is version %d, this program works with %d", have, schemaVersion)
	}
	return nil
}
