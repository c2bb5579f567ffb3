package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A lease lasts three seconds by the database's clock and is renewed each second: a server that is killed or frozen is
// replaced within five.
const (
	leaseLasts = 3 * time.Second
	renewEvery = time.Second
	lookEvery  = 100 * time.Millisecond // at somebody else's lease
	clockSlack = time.Minute            // a lease that ends later than this after a new one was taken before the clock was turned back
	precedence = time.Second            // so long a lease that is free again is left to those of its last holder's rank
)

// Lease lets one server at a time do a job. It is for speed and quiet, not for truth: what is done under it must be
// harmless when two do it for a moment.
type Lease struct {
	Pool   *pgxpool.Pool
	Name   string
	Rank   int64 // a holder of a higher rank takes the lease from one of a lower at once; zero for all: nobody from anybody
	Logger *slog.Logger
}

// Hold runs work whenever this server has the lease, until ctx ends. The context of work ends when the lease is lost; its
// owner is new for every term. An error of work ends the term, and Hold answers it when fatal says so.
func (l Lease) Hold(ctx context.Context, work func(ctx context.Context, owner uuid.UUID) error, fatal func(error) bool) error {
	for ctx.Err() == nil {
		owner := uuid.New()
		generation, err := l.acquire(ctx, owner)
		if err != nil || generation == 0 {
			l.complain(ctx, "lease not taken", err)
			pause(ctx, lookEvery)
			continue
		}
		err = l.term(ctx, owner, generation, work)
		if err != nil && fatal(err) {
			return err
		}
		if err != nil {
			l.complain(ctx, "term ended early", err)
			pause(ctx, renewEvery)
		}
	}
	return nil
}

// term works until the lease or the context ends, then gives the lease back so that the next server need not wait.
func (l Lease) term(ctx context.Context, owner uuid.UUID, generation int64, work func(context.Context, uuid.UUID) error) error {
	held, lose := context.WithCancel(ctx)
	defer lose()
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		defer lose()
		l.keep(held, owner, generation)
	}()
	l.Logger.InfoContext(ctx, "lease taken", "lease", l.Name, "owner", owner, "generation", generation)
	err := work(held, owner)
	lose()
	<-kept
	l.release(ctx, owner, generation)
	return err
}

// keep renews until the lease is lost, could not be renewed for as long as it lasts, or ctx ends.
func (l Lease) keep(ctx context.Context, owner uuid.UUID, generation int64) {
	renewed := time.Now()
	for {
		pause(ctx, renewEvery)
		if ctx.Err() != nil {
			return
		}
		asked := time.Now()
		held, err := l.renew(ctx, owner, generation)
		switch {
		case err == nil && held:
			renewed = asked
		case err == nil:
			l.Logger.WarnContext(ctx, "lease lost", "lease", l.Name, "owner", owner)
			return
		case time.Since(renewed) > leaseLasts-renewEvery:
			l.complain(ctx, "lease ran out", err)
			return
		}
	}
}

// acquire answers the generation of the new term, 0 when another server holds the lease. While another holds it this only
// reads: an insert that runs into a row locks it, which costs a commit.
func (l Lease) acquire(ctx context.Context, owner uuid.UUID) (generation int64, err error) {
	err = l.Pool.QueryRow(ctx, `
		insert into app.leases as l (name, owner, generation, until, rank)
		select $1, $2, 1, clock_timestamp() + $3::interval, $4
		where not exists (
			select from app.leases where name = $1 and rank >= $4
			and until > clock_timestamp() - case when rank > $4 then $5::interval else '0' end
			and until <= clock_timestamp() + $6::interval)
		on conflict (name) do update
		set owner = excluded.owner, generation = l.generation + 1, until = excluded.until, rank = excluded.rank
		where l.rank < excluded.rank
		or l.until <= clock_timestamp() - case when l.rank > excluded.rank then $5::interval else '0' end
		or l.until > clock_timestamp() + $6::interval
		returning generation`, l.Name, owner, leaseLasts, l.Rank, precedence, leaseLasts+clockSlack).Scan(&generation)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return generation, err
}

func (l Lease) renew(ctx context.Context, owner uuid.UUID, generation int64) (held bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, renewEvery)
	defer cancel()
	tag, err := l.Pool.Exec(ctx, `
		update app.leases set until = clock_timestamp() + $4::interval
		where name = $1 and owner = $2 and generation = $3 and until > clock_timestamp()`,
		l.Name, owner, generation, leaseLasts)
	return tag.RowsAffected() == 1, err
}

// release lets the next server take over at once. What fails here mends itself: the lease runs out.
func (l Lease) release(ctx context.Context, owner uuid.UUID, generation int64) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewEvery)
	defer cancel()
	_, err := l.Pool.Exec(ctx, `
		update app.leases set until = clock_timestamp() where name = $1 and owner = $2 and generation = $3`,
		l.Name, owner, generation)
	l.complain(ctx, "lease not released", err)
}

func (l Lease) complain(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		l.Logger.WarnContext(ctx, what, "lease", l.Name, "error", fmt.Sprint(err))
	}
}
