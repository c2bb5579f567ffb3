package projections

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// tills is a projection by stream that depends on the order of events; fold is the same in memory.
func tills() Projection {
	return Projection{
		Name: "tills", Version: 1, Types: []string{"till.added", "till.doubled", "till.named"},
		Tables: `create table tills (
			stream text primary key, amount int not null default 0, events int not null default 0, name text, person uuid)`,
		Personal: []Column{{"tills", "name", "person"}},
		Apply:    applyTills,
	}
}

func (t till) fold(e domain.Event) till {
	t.Events++
	switch e := e.(type) {
	case added:
		t.Amount += e.Amount
	case doubled:
		t.Amount *= 2
	}
	return t
}

func applyTills(ctx context.Context, tx pgx.Tx, batch []domain.Fact) error {
	for _, f := range batch {
		_, err := tx.Exec(ctx, `insert into tills (stream) values ($1) on conflict do nothing`, f.Stream)
		if err != nil {
			return err
		}
		switch e := f.Event.(type) {
		case added:
			_, err = tx.Exec(ctx, `update tills set amount = amount + $2, events = events + 1 where stream = $1`, f.Stream, e.Amount)
		case doubled:
			_, err = tx.Exec(ctx, `update tills set amount = amount * 2, events = events + 1 where stream = $1`, f.Stream)
		case named:
			name, state := e.Name.Value()
			if state == personal.Sealed {
				return errors.New("the fact was not opened")
			}
			_, err = tx.Exec(ctx, `update tills set name = nullif($2, ''), person = $3, events = events + 1 where stream = $1`,
				f.Stream, name, e.Name.Subject())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// failing makes Apply fail for the facts that fail answers an error for, after it has written.
func failing(p Projection, fail func(domain.Fact) error) Projection {
	apply := p.Apply
	p.Apply = func(ctx context.Context, tx pgx.Tx, batch []domain.Fact) error {
		if err := apply(ctx, tx, batch); err != nil {
			return err
		}
		for _, f := range batch {
			if err := fail(f); err != nil {
				return err
			}
		}
		return nil
	}
	return p
}

var errBug = errors.New("secret-of-mine cannot be shown")

// poisoned fails for an amount that no till can hold.
func poisoned(p Projection) Projection {
	return failing(p, func(f domain.Fact) error {
		if e, ok := f.Event.(added); ok && e.Amount == 666 {
			return errBug
		}
		return nil
	})
}
