// Package postgres keeps the log in PostgreSQL: one append-only table, positions 1, 2, 3, … in commit order.
//
// Concurrent appends are gathered by one committer and written in one statement (group commit): who comes while a commit is
// being flushed goes with the next one. Nobody waits for company, and a caller who leaves takes nobody along.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
)

// Options tune a log; the zero value is right for a server.
type Options struct {
	MaxAppend int           // bytes of data and metadata in one append; 1 MiB
	Queue     int           // appends that wait for the committer before others are ErrBusy; 1024
	Poll      time.Duration // how often a follower looks when it hears nothing; 1 s
	Drain     time.Duration // how long Close goes on trying to write what is queued; 10 s
	Direct    string        // URL past the pooler, to hear of what other servers append; needed only where the pool prepares nothing
	Logger    *slog.Logger  // connection troubles; discarded

	// Watch is told of each statement that is sent: the contexts of the callers whose appends are in it. What it answers is
	// called when the database has answered. nil: nobody watches.
	Watch func(callers []context.Context) (done func(error))
}

func (o Options) withDefaults() Options {
	if o.MaxAppend == 0 {
		o.MaxAppend = 1 << 20
	}
	if o.Queue == 0 {
		o.Queue = 1024
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Drain == 0 {
		o.Drain = 10 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Log is the log in one database. Make one per process.
type Log struct {
	pool    *pgxpool.Pool
	options Options
	direct  *pgx.ConnConfig // nil: the pool's
	epoch   uuid.UUID       // when it was opened
	queue   *queue
	bell    *bell

	mu      sync.Mutex    // between Close and what starts
	closing chan struct{} // closed by Close
	hearing bool
	abandon context.CancelFunc // ends what Close does not wait for
	life    context.Context
	running sync.WaitGroup
}

var _ eventstore.Log = (*Log)(nil)

// Open starts the log. It reads through the pool, and makes connections of its own with the pool's settings: one to append,
// one to listen once somebody follows. The pool is the caller's: close it after the log.
//
// A pool whose default is not to cache prepared statements (pgx.QueryExecModeExec) is taken for one through a pooler in
// transaction mode: then nothing is left to a session, and nobody listens unless Options.Direct says how.
func Open(ctx context.Context, pool *pgxpool.Pool, options Options) (*Log, error) {
	have, err := version(ctx, pool)
	if err == nil {
		err = compatible(have)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the log: %w", err)
	}
	l := &Log{pool: pool, options: options.withDefaults(), bell: newBell(), closing: make(chan struct{})}
	if options.Direct != "" {
		if l.direct, err = pgx.ParseConfig(options.Direct); err != nil {
			return nil, errors.New("opening the log: the URL of a direct connection cannot be read") // it may hold a password
		}
	}
	info, err := l.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("opening the log: %w", err)
	}
	l.epoch, l.queue = info.Epoch, newQueue(l.options.Queue)
	l.life, l.abandon = context.WithCancel(context.WithoutCancel(ctx))
	c := &committer{connection: l.newConnection(), queue: l.queue, bell: l.bell, watch: l.options.Watch}
	l.running.Go(func() { c.run(l.life) })
	return l, nil
}

// Info describes the log as it is now.
func (l *Log) Info(ctx context.Context) (eventstore.Info, error) {
	i := eventstore.Info{Dense: true, MaxAppend: l.options.MaxAppend}
	err := l.reading(ctx, func() error {
		return l.pool.QueryRow(ctx, "select store, epoch, coalesce((select max(position) from es.events), 0) from es.meta").
			Scan(&i.Store, &i.Epoch, &i.Head)
	})
	if err != nil {
		return eventstore.Info{}, err
	}
	return i, nil
}

// Close writes what is queued, ends every follower and the log's own connections.
func (l *Log) Close() error {
	l.mu.Lock()
	if !l.closed() {
		close(l.closing)
	}
	l.mu.Unlock()
	l.queue.close()
	late := time.AfterFunc(l.options.Drain, l.abandon)
	defer late.Stop()
	<-l.queue.drained
	l.abandon()
	l.running.Wait()
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
