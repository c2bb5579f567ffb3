package projections

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
)

// Engine runs the projections of one binary. Any number of servers may run one on the same database: one of them
// applies, all of them can wait, repair and tell the status.
type Engine struct {
	log         eventstore.Log
	codec       *eventstore.Codec
	pool        *pgxpool.Pool
	logger      *slog.Logger
	projections []Projection
	erasers     map[string]bool // the types whose events erase
	board       *board
	seen        seen
}

// New checks the projections. It does not touch the database.
func New(
	log eventstore.Log, codec *eventstore.Codec, pool *pgxpool.Pool, logger *slog.Logger, projections ...Projection,
) (*Engine, error) {
	names := map[string]bool{}
	for _, p := range projections {
		if err := p.check(codec.Knows); err != nil {
			return nil, err
		}
		if names[p.Name] {
			return nil, fmt.Errorf("two projections are named %s", p.Name)
		}
		names[p.Name] = true
	}
	return &Engine{
		log: log, codec: codec, pool: pool, logger: cmp.Or(logger, slog.New(slog.DiscardHandler)), projections: projections,
		erasers: erasers(codec.Catalog()), board: newBoard(),
	}, nil
}

// Run applies what happens until ctx ends. Whenever another server holds the lease, it stands by.
func (e *Engine) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		l, err := e.acquire(ctx)
		switch {
		case err != nil:
			e.logger.WarnContext(ctx, "projections: no lease", "code", codeOf(err))
			pause(ctx, time.Second)
		case l == nil:
			pause(ctx, standby)
		default:
			e.serve(ctx, l)
		}
	}
	return nil
}

// serve owns the projections until the lease is lost or ctx ends.
func (e *Engine) serve(ctx context.Context, l *lease) {
	e.logger.InfoContext(ctx, "projections: this server applies now", "owner", l.owner)
	held, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	all.Go(func() {
		defer stop()
		e.keep(held, l)
	})
	if err := e.apply(held, l); err != nil && held.Err() == nil {
		e.logger.ErrorContext(ctx, "projections: starting again", "code", codeOf(err))
		pause(held, time.Second)
	}
	stop()
	all.Wait()
	e.release(ctx, l)
}

// apply runs a worker for each projection, and the reader that feeds them all.
func (e *Engine) apply(ctx context.Context, l *lease) error {
	if err := e.replace(ctx); err != nil {
		return err
	}
	info, err := e.log.Info(ctx)
	if err != nil {
		return fmt.Errorf("the log does not answer: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	f := newFeed(info.Head)
	var all sync.WaitGroup
	all.Go(func() { e.read(ctx, f) })
	var workers sync.WaitGroup
	lost := make(chan error, len(e.projections))
	for _, p := range e.projections {
		w := &worker{engine: e, p: p, feed: f, lease: l, epoch: info.Epoch}
		workers.Go(func() {
			if err := w.run(ctx); err != nil {
				lost <- err
				stop()
			}
		})
	}
	workers.Wait()
	<-ctx.Done() // when every projection is halted the lease is kept: another server would fare no better
	all.Wait()
	select {
	case err := <-lost:
		return err
	default:
		return nil
	}
}

// pause waits, or returns early when ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
