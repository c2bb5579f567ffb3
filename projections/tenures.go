package projections

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// tenures is what one server has to do just now: the shards whose leases it holds, a worker for each, and the reader that
// feeds them all, which runs while there is one.
type tenures struct {
	engine *Engine
	feeds  feeds

	mu   sync.Mutex
	held map[string]*tenure // by lease
	all  sync.WaitGroup
}

// tenure is the time in which this server works on one shard.
type tenure struct {
	lease
	shard   shard
	stop    context.CancelFunc
	renewed time.Time // by this server's clock: when it asked
}

// look takes up what nobody does. A server that has much to do looks less often, so that one that has nothing is first.
func (ts *tenures) look(ctx context.Context) {
	for ctx.Err() == nil {
		wait := standby
		asked := time.Now()
		if free := ts.missing(); len(free) > 0 {
			leases, err := ts.engine.acquire(ctx, slices.Sorted(maps.Keys(free)))
			if err != nil {
				ts.engine.logger.WarnContext(ctx, "projections: no lease", "code", codeOf(err))
				wait = time.Second
			}
			for _, l := range leases {
				ts.begin(ctx, l, free[l.name], asked)
			}
			wait += time.Duration(len(ts.engine.shards)-len(free)) * standby / 2
		}
		pause(ctx, wait)
	}
}

func (ts *tenures) missing() map[string]shard {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	free := map[string]shard{}
	for _, s := range ts.engine.shards {
		if ts.held[s.lease()] == nil {
			free[s.lease()] = s
		}
	}
	return free
}

func (ts *tenures) begin(ctx context.Context, l lease, s shard, asked time.Time) {
	ctx, stop := context.WithCancel(ctx)
	t := &tenure{lease: l, shard: s, stop: stop, renewed: asked}
	ts.mu.Lock()
	ts.held[l.name] = t
	ts.mu.Unlock()
	ts.all.Go(func() {
		ts.engine.serve(ctx, t, &ts.feeds)
		stop()
		ts.engine.release(ctx, l)
		ts.mu.Lock()
		delete(ts.held, l.name)
		ts.mu.Unlock()
	})
}

// keep renews the leases each second, and ends the tenures whose lease is lost or could not be renewed in time.
func (ts *tenures) keep(ctx context.Context) {
	for ctx.Err() == nil {
		pause(ctx, renewEvery)
		leases := ts.leases()
		if len(leases) == 0 {
			continue
		}
		asked := time.Now()
		held, err := ts.engine.renew(ctx, leases)
		if ctx.Err() == nil {
			ts.judge(ctx, leases, held, asked, err)
		}
	}
}

func (ts *tenures) leases() (all []lease) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for _, t := range ts.held {
		all = append(all, t.lease)
	}
	return all
}

func (ts *tenures) judge(ctx context.Context, asked, held []lease, at time.Time, err error) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for _, l := range asked {
		t := ts.held[l.name]
		switch {
		case t == nil || t.lease != l: // it has ended meanwhile
		case err == nil && slices.Contains(held, l):
			t.renewed = at
		case err == nil:
			ts.engine.logger.WarnContext(ctx, "projections: the lease is lost", "lease", l.name, "owner", l.owner)
			t.stop()
		case time.Since(t.renewed) > leaseLasts:
			ts.engine.logger.WarnContext(ctx, "projections: the lease ran out", "lease", l.name, "owner", l.owner, "code", codeOf(err))
			t.stop()
		}
	}
}
