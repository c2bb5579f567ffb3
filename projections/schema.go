package projections

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/eventstore"
)

var errChanged = errors.New("the tables, types or personal columns have changed")

// Prepare makes sure that every projection of this binary has its tables, or will have them once Run has filled them, and
// checks them. Any number of servers may call it at once. It leaves other versions alone: another binary may read them.
func (e *Engine) Prepare(ctx context.Context) error {
	for _, p := range e.projections {
		if err := e.prepare(ctx, p); err != nil {
			return fmt.Errorf("projection %s: %w", p.Name, err)
		}
	}
	return nil
}

func (e *Engine) prepare(ctx context.Context, p Projection) error {
	info, err := e.log.Info(ctx)
	if err != nil {
		return fmt.Errorf("the log does not answer: %w", err)
	}
	return e.exclusively(ctx, func(tx pgx.Tx) error { return p.prepare(ctx, tx, info) })
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

func (p Projection) prepare(ctx context.Context, tx pgx.Tx, info eventstore.Info) error {
	var shards int
	var fed, started, tables bool
	var print string
	err := tx.QueryRow(ctx, `
		select count(*) filter (where name = any($1)), count(*) > 0, coalesce(max(position) > 0, false), to_regnamespace($2) is not null,
		       coalesce(obj_description(to_regnamespace($2), 'pg_namespace'), '')
		from app.checkpoints where split_part(name, '#', 1) = $2`,
		p.checkpoints(), p.Schema()).Scan(&shards, &fed, &started, &tables, &print)
	complete := shards == len(p.checkpoints())
	switch {
	case err != nil:
		return err
	case fed && tables && print != p.print(): // also when it is shared out otherwise: servers may still feed it as it is
		return fmt.Errorf("version %d: %w: raise the version", p.Version, errChanged)
	case complete && tables:
		_, err := tx.Exec(ctx, `update app.checkpoints set personal = $2 where name = any($1) and personal <> $2`,
			p.checkpoints(), p.personal())
		return err
	case complete && p.Load != nil && !started: // to be filled, or being filled
		return nil
	}
	return p.create(ctx, tx, info)
}

// create makes a checkpoint at the beginning of the log, and empty tables. What is left of an incomplete earlier try, or
// of a restored backup, goes first. When the tables are to be filled by Load there are none until then: what is not there
// cannot give a wrong answer.
func (p Projection) create(ctx context.Context, tx pgx.Tx, info eventstore.Info) error {
	if err := drop(ctx, tx, p.Schema()); err != nil {
		return err
	}
	if err := p.createTables(ctx, tx); err != nil {
		return err
	}
	if p.schema == "" && p.Load != nil && info.Head > 0 { // they can be made: that is all that was to be known
		if err := drop(ctx, tx, p.Schema()); err != nil {
			return err
		}
	}
	return p.createCheckpoints(ctx, tx, info.Epoch)
}

func (p Projection) createTables(ctx context.Context, tx pgx.Tx) error {
	ddl := "create schema " + p.Schema() + "; comment on schema " + p.Schema() + " is '" + p.print() + "'" +
		"; set local search_path = " + p.Schema() + ";"
	if p.opens() {
		ddl += "create table " + erasedTable + " (subject uuid primary key);"
	}
	if _, err := tx.Exec(ctx, ddl+p.Tables); err != nil {
		return fmt.Errorf("its tables cannot be created: %w", err)
	}
	return p.checkTables(ctx, tx)
}

func (p Projection) createCheckpoints(ctx context.Context, tx pgx.Tx, epoch uuid.UUID) error {
	_, err := tx.Exec(ctx, `
		insert into app.checkpoints (name, version, position, epoch, personal) select name, $2, 0, $3, $4 from unnest($1::text[]) name`,
		p.checkpoints(), p.Version, epoch, p.personal())
	return err
}

// print changes when the tables do, or what is read into them, so that a forgotten version is noticed: events of a type that
// is listed later have been passed already.
func (p Projection) print() string {
	text := fmt.Appendf(nil, "%s\x00%q\x00%q", p.Tables, slices.Sorted(slices.Values(p.Types)), p.Personal)
	if p.Shards > 1 {
		text = fmt.Appendf(text, "\x00%d", p.Shards)
	}
	sum := sha256.Sum256(text)
	return "casetrail projection " + hex.EncodeToString(sum[:8])
}

// personal is where the tables hold personal data, for those who come to erase when no binary knows the tables any more.
func (p Projection) personal() string {
	text, err := json.Marshal(append([]Column{}, p.Personal...))
	if err != nil {
		panic(err) // three strings each
	}
	return string(text)
}

func drop(ctx context.Context, tx pgx.Tx, schema string) error {
	if _, err := tx.Exec(ctx, `drop schema if exists `+pgx.Identifier{schema}.Sanitize()+` cascade`); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from app.parked where consumer = $1`, schema); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from app.checkpoints where split_part(name, '#', 1) = $1`, schema)
	return err
}
