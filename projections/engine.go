package projections

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Engine runs the projections of one binary. Any number of servers may run one on the same database: one of them
// applies, all of them can wait, repair and tell the status.
type Engine struct {
	// KeepOld is for how long an old version that nobody feeds is kept, for a way back to the old binary.
	KeepOld time.Duration

	// Watch is told what a projection is about to apply; what it answers is called when that is done. nil: nobody watches.
	// A projection that is being filled is not watched.
	Watch func(ctx context.Context, projection string, facts []domain.Fact) (watched context.Context, done func(error))

	log         eventstore.Log
	codec       *eventstore.Codec
	pool        *pgxpool.Pool
	logger      *slog.Logger
	projections []Projection
	shards      []shard
	erasers     map[string]bool // the types whose events erase
	board       *board
	seen        seen
	filling     chan struct{} // one fills at a time: its folds are the most that this process holds in memory
	foldsAtOnce int
	floors      floors
	leftAlone   time.Duration
}

// New checks the projections. It does not touch the database.
func New(
	log eventstore.Log, codec *eventstore.Codec, pool *pgxpool.Pool, logger *slog.Logger, projections ...Projection,
) (*Engine, error) {
	names := map[string]bool{}
	var shards []shard
	for _, p := range projections {
		if err := p.check(codec.Knows); err != nil {
			return nil, err
		}
		if names[p.Name] {
			return nil, fmt.Errorf("two projections are named %s", p.Name)
		}
		names[p.Name] = true
		shards = append(shards, p.shards()...)
	}
	return &Engine{
		KeepOld: time.Hour,
		log:     log, codec: codec, pool: pool, logger: cmp.Or(logger, slog.New(slog.DiscardHandler)), projections: projections,
		shards: shards, erasers: erasers(codec.Catalog()), board: newBoard(), foldsAtOnce: foldsAtOnce,
		filling: make(chan struct{}, 1), floors: floors{at: map[string]domain.Position{}}, leftAlone: leftAlone,
	}, nil
}

// Run fills tables and applies what happens until ctx ends, as far as no other server does it already.
func (e *Engine) Run(ctx context.Context) error {
	ts := &tenures{engine: e, feeds: feeds{engine: e}, held: map[string]*tenure{}}
	var all sync.WaitGroup
	all.Go(func() { ts.keep(ctx) })
	all.Go(func() { e.tidy(ctx) })
	ts.look(ctx)
	ts.all.Wait()
	all.Wait()
	return nil
}

// serve works on a shard until the lease is lost, something fails, or ctx ends.
func (e *Engine) serve(ctx context.Context, t *tenure, feeds *feeds) {
	e.logger.InfoContext(ctx, "projections: this server applies now", "checkpoint", t.shard.checkpoint(), "owner", t.owner)
	if err := e.apply(ctx, t, feeds); err != nil && ctx.Err() == nil {
		e.logger.ErrorContext(ctx, "projections: starting again", "checkpoint", t.shard.checkpoint(), "code", codeOf(err))
		pause(ctx, time.Second)
	}
}

func (e *Engine) apply(ctx context.Context, t *tenure, feeds *feeds) error {
	if err := e.prepare(ctx, t.shard.Projection); err != nil {
		return err
	}
	info, err := e.log.Info(ctx)
	if err != nil {
		return fmt.Errorf("the log does not answer: %w", err)
	}
	f := feeds.enter(ctx, info.Head)
	defer feeds.leave()
	w := &worker{engine: e, shard: t.shard, owner: t.owner, feed: f, epoch: info.Epoch}
	return w.run(ctx)
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
