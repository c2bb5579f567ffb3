package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
)

// leaseReactors is the name of the lease under which one server runs all reactors.
const leaseReactors = "reactors"

// Reactors runs reactors on one server at a time; any number of servers may call Run.
type Reactors struct {
	Log    eventstore.Log
	Codec  Decoder
	Pool   *pgxpool.Pool
	Logger *slog.Logger
	Pace   Pace             // zero: the defaults
	Now    func() time.Time // nil: the clock
}

// Run stands by until this server holds the lease, then reacts, from the checkpoints on, until ctx ends. A server whose
// reactors answer something else, and were started here later, takes the lease from the others at once. It fails only
// for what waiting cannot cure: reactors that contradict each other, a log that refuses.
func (r Reactors) Run(ctx context.Context, reactors ...Reactor) error {
	if err := check(reactors); err != nil {
		return err
	}
	lease := Lease{Pool: r.Pool, Name: leaseReactors, Logger: r.Logger}
	for ctx.Err() == nil {
		rank, err := r.rank(ctx, reactors)
		if lease.Rank = rank; err == nil {
			break
		}
		lease.complain(ctx, "lease not asked for", err)
		pause(ctx, renewEvery)
	}
	return lease.Hold(ctx, func(ctx context.Context, owner uuid.UUID) error {
		return r.serve(ctx, owner, reactors)
	}, hopeless)
}

// hopeless are the errors of a log that no retry mends.
func hopeless(err error) bool {
	return errors.Is(err, eventstore.ErrAhead) || errors.Is(err, eventstore.ErrHole) || errors.Is(err, eventstore.ErrForbidden)
}

func check(reactors []Reactor) error {
	seen := map[string]bool{}
	for _, x := range reactors {
		switch {
		case x.Name == "" || x.React == nil || len(x.Answers) == 0:
			return fmt.Errorf("reactor %q needs a name, events to answer and an answer", x.Name)
		case seen[x.Name]:
			return fmt.Errorf("two reactors are called %q", x.Name)
		}
		seen[x.Name] = true
	}
	return nil
}

// serve is one term: one subscriber, one router, a handler for each reactor.
func (r Reactors) serve(ctx context.Context, owner uuid.UUID, reactors []Reactor) error {
	if len(reactors) == 0 {
		<-ctx.Done()
		return nil
	}
	subscriber := NewSubscriber(r.Log, PostgresLedger{r.Pool}, r.Logger, r.Pace, owner, consumers(reactors)...)
	router, err := NewRouter(r.Logger)
	if err != nil {
		return err
	}
	for _, x := range reactors {
		router.AddConsumerHandler(x.Name, x.Name, subscriber, x.handler(r.Codec, r.now))
	}
	err = router.Run(ctx)
	if closed := subscriber.Close(); closed != nil {
		err = errors.Join(err, closed)
	}
	if failed := subscriber.Err(); failed != nil {
		return failed
	}
	return err
}
