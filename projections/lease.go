package projections

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// The lease is for speed: it keeps servers from doing each other's work. What is true is the compare-and-set of each
// checkpoint. Times are the database's; servers' clocks may differ. When a server is lost, everything must be shown again
// within five seconds, also on a busy machine: two of them are left for finding out and for catching up.
const (
	leaseName  = "projections"
	leaseLasts = 3 * time.Second
	renewEvery = time.Second
	standby    = 100 * time.Millisecond // between two looks at somebody else's lease
)

// lease is one tenure: its owner is new each time, so that what an earlier one left running finds itself replaced.
type lease struct{ owner uuid.UUID }

// acquire takes the lease if it is free or has run out; nil if another server holds it. A server that is told to stop
// meanwhile hears the answer all the same: otherwise it would leave behind a lease that nobody knows of.
func (e *Engine) acquire(ctx context.Context) (*lease, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewEvery)
	defer cancel()
	l := &lease{owner: uuid.New()}
	tag, err := e.pool.Exec(ctx, `
		insert into app.leases as l (name, owner, until)
		select $1, $2, clock_timestamp() + $3::interval
		where not exists (select from app.leases where name = $1 and until > clock_timestamp())
		on conflict (name) do update set owner = excluded.owner, generation = l.generation + 1, until = excluded.until
		where l.until <= clock_timestamp()`, leaseName, l.owner, leaseLasts)
	if err != nil {
		return nil, fmt.Errorf("the lease cannot be taken: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return nil, nil
	}
	return l, nil
}

// keep renews the lease each second. It returns when the lease is lost, cannot be renewed in time, or ctx ends.
func (e *Engine) keep(ctx context.Context, l *lease) {
	renewed := time.Now()
	for {
		pause(ctx, renewEvery)
		asked := time.Now()
		held, err := e.renew(ctx, l)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil && held:
			renewed = asked
		case err == nil:
			e.logger.WarnContext(ctx, "projections: the lease is lost", "owner", l.owner)
			return
		case time.Since(renewed) > leaseLasts:
			e.logger.WarnContext(ctx, "projections: the lease ran out", "owner", l.owner, "code", codeOf(err))
			return
		}
	}
}

func (e *Engine) renew(ctx context.Context, l *lease) (held bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, renewEvery)
	defer cancel()
	tag, err := e.pool.Exec(ctx, `
		update app.leases set until = clock_timestamp() + $3::interval
		where name = $1 and owner = $2 and until > clock_timestamp()`, leaseName, l.owner, leaseLasts)
	return tag.RowsAffected() == 1, err
}

// release lets the next server take over at once. What fails here mends itself: the lease runs out.
func (e *Engine) release(ctx context.Context, l *lease) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewEvery)
	defer cancel()
	_, err := e.pool.Exec(ctx, `
		update app.leases set until = clock_timestamp()
		where name = $1 and owner = $2 and until > clock_timestamp()`, leaseName, l.owner)
	if err != nil {
		e.logger.WarnContext(ctx, "projections: the lease was not released", "code", codeOf(err))
	}
}
