package logtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// oneWriterWins: of all who append at the same revision exactly one does; the others are told where the stream is.
func oneWriterWins(t testing.TB, on Instance) {
	log := on.Log
	const writers, rounds = 16, 20
	for round := range rounds {
		var won atomic.Int32
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				_, err := log.Append(t.Context(), "s", domain.Revision(round), events(1))
				switch got := outcome(err); got {
				case "ok":
					won.Add(1)
				case fmt.Sprint("conflict ", round+1):
				default:
					t.Errorf("round %d: %s", round, got)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Fatalf("round %d: %d won", round, won.Load())
		}
	}
	if got := len(read(t, log, "s", 0)); got != rounds {
		t.Errorf("the stream has %d events, want %d", got, rounds)
	}
}

func repeatAtOnce(t testing.TB, on Instance) {
	log := on.Log
	e := events(3)
	answers := make([]eventstore.Appended, 12)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			var err error
			if answers[i], err = log.Append(t.Context(), "s", 0, e); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, a := range answers {
		if a != answers[0] || a.Revision != 3 || a.Position == 0 {
			t.Errorf("answers differ: %+v and %+v", a, answers[0])
		}
	}
	sameIDs(t, "the stream", read(t, log, "s", 0), e)
}

// followedWhileWritten: with many writers, some of large appends that take longer to commit, a reader at the tail is given
// each event once, in order, and none is skipped.
func followedWhileWritten(t testing.TB, on Instance) {
	log := on.Log
	const writers, each = 8, 40
	var written sync.Map // id: position, of the last event of each append
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				e := events(1 + i%3)
				e[0].Data = make([]byte, 1+(w%2)*i*1000)
				a, err := log.Append(ctx, fmt.Sprint("w-", w, "-", i%5), domain.Revision(0), e)
				for conflict := (*eventstore.ConflictError)(nil); errors.As(err, &conflict); {
					a, err = log.Append(ctx, conflict.Stream, conflict.Have, e)
				}
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				written.Store(e[len(e)-1].ID, a.Position)
			}
		})
	}
	go func() {
		wg.Wait()
		_, _ = log.Append(ctx, "end", 0, []eventstore.Event{{ID: uuid.New(), Type: "test.ended"}})
	}()
	seen, last, ended := map[uuid.UUID]domain.Position{}, domain.Position(0), false
	revisions := map[string]domain.Revision{}
	for b, err := range log.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range b.Events {
			if _, twice := seen[r.ID]; twice || r.Position <= last || r.Revision != revisions[r.Stream]+1 {
				t.Fatalf("after %d came %+v, seen before: %v", last, r.Position, twice)
			}
			seen[r.ID], last, revisions[r.Stream] = r.Position, r.Position, r.Revision
			ended = ended || r.Type == "test.ended"
		}
		if b.Through < last {
			t.Fatalf("through %d is behind %d", b.Through, last)
		}
		if ended {
			break
		}
	}
	if !ended {
		t.Fatal("the last event did not come")
	}
	appended := 0
	written.Range(func(id, position any) bool {
		if appended++; seen[id.(uuid.UUID)] != position.(domain.Position) {
			t.Errorf("an append was answered %v, followed at %v", position, seen[id.(uuid.UUID)])
		}
		return true
	})
	if appended != writers*each {
		t.Errorf("%d appends of %d", appended, writers*each)
	}
}

// leavingCallers: who leaves takes nobody along, and what he asked for is written whole or not at all.
func leavingCallers(t testing.TB, on Instance) {
	log := on.Log
	var wg sync.WaitGroup
	for i := range 200 {
		ctx, cancel := context.WithCancel(t.Context())
		leaves := i%2 == 0
		wg.Go(func() {
			defer cancel()
			stream := fmt.Sprint("s-", i)
			_, err := log.Append(ctx, stream, 0, events(3))
			got := len(read(t, log, stream, 0))
			switch {
			case err == nil && got == 3:
			case leaves && errors.Is(err, eventstore.ErrUnknown) && (got == 0 || got == 3):
			case leaves && errors.Is(err, context.Canceled) && got == 0:
			default:
				t.Errorf("leaves %v: %v, and %d of 3 events", leaves, err, got)
			}
		})
		if leaves {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * 20 * time.Microsecond)
				cancel()
			})
		}
	}
	wg.Wait()
}

// closedUnderLoad: each append that was acknowledged is there, each that was refused is not.
func closedUnderLoad(t testing.TB, on Instance) {
	log := on.Log
	var mu sync.Mutex
	acknowledged, refused := map[uuid.UUID]bool{}, 0
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for i := 0; ; i++ {
				e := events(1)
				_, err := log.Append(t.Context(), fmt.Sprint("s-", w), domain.Revision(i), e)
				mu.Lock()
				if err == nil {
					acknowledged[e[0].ID] = true
				} else {
					refused++
				}
				mu.Unlock()
				if errors.Is(err, eventstore.ErrClosed) {
					return
				} else if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	followed := make(chan map[uuid.UUID]bool)
	following := make(chan struct{})
	go func() {
		got := map[uuid.UUID]bool{}
		close(following)
		for b, err := range log.Follow(t.Context(), 0) {
			if err != nil && !errors.Is(err, eventstore.ErrClosed) {
				t.Error(err)
			}
			for _, r := range b.Events {
				got[r.ID] = true
			}
		}
		followed <- got
	}()
	<-following
	time.Sleep(50 * time.Millisecond)
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	wg.Wait()
	for id := range <-followed {
		if !acknowledged[id] {
			t.Errorf("event %s was followed, but not acknowledged", id)
		}
	}
	if len(acknowledged) == 0 || refused != 16 {
		t.Errorf("%d acknowledged, %d refused", len(acknowledged), refused)
	}
}
