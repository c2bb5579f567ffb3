package esdb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/esdb"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// misbehavior is done to a server again and again, while programs append and follow.
type misbehavior struct {
	name   string
	does   func(*testing.T, *esdbtest.Server)
	server []esdbtest.Option
}

var misbehaviors = []misbehavior{
	{"restarts", restart, nil},
	{"drops connections", func(_ *testing.T, s *esdbtest.Server) { s.DropConnections() }, nil},
	{"drops subscriptions", func(_ *testing.T, s *esdbtest.Server) { s.DropSubscriptions() }, nil},
	{"loses acknowledgements", func(_ *testing.T, s *esdbtest.Server) { s.LoseAcknowledgements(5) }, nil},
	{"cuts appends short", func(_ *testing.T, s *esdbtest.Server) { s.CutMidAppend(3) }, nil},
	{"does not lead", func(_ *testing.T, s *esdbtest.Server) { s.NotLeader(3) }, nil},
	{"stalls", func(_ *testing.T, s *esdbtest.Server) {
		s.Delay(30 * time.Millisecond)
		s.DelayAnswers(30 * time.Millisecond)
		time.Sleep(60 * time.Millisecond)
		s.Delay(0)
		s.DelayAnswers(0)
	}, nil},
	{"writes of its own and for others", foreign, nil},
	{"is old, leaves positions out, and forgets", func(t *testing.T, s *esdbtest.Server) {
		s.WithoutPositions()
		s.LoseAcknowledgements(2)
		restart(t, s)
	}, []esdbtest.Option{esdbtest.Version("22.10.0")}},
	{"does everything at once", func(t *testing.T, s *esdbtest.Server) {
		s.LoseAcknowledgements(2)
		s.CutMidAppend(2)
		s.NotLeader(2)
		foreign(t, s)
		s.DropSubscriptions()
		time.Sleep(20 * time.Millisecond)
		restart(t, s)
	}, []esdbtest.Option{esdbtest.Version("23.10.2")}},
}

// quick does not wait for servers that never say that a subscription has caught up.
var quick = esdb.Options{Look: 100 * time.Millisecond}

func restart(t *testing.T, s *esdbtest.Server) {
	s.Stop()
	time.Sleep(10 * time.Millisecond)
	if err := s.Restart(); err != nil {
		t.Error(err)
	}
}

// foreign writes what followers must pass: more than a live subscription may fall behind.
func foreign(_ *testing.T, s *esdbtest.Server) {
	for range 40 {
		s.Inject("$ours", "$system", nil)
	}
	s.Inject("other", "other.happened", []byte(`{}`))
	s.Link("$ce-other", "other", 0)
	s.Link("$ce-gone", "gone", 7)
}

// Whatever the server does, what was acknowledged is there once, where the answer said, and comes once and in order.
func TestWhateverTheServerDoes(t *testing.T) {
	t.Parallel()
	for _, m := range misbehaviors {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			server := esdbtest.Start(t, m.server...)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			log := open(t, server.URL(), quick)
			followed, told := make(chan map[uuid.UUID]eventstore.Recorded), &told{last: map[uuid.UUID]domain.Position{}}
			for range 2 {
				another := open(t, server.URL(), quick)
				go func() { followed <- followUntil(ctx, t, another, "end") }()
			}
			var writing sync.WaitGroup
			done := make(chan struct{})
			for w := range 6 {
				writing.Go(func() { told.write(ctx, t, log, fmt.Sprint("s-", w), done) })
			}
			for range 8 {
				time.Sleep(40 * time.Millisecond)
				m.does(t, server)
			}
			close(done)
			writing.Wait()
			if _, err := log.Append(ctx, "end", 0, events(1)); err != nil {
				t.Error(err)
			}
			for range 2 {
				told.confirm(ctx, t, log, <-followed)
			}
		})
	}
}

// told is what writers were answered: the position of each append's last event, and how far each stream came.
type told struct {
	mu      sync.Mutex
	last    map[uuid.UUID]domain.Position
	streams sync.Map
}

// write appends to a stream of its own until done. A server's fault is none of its business.
func (a *told) write(ctx context.Context, t *testing.T, log eventstore.Log, stream string, done <-chan struct{}) {
	after := domain.Revision(0)
	for i := 0; ; i++ {
		select {
		case <-done:
			a.streams.Store(stream, after)
			return
		default:
		}
		e := events(1 + i%3)
		answer, err := log.Append(ctx, stream, after, e)
		if after += domain.Revision(len(e)); err != nil || answer.Revision != after {
			t.Errorf("%s after %d: %+v, %v", stream, after, answer, err)
			return
		}
		a.mu.Lock()
		a.last[e[len(e)-1].ID] = answer.Position
		a.mu.Unlock()
	}
}

// confirm compares with what came and with what is there.
func (a *told) confirm(ctx context.Context, t *testing.T, log eventstore.Log, followed map[uuid.UUID]eventstore.Recorded) {
	t.Helper()
	for id, p := range a.last {
		if followed[id].Position != p {
			t.Errorf("answered %d, followed at %d", p, followed[id].Position)
		}
	}
	if len(a.last) < 6 {
		t.Errorf("only %d appends were answered", len(a.last))
	}
	a.streams.Range(func(stream, last any) bool {
		at := domain.Revision(0)
		for r, err := range log.Read(ctx, stream.(string), 0) {
			if at++; err != nil || r.Revision != at || followed[r.ID].Position != r.Position || followed[r.ID].Revision != at {
				t.Errorf("%s %d: %+v, followed as %+v, %v", stream, at, r, followed[r.ID], err)
			}
		}
		if at != last {
			t.Errorf("%s has %d events, %d were acknowledged", stream, at, last)
		}
		return true
	})
}

// followUntil is what comes before a stream begins, but for other programs' events. Every event comes once, in order.
func followUntil(ctx context.Context, t *testing.T, log eventstore.Log, end string) map[uuid.UUID]eventstore.Recorded {
	followed, through := map[uuid.UUID]eventstore.Recorded{}, domain.Position(0)
	revisions := map[string]domain.Revision{}
	for b, err := range log.Follow(ctx, 0) {
		if err != nil {
			t.Errorf("follow: %v", err)
			break
		}
		for _, r := range b.Events {
			if revisions[r.Stream]++; r.Revision != revisions[r.Stream] || r.Position <= through {
				t.Errorf("after %d came %s %d at %d", through, r.Stream, r.Revision, r.Position)
			}
			followed[r.ID], through = r, r.Position
		}
		if b.Through < through {
			t.Errorf("through %d is behind %d", b.Through, through)
		}
		if through = b.Through; revisions[end] > 0 {
			return followed
		}
	}
	t.Errorf("%s did not come: %v", end, ctx.Err())
	return followed
}
