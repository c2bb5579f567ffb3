package projections

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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
