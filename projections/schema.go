package projections

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Prepare creates the tables of every projection that has none yet, and checks them. Any number of servers may call it
// at once. It drops nothing; the tables of an older version go when a server with a newer one takes over.
func (e *Engine) Prepare(ctx context.Context) error {
	info, err := e.log.Info(ctx)
	if err != nil {
		return fmt.Errorf("the log does not answer: %w", err)
	}
	for _, p := range e.projections {
		err := e.exclusively(ctx, func(tx pgx.Tx) error { return p.prepare(ctx, tx, info.Epoch) })
		if err != nil {
			return fmt.Errorf("projection %s: %w", p.Name, err)
		}
	}
	return nil
}

// exclusively runs a transaction while no other server changes schemas.
func (e *Engine) exclusively(ctx context.Context, do func(tx pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, e.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('casetrail projections', 0))`); err != nil {
			return err
		}
		return do(tx)
	})
}

func (p Projection) prepare(ctx context.Context, tx pgx.Tx, epoch uuid.UUID) error {
	var newer, complete bool
	var print string
	err := tx.QueryRow(ctx, `
		select exists (select from app.checkpoints where version > $3 and name = $2 || '_v' || version),
		       exists (select from app.checkpoints where name = $1) and to_regnamespace($1) is not null,
		       coalesce(obj_description(to_regnamespace($1), 'pg_namespace'), '')`,
		p.Schema(), p.Name, p.Version).Scan(&newer, &complete, &print)
	switch {
	case err != nil:
		return err
	case complete && print != p.print():
		return fmt.Errorf("the tables, types or personal columns of version %d have changed: raise the version", p.Version)
	case complete, newer: // newer software has replaced this version: Status says so
		return nil
	}
	return p.create(ctx, tx, epoch)
}

// create makes empty tables and a checkpoint at the beginning of the log. What is left of an incomplete earlier try, or
// of a restored backup, goes first.
func (p Projection) create(ctx context.Context, tx pgx.Tx, epoch uuid.UUID) error {
	if err := drop(ctx, tx, p.Schema()); err != nil {
		return err
	}
	ddl := "create schema " + p.Schema() + "; comment on schema " + p.Schema() + " is '" + p.print() + "'" +
		"; set local search_path = " + p.Schema() + ";"
	if p.opens() {
		ddl += "create table " + erasedTable + " (subject uuid primary key);"
	}
	if _, err := tx.Exec(ctx, ddl+p.Tables); err != nil {
		return fmt.Errorf("its tables cannot be created: %w", err)
	}
	if err := p.checkTables(ctx, tx); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into app.checkpoints (name, version, position, epoch) values ($1, $2, 0, $3)`,
		p.Schema(), p.Version, epoch)
	return err
}

// print changes when the tables do, or what is read into them, so that a forgotten version is noticed: events of a type that
// is listed later have been passed already.
func (p Projection) print() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%q\x00%q", p.Tables, slices.Sorted(slices.Values(p.Types)), p.Personal))
	return "casetrail projection " + hex.EncodeToString(sum[:8])
}

// replace drops what older versions left: nobody feeds them any more, so nobody would erase in them either.
func (e *Engine) replace(ctx context.Context) error {
	if err := e.Prepare(ctx); err != nil {
		return err
	}
	return e.exclusively(ctx, func(tx pgx.Tx) error {
		for _, p := range e.projections {
			rows, err := tx.Query(ctx, `
				select name from app.checkpoints where version < $2 and name = $1 || '_v' || version`, p.Name, p.Version)
			if err != nil {
				return err
			}
			old, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				return err
			}
			for _, schema := range old {
				e.logger.InfoContext(ctx, "projections: dropping an old version", "schema", schema)
				if err := drop(ctx, tx, schema); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func drop(ctx context.Context, tx pgx.Tx, schema string) error {
	if _, err := tx.Exec(ctx, `drop schema if exists `+pgx.Identifier{schema}.Sanitize()+` cascade`); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from app.parked where consumer = $1`, schema); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from app.checkpoints where name = $1`, schema)
	return err
}
