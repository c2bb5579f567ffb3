package projections

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

// index is one that is made after the rows are there, which takes a fraction of the time; or a constraint that stands on one.
type index struct {
	Drop, Make string
	Late       bool // it stands on others: a foreign key
}

// listIndexes has them in the order in which they can be dropped. Checks and NOT NULL are not among them.
func (b *build) listIndexes(ctx context.Context) ([]index, error) {
	tx, err := b.engine.begin(ctx, b.Projection) // whose search_path decides what is named in full
	if err != nil {
		return nil, err
	}
	defer rollback(ctx, tx)
	rows, err := tx.Query(ctx, `
		select format('alter table %s drop constraint if exists %I', conrelid::regclass, conname),
		       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid)), contype = 'f'
		from pg_constraint c join pg_class t on t.oid = conrelid
		where t.relnamespace = to_regnamespace($1) and contype in ('p', 'u', 'x', 'f') and t.relname <> $2
		union all
		select format('drop index if exists %s', indexrelid::regclass), pg_get_indexdef(indexrelid), false
		from pg_index i join pg_class t on t.oid = i.indrelid
		where t.relnamespace = to_regnamespace($1) and t.relname <> $2
		  and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
		order by 3 desc`, b.Schema(), erasedTable)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[index])
}

func (b *build) dropIndexes(ctx context.Context, all []index) error {
	tx, err := b.engine.begin(ctx, b.Projection)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	for _, i := range all {
		if _, err := tx.Exec(ctx, i.Drop); err != nil {
			return err
		}
	}
	return tx.Commit(ctx)
}

// makeIndexes makes several at once. One that the rows do not allow is poison: Apply finds out which stream it is.
func (b *build) makeIndexes(ctx context.Context, all []index, atOnce int) error {
	for _, late := range []bool{false, true} {
		var g errgroup.Group
		g.SetLimit(atOnce)
		for _, i := range all {
			if i.Late == late {
				g.Go(func() error { return b.persist(ctx, func() error { return b.makeIndex(ctx, i) }) })
			}
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

func (b *build) makeIndex(ctx context.Context, i index) error {
	tx, err := b.engine.begin(ctx, b.Projection)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	// The lock is for those who make another index of the same table: each waits until the other is done.
	_, err = tx.Exec(ctx, `set local statement_timeout = 0; set local lock_timeout = 0; set local maintenance_work_mem = '128MB'`)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, i.Make); err != nil {
		return blame(ctx, tx, fmt.Errorf("an index cannot be made: %w", err))
	}
	return tx.Commit(ctx)
}
