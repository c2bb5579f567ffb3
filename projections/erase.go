package projections

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/casetrail/casetrail/domain"
)

// erasedTable remembers, in the schema of a projection that holds personal data, whom it may never show again: an event
// of another stream may be applied or repaired after the erasure, while the subject's key is still about.
const erasedTable = "erased"

// erasers are the types whose events erase.
func erasers(c domain.Catalog) map[string]bool {
	types := map[string]bool{}
	for _, entry := range c {
		if _, ok := entry.Example.(domain.Eraser); ok {
			types[entry.Type] = true
		}
	}
	return types
}

func erased(f domain.Fact) []uuid.UUID {
	if e, ok := f.Event.(domain.Eraser); ok {
		return e.Erases()
	}
	return nil
}

func (p part) erased() (all []uuid.UUID) {
	for _, it := range p.items {
		if it.erases {
			all = append(all, it.erased...)
		}
	}
	return all
}

// erase blanks what the tables hold of these subjects, and of everybody erased before in the rows of these streams.
func (p Projection) erase(ctx context.Context, tx pgx.Tx, subjects []uuid.UUID, streams []string) error {
	if !p.opens() {
		return nil
	}
	var b pgx.Batch
	if len(subjects) > 0 {
		b.Queue(`insert into `+erasedTable+` (subject) select unnest($1::uuid[]) on conflict do nothing`, subjects)
	}
	for _, c := range p.Personal {
		blank := `update ` + c.Table + ` set ` + c.Column + ` = null where ` + c.Column + ` is not null and ` + c.Subject
		if len(subjects) > 0 {
			b.Queue(blank+` = any($1)`, subjects)
		}
		switch {
		case len(streams) == 0:
		case p.Order == ByStream:
			b.Queue(blank+` in (select subject from `+erasedTable+`) and stream = any($1)`, streams)
		default:
			b.Queue(blank + ` in (select subject from ` + erasedTable + `)`)
		}
	}
	return tx.SendBatch(ctx, &b).Close()
}

// eraseElsewhere blanks what other versions, and projections that this binary does not have, still hold of these subjects.
// Perhaps no binary that knows them runs any more; but they are kept for a while, and one may come back. It is done before
// the checkpoint passes the erasure, so that a crash repeats it.
func (w *worker) eraseElsewhere(ctx context.Context, subjects []uuid.UUID) error {
	if len(subjects) == 0 {
		return nil
	}
	mine, err := w.engine.schemas(nil)
	if err != nil {
		return err
	}
	rows, err := w.engine.pool.Query(ctx, `
		select distinct split_part(c.name, '#', 1), c.personal::text from app.checkpoints c
		where c.personal <> '[]' and split_part(c.name, '#', 1) <> all($1)
		  and not exists (select from app.builds b where b.schema = c.name)
		order by 1`, mine)
	if err != nil {
		return err
	}
	others, err := pgx.CollectRows(rows, toOther)
	if err != nil {
		return err
	}
	for _, p := range others {
		if err := w.engine.eraseIn(ctx, p, subjects); err != nil {
			return err
		}
	}
	return nil
}

// toOther is what is known of a projection by its checkpoint alone.
func toOther(row pgx.CollectableRow) (p Projection, err error) {
	var personal string
	if err := row.Scan(&p.schema, &personal); err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(personal), &p.Personal)
}

func (e *Engine) eraseIn(ctx context.Context, p Projection, subjects []uuid.UUID) error {
	tx, err := e.begin(ctx, p)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	switch err := p.erase(ctx, tx, subjects, nil); {
	case absent(err): // retired meanwhile
		return nil
	case err != nil:
		return err
	}
	return tx.Commit(ctx)
}

// absent says that what was named is not there (any more).
func absent(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "3F000" || pg.Code == "42P01" || pg.Code == "42703")
}
