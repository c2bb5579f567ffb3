// Package rows is for read models whose rows are a fold of their stream: one pure function says what a fact changes. The
// same function goes on from the rows of a table, a batch at a time, and fills new tables from the whole history.
package rows

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections"
)

// Model is that function, and the tables. S is what is known of one stream: its rows, or what they follow from.
type Model[S any] struct {
	// Add takes one more fact. It may replace what s holds but writes through no pointer and into no map. After an error
	// s is as it was.
	Add    func(s *S, f domain.Fact) error
	Tables []Table[S]
}

// Apply is the projection's: it reads the rows of the streams of a batch, adds the facts, and writes what has changed.
func (m Model[S]) Apply(ctx context.Context, tx pgx.Tx, facts []domain.Fact) error {
	all, order := states[S](facts)
	if err := m.read(ctx, tx, all, order); err != nil {
		return err
	}
	save := make([]func(*pgx.Batch), 0, len(order)*len(m.Tables))
	for _, stream := range order {
		for _, t := range m.Tables {
			save = append(save, t.watch(all[stream]))
		}
	}
	for _, f := range facts {
		if err := m.Add(all[f.Stream], f); err != nil {
			return err
		}
	}
	var b pgx.Batch
	for _, queue := range save {
		queue(&b)
	}
	return tx.SendBatch(ctx, &b).Close()
}

// states has an empty state for each stream, and the streams in the order of their first facts.
func states[S any](facts []domain.Fact) (all map[string]*S, order []string) {
	all = map[string]*S{}
	for _, f := range facts {
		if all[f.Stream] == nil {
			all[f.Stream] = new(S)
			order = append(order, f.Stream)
		}
	}
	return all, order
}

func (m Model[S]) read(ctx context.Context, tx pgx.Tx, all map[string]*S, of []string) error {
	var b pgx.Batch
	for _, t := range m.Tables {
		if t.read != nil {
			t.read(&b, all, of)
		}
	}
	return tx.SendBatch(ctx, &b).Close()
}

// Load is the projection's.
func (m Model[S]) Load(string) projections.Fold { return &fold[S]{model: m} }

type fold[S any] struct {
	model Model[S]
	state S
}

func (l *fold[S]) Add(f domain.Fact) error { return l.model.Add(&l.state, f) }

func (l *fold[S]) Rows(put func(table string, values ...any)) {
	for _, t := range l.model.Tables {
		t.put(&l.state, put)
	}
}
