package projections

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// A lease is for speed: it keeps servers from doing each other's work. What is true is the compare-and-set of each
// checkpoint. Times are the database's; servers' clocks may differ. When a server is lost, everything must be shown again
// within five seconds, also on a busy machine: two of them are left for finding out and for catching up.
//
// Each shard of each version has its own. So a new binary fills the tables of its version while the old binary goes on
// with the old ones, nobody has to give way, and work is shared between the servers that can do it. However many a server
// holds, it renews them by one statement and looks for free ones by another.
const (
	leaseOf    = "projection:"
	leaseLasts = 3 * time.Second
	renewEvery = time.Second
	standby    = 100 * time.Millisecond // between two looks at leases that others hold
	clockSlack = time.Minute            // a lease that ends later than this after a new one was taken before the clock was turned back
)

// lease is the right of a tenure. Its owner is new each time, so that what an earlier one left running finds itself replaced.
type lease struct {
	name  string
	owner uuid.UUID
}

// acquire takes those leases that are free or have run out. A server that is told to stop meanwhile hears the answer all
// the same: otherwise it would leave behind leases that nobody knows of.
func (e *Engine) acquire(ctx context.Context, names []string) ([]lease, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewEvery)
	defer cancel()
	owners := make([]string, len(names))
	for i := range owners {
		owners[i] = uuid.NewString()
	}
	rows, err := e.pool.Query(ctx, `
		insert into app.leases as l (name, owner, until)
		select want.name, want.owner::uuid, clock_timestamp() + $3::interval
		from unnest($1::text[], $2::text[]) as want (name, owner)
		where not exists (select from app.leases held where held.name = want.name and held.until > clock_timestamp() and held.until <= clock_timestamp() + $4::interval)
		order by want.name
		on conflict (name) do update set owner = excluded.owner, generation = l.generation + 1, until = excluded.until
		where l.until <= clock_timestamp() or l.until > clock_timestamp() + $4::interval
		returning name, owner`, names, owners, leaseLasts, leaseLasts+clockSlack)
	if err != nil {
		return nil, fmt.Errorf("leases cannot be taken: %w", err)
	}
	return pgx.CollectRows(rows, toLease)
}

// renew answers those that are still held.
func (e *Engine) renew(ctx context.Context, leases []lease) ([]lease, error) {
	ctx, cancel := context.WithTimeout(ctx, renewEvery)
	defer cancel()
	names, owners := columns(leases)
	rows, err := e.pool.Query(ctx, `
		update app.leases l set until = clock_timestamp() + $3::interval
		from unnest($1::text[], $2::text[]) as mine (name, owner)
		where l.name = mine.name and l.owner = mine.owner::uuid and l.until > clock_timestamp()
		returning l.name, l.owner`, names, owners, leaseLasts)
	if err != nil {
		return nil, fmt.Errorf("leases cannot be renewed: %w", err)
	}
	return pgx.CollectRows(rows, toLease)
}

func toLease(row pgx.CollectableRow) (l lease, err error) {
	err = row.Scan(&l.name, &l.owner)
	return l, err
}

// release lets the next server take over at once. What fails here mends itself: the lease runs out.
func (e *Engine) release(ctx context.Context, l lease) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewEvery)
	defer cancel()
	_, err := e.pool.Exec(ctx, `
		update app.leases set until = clock_timestamp()
		where name = $1 and owner = $2 and until > clock_timestamp()`, l.name, l.owner)
	if err != nil {
		e.logger.WarnContext(ctx, "projections: a lease was not released", "lease", l.name, "code", codeOf(err))
	}
}

func columns(leases []lease) (names, owners []string) {
	for _, l := range leases {
		names, owners = append(names, l.name), append(owners, l.owner.String())
	}
	return names, owners
}
