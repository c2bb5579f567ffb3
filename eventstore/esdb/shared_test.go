package esdb_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/esdb"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
	"github.com/casetrail/casetrail/eventstore/logtest"
)

// On a real server, or cluster, the suite runs on what other tests leave there, and all its parts on it at once. It writes
// streams that nobody else has; nothing is deleted.
//
//	CASETRAIL_ESDB_URL='esdb://127.0.0.1:2113?tls=false' go test ./eventstore/esdb
func TestLogOnAServer(t *testing.T) {
	t.Parallel()
	url := os.Getenv("CASETRAIL_ESDB_URL")
	if url == "" {
		t.Skip("set CASETRAIL_ESDB_URL to an EventStoreDB or KurrentDB that may be written to")
	}
	logtest.Run(t, logtest.Store{Name: "esdb server", Open: func(t testing.TB) logtest.Instance {
		first := newPart(t, url)
		return logtest.Instance{Log: first, Another: func(t testing.TB) eventstore.Log {
			return &part{Log: open(t, url, esdb.Options{}), prefix: first.prefix, from: first.from}
		}}
	}})
}

// Parts of one server see nothing of each other.
func TestPartsOfAServer(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	parts := []*part{newPart(t, server.URL()), newPart(t, server.URL())}
	var written [2]eventstore.Appended
	for i := range 6 {
		written[i%2] = appendTo(t, parts[i%2], "s", domain.Revision(i/2), 1)
	}
	for i, p := range parts {
		info, err := p.Info(t.Context())
		if err != nil || info.Head != written[i].Position {
			t.Errorf("part %d: the head is %d, not %d: %v", i, info.Head, written[i].Position, err)
		}
		all, through := follow(t, p, 0)
		if len(all) != 3 || through != info.Head || all[2].Stream != "s" || all[2].Revision != 3 {
			t.Errorf("part %d: followed %d events through %d of %d", i, len(all), through, info.Head)
		}
		for _, err := range p.Follow(t.Context(), info.Head+1) {
			if !errors.Is(err, eventstore.ErrAhead) {
				t.Errorf("part %d: ahead of its head: %v", i, err)
			}
		}
	}
}

// part is a log of its own for a test: the streams with its prefix, written after it was opened.
type part struct {
	*esdb.Log
	prefix string
	from   domain.Position

	mu            sync.Mutex
	through, head domain.Position // how far the head was looked for, and where it was then
}

func newPart(t testing.TB, url string) *part {
	t.Helper()
	log := open(t, url, esdb.Options{})
	info, err := log.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &part{Log: log, prefix: "test-" + uuid.NewString()[:8] + "-", from: info.Head}
}

func (p *part) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
	if eventstore.CheckName(stream) != nil {
		return p.Log.Append(ctx, stream, after, events)
	}
	a, err := p.Log.Append(ctx, p.name(stream), after, events)
	if conflict, ok := err.(*eventstore.ConflictError); ok {
		err = &eventstore.ConflictError{Stream: stream, Want: conflict.Want, Have: conflict.Have}
	}
	return a, err
}

// name makes room for the prefix in a name that is as long as names may be.
func (p *part) name(stream string) string {
	if stream == strings.Repeat("s", eventstore.MaxName) {
		stream = "longest"
	}
	return p.prefix + stream
}

func (p *part) Read(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range p.Log.Read(ctx, p.name(stream), after) {
			if err == nil {
				r.Stream = stream
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Info's head is that of the part.
func (p *part) Info(ctx context.Context) (eventstore.Info, error) {
	info, err := p.Log.Info(ctx)
	if err != nil {
		return info, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.through = max(p.through, p.from); p.through < info.Head; {
		for b, err := range p.follow(ctx, p.through) {
			if err != nil {
				return eventstore.Info{}, err
			}
			if n := len(b.Events); n > 0 {
				p.head = b.Events[n-1].Position
			}
			if p.through = b.Through; b.CaughtUp {
				break
			}
		}
		if err := ctx.Err(); err != nil {
			return eventstore.Info{}, err
		}
	}
	info.Head = p.head
	return info, nil
}

// Follow goes through the part's own events only, as if there were no others.
func (p *part) Follow(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		if info, err := p.Info(ctx); err == nil && after > info.Head {
			yield(eventstore.Batch{}, fmt.Errorf("%w: %d of %d", eventstore.ErrAhead, after, info.Head))
			return
		}
		through, first, caughtUp := after, true, true
		for b, err := range p.follow(ctx, max(after, p.from)) {
			if n := len(b.Events); n > 0 {
				through = b.Events[n-1].Position
			}
			b.Through = through
			if (first || err != nil || len(b.Events) > 0 || b.CaughtUp && !caughtUp) && !yield(b, err) {
				return
			}
			first, caughtUp = false, b.CaughtUp
		}
	}
}

func (p *part) follow(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		for b, err := range p.Log.Follow(ctx, after) {
			own := b.Events[:0]
			for _, r := range b.Events {
				if name, ok := strings.CutPrefix(r.Stream, p.prefix); ok {
					if name == "longest" {
						name = strings.Repeat("s", eventstore.MaxName)
					}
					r.Stream = name
					own = append(own, r)
				}
			}
			b.Events = own
			if !yield(b, err) {
				return
			}
		}
	}
}
