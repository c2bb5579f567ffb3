package feed

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// quick hands out fast enough for tests.
var quick = Pace{Lanes: 4, Queue: 16, Nacks: 3, Again: time.Millisecond, Most: 5 * time.Millisecond, Save: 2 * time.Millisecond, Look: 5 * time.Millisecond, Newer: 20 * time.Millisecond}

var silent = slog.New(slog.NewTextHandler(io.Discard, nil))

// write appends n events of a type to a stream and answers them as recorded.
func write(t *testing.T, log eventstore.Log, stream, eventType string, n int) {
	t.Helper()
	var at domain.Revision
	for _, err := range log.Read(t.Context(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		at++
	}
	for range n {
		_, err := log.Append(t.Context(), stream, at, []eventstore.Event{{
			ID: uuid.New(), Type: eventType, Data: fmt.Appendf(nil, `{"n":%d}`, at+1), Meta: []byte(`{}`),
		}})
		if err != nil {
			t.Fatal(err)
		}
		at++
	}
}

// positions of the events of the log, in order.
func positions(t *testing.T, log eventstore.Log) (all []domain.Position) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	for batch, err := range log.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range batch.Events {
			all = append(all, e.Position)
		}
		if batch.CaughtUp {
			return all
		}
	}
	return all
}

// notebook is a ledger in memory.
type notebook struct {
	mu     sync.Mutex
	owner  uuid.UUID
	at     map[string]domain.Position
	parked map[string][]string
	reason string
	fail   error // of the next save
	halted map[string]bool
}

func newNotebook() *notebook {
	return &notebook{at: map[string]domain.Position{}, parked: map[string][]string{}, halted: map[string]bool{}}
}

func (n *notebook) Claim(_ context.Context, owner, _ uuid.UUID, head domain.Position, consumers []Consumer) (map[string]Stand, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.owner = owner
	stand := map[string]Stand{}
	for _, c := range consumers {
		if _, known := n.at[c.Name]; !known && !c.FromStart {
			n.at[c.Name] = head
		}
		at := Stand{Through: n.at[c.Name], Seen: map[string]domain.Position{}}
		for _, t := range c.Types {
			at.Seen[t] = at.Through
		}
		stand[c.Name] = at
		n.halted[c.Name] = false
	}
	return stand, nil
}

func (n *notebook) Save(_ context.Context, owner uuid.UUID, moves []Move) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.fail; err != nil {
		n.fail = nil
		return err
	}
	if n.owner != owner {
		return ErrLost
	}
	for _, m := range moves {
		if n.at[m.Consumer] != m.From {
			return ErrLost
		}
		n.at[m.Consumer] = m.To
	}
	return nil
}

func (n *notebook) Park(_ context.Context, consumer string, from eventstore.Recorded, reason string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.parked[consumer], n.reason = append(n.parked[consumer], from.Stream), reason
	return nil
}

func (n *notebook) Parked(_ context.Context, consumer string) ([]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.parked[consumer], nil
}

func (n *notebook) Skip(_ context.Context, consumer string, r eventstore.Recorded) (bool, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Contains(n.parked[consumer], r.Stream), nil
}

func (n *notebook) Halt(_ context.Context, _ uuid.UUID, consumer, _ string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.halted[consumer] = true
	return nil
}

func (n *notebook) Halted(_ context.Context, consumer string) (bool, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.halted[consumer], nil
}

func (n *notebook) where(consumer string) domain.Position {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.at[consumer]
}

// listen subscribes one consumer of everything that "test.happened", from the start.
func listen(t *testing.T, log eventstore.Log, ledger Ledger) (*Subscriber, <-chan *message.Message) {
	t.Helper()
	s := NewSubscriber(log, ledger, silent, quick, uuid.New(), Consumer{Name: "reader", Types: []string{"test.happened"}, FromStart: true})
	out, err := s.Subscribe(t.Context(), "reader")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, out
}

// next is the next message, or none for a while.
func next(t *testing.T, out <-chan *message.Message) *message.Message {
	t.Helper()
	select {
	case m := <-out:
		return m
	case <-time.After(5 * time.Second):
		t.Fatal("no message came")
		return nil
	}
}

func none(t *testing.T, out <-chan *message.Message) {
	t.Helper()
	select {
	case m, open := <-out:
		if open {
			t.Fatalf("%s revision %s came", m.Metadata.Get(MetaStream), m.Metadata.Get(MetaRevision))
		}
	case <-time.After(30 * time.Millisecond):
	}
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 1000 {
		if is() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("never: " + what)
}
