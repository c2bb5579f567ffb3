package cases

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/statements"
)

// row is a case while a batch is applied.
type row struct {
	stored   casefile.View // as the tables have it
	view     casefile.View
	revision domain.Revision
	position domain.Position
	received *domain.Fact // when it is in this batch
}

func apply(ctx context.Context, tx pgx.Tx, facts []domain.Fact) error {
	order := streams(facts)
	rows, err := load(ctx, tx, order)
	if err != nil {
		return err
	}
	for _, f := range facts {
		if err := rows[f.Stream].add(f); err != nil {
			return err
		}
	}
	var b pgx.Batch
	for _, stream := range order {
		if err := rows[stream].save(&b, stream); err != nil {
			return err
		}
	}
	return statements.Send(ctx, tx, &b)
}

func (r *row) add(f domain.Fact) (err error) {
	if _, first := f.Event.(casefile.Received); first {
		r.received = &f
	}
	r.view, err = Fold(r.view, f)
	r.revision, r.position = f.Revision, f.Position
	return err
}

// streams names each stream once, in the order of its first fact.
func streams(facts []domain.Fact) (order []string) {
	seen := map[string]bool{}
	for _, f := range facts {
		if !seen[f.Stream] {
			seen[f.Stream] = true
			order = append(order, f.Stream)
		}
	}
	return order
}

// load has a row for each stream, empty for those that are new.
func load(ctx context.Context, tx pgx.Tx, of []string) (map[string]*row, error) {
	rows := make(map[string]*row, len(of))
	for _, stream := range of {
		rows[stream] = &row{}
	}
	found, err := tx.Query(ctx, `select stream, view from cases where stream = any($1)`, of)
	if err != nil {
		return nil, err
	}
	var stream string
	var view []byte
	_, err = pgx.ForEachRow(found, []any{&stream, &view}, func() error {
		r := rows[stream]
		if err := json.Unmarshal(view, &r.stored); err != nil {
			return err
		}
		r.view = r.stored
		return nil
	})
	return rows, err
}
