package logtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// witness checks what one follower of the whole log is given, through all its lives: each event once, in order.
type witness struct {
	at        map[uuid.UUID]domain.Position
	revisions map[string]domain.Revision
	through   domain.Position
}

func newWitness() *witness {
	return &witness{at: map[uuid.UUID]domain.Position{}, revisions: map[string]domain.Revision{}}
}

// take says what is wrong with a batch.
func (w *witness) take(b eventstore.Batch) error {
	last := w.through
	for _, r := range b.Events {
		if before, twice := w.at[r.ID]; twice {
			return fmt.Errorf("event %s came at %d and again at %d", r.ID, before, r.Position)
		}
		if r.Position <= last {
			return fmt.Errorf("after position %d came %d", last, r.Position)
		}
		if want := w.revisions[r.Stream] + 1; r.Revision != want {
			return fmt.Errorf("of %s came revision %d, want %d", r.Stream, r.Revision, want)
		}
		last, w.at[r.ID], w.revisions[r.Stream] = r.Position, r.Position, r.Revision
	}
	if b.Through < last {
		return fmt.Errorf("through %d is behind %d", b.Through, last)
	}
	w.through = b.Through
	return nil
}

// ended says that the writers' last word has come.
func (w *witness) ended() bool { return w.revisions["end"] > 0 }

// end is the writers' last word.
func end(ctx context.Context, log eventstore.Log) {
	_, _ = log.Append(ctx, "end", 0, events(1)) // who waits for it tells when it does not come
}

// attend follows until the end.
func (w *witness) attend(ctx context.Context, log eventstore.Log) error {
	for b, err := range log.Follow(ctx, w.through) {
		if err == nil {
			err = w.take(b)
		}
		if err != nil {
			return err
		}
		if w.ended() {
			return nil
		}
	}
	return fmt.Errorf("the last event did not come: %w", ctx.Err())
}

// confirm compares with what the writers were told, and with the streams.
func (w *witness) confirm(t testing.TB, log eventstore.Log, told *answers) {
	t.Helper()
	told.each(func(id uuid.UUID, p domain.Position) {
		if w.at[id] != p {
			t.Errorf("an append was answered %d, and came at %d", p, w.at[id])
		}
	})
	stored := 0
	for stream := range w.revisions {
		for _, r := range read(t, log, stream, 0) {
			if stored++; w.at[r.ID] != r.Position {
				t.Errorf("%s %d lies at %d, and came at %d", stream, r.Revision, r.Position, w.at[r.ID])
			}
		}
	}
	if stored != len(w.at) {
		t.Errorf("%d events came, the streams have %d", len(w.at), stored)
	}
}

// answers are what the writers were told: the position of each append's last event.
type answers struct {
	mu   sync.Mutex
	last map[uuid.UUID]domain.Position
}

func newAnswers() *answers { return &answers{last: map[uuid.UUID]domain.Position{}} }

func (a *answers) each(do func(uuid.UUID, domain.Position)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for id, p := range a.last {
		do(id, p)
	}
}

// write appends at the end of a stream, wherever others have moved it.
func (a *answers) write(ctx context.Context, log eventstore.Log, stream string, e []eventstore.Event) error {
	told, err := log.Append(ctx, stream, 0, e)
	for conflict := (*eventstore.ConflictError)(nil); errors.As(err, &conflict); {
		told, err = log.Append(ctx, stream, conflict.Have, e)
	}
	if err != nil {
		return fmt.Errorf("appending to %s: %w", stream, err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last[e[len(e)-1].ID] = told.Position
	return nil
}
