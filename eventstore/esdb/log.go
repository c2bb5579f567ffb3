// Package esdb keeps the log in EventStoreDB or KurrentDB, over gRPC.
//
// A position is the commit position of an event in $all: ordered, with gaps. Head and Through count what is not a system
// event (a type that does not begin with a dollar sign); other applications' events on the same server move both, and are
// handed to followers, who pass over types that they do not know. Which log this is, and which life of it, stands in
// a stream of its own, as system events.
package esdb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Options tune a log; the zero value is right for a server with its defaults.
type Options struct {
	MaxAppend int           // bytes that the server takes in one append (--max-append-size); 1 MiB, or less if it takes less
	Queue     int           // appends under way before others are ErrBusy; 1024
	Drain     time.Duration // how long Close lets appends go on; 10 s
	Look      time.Duration // how long Open looks for limits set on streams; 2 s
	Wait      time.Duration // how long Open looks for a server that does not answer; 15 s
	Logger    *slog.Logger  // connection troubles; discarded
}

func (o Options) withDefaults() Options {
	if o.MaxAppend == 0 {
		o.MaxAppend = 1 << 20
	}
	if o.Queue == 0 {
		o.Queue = 1024
	}
	if o.Drain == 0 {
		o.Drain = 10 * time.Second
	}
	if o.Look == 0 {
		o.Look = 2 * time.Second
	}
	if o.Wait == 0 {
		o.Wait = 15 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Log is the log in one event store. Make one per process.
type Log struct {
	options   Options
	client    *client
	clustered bool
	epoch     uuid.UUID     // when it was opened
	ceiling   int           // bytes that the server takes in one append, by its own count
	reached   atomic.Uint64 // the furthest position that an append was answered
	tail      tail

	mu      sync.Mutex    // between Close and what starts
	closing chan struct{} // closed by Close
	appends int           // under way
	drained chan struct{} // closed when the log closes and no append is under way
}

var _ eventstore.Log = (*Log)(nil)

// Open connects to the server or cluster that the connection string names, begins a log there unless there is one, and looks
// whether the server can keep it. See configure for the string; how often the vendor's client looks for a server is the
// log's own business.
func Open(ctx context.Context, connection string, options Options) (*Log, error) {
	o := options.withDefaults()
	config, err := configure(connection, o.Logger)
	if err != nil {
		return nil, err
	}
	l := &Log{
		options: o, client: newClient(config, o.Logger), clustered: clustered(config),
		closing: make(chan struct{}), drained: make(chan struct{}),
	}
	if err := l.open(ctx); err != nil {
		l.client.close()
		return nil, fmt.Errorf("opening the log: %w", err)
	}
	return l, nil
}

// open waits for a server that is not there yet: programs and their stores are started at the same moment.
func (l *Log) open(ctx context.Context) error {
	for n, begun := 0, time.Now(); ; n++ {
		o, err := l.begun(ctx)
		if err == nil {
			l.epoch = o.Epoch
			err = l.probe(ctx)
		}
		if !errors.Is(err, eventstore.ErrAway) || time.Since(begun) > l.options.Wait || !sleep(ctx, pause(n)) {
			return err
		}
	}
}

// Close lets appends that are under way finish, for a while, and ends every follower.
func (l *Log) Close() error {
	l.mu.Lock()
	if !l.closed() {
		close(l.closing)
		if l.appends == 0 {
			close(l.drained)
		}
	}
	l.mu.Unlock()
	late := time.NewTimer(l.options.Drain)
	defer late.Stop()
	select {
	case <-l.drained:
	case <-late.C:
	}
	l.client.close()
	return nil
}

func (l *Log) closed() bool {
	select {
	case <-l.closing:
		return true
	default:
		return false
	}
}

func (l *Log) usable(ctx context.Context) error {
	if l.closed() {
		return eventstore.ErrClosed
	}
	return ctx.Err()
}

// enter counts an append in.
func (l *Log) enter() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed():
		return eventstore.ErrClosed
	case l.appends >= l.options.Queue:
		return eventstore.ErrBusy
	}
	l.appends++
	return nil
}

func (l *Log) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.appends--; l.appends == 0 && l.closed() {
		close(l.drained)
	}
}

// recorded is an event as the log knows it. Its position is 0 when the server says none.
func recorded(e *vendor.RecordedEvent) eventstore.Recorded {
	return eventstore.Recorded{
		Event:  eventstore.Event{ID: e.EventID, Type: e.EventType, Data: e.Data, Meta: e.UserMetadata},
		Stream: e.StreamID, Revision: domain.Revision(e.EventNumber) + 1, Position: position(e.Position.Commit), Stored: e.CreatedDate,
	}
}

// position is 0 for what servers say when they do not know: 0 in the answer to a repeat, 2^64-1 in streams of old ones.
func position(commit uint64) domain.Position {
	if p := domain.Position(commit); !eventstore.Beyond(p) {
		return p
	}
	return 0
}
