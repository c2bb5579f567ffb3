package react

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections/deadlines"
)

// Deadlines is the read model of what falls due.
type Deadlines interface {
	Due(ctx context.Context, now time.Time, limit int) ([]deadlines.Deadline, error)
	Met(ctx context.Context, met deadlines.Deadline) error
}

// Scheduler turns what has fallen due into commands, on the one server that holds its lease. The list may lag behind: the
// same deadline is the same act, and the aggregate has the last word on whether it is time.
type Scheduler struct {
	Deadlines Deadlines
	Accounts  workflow.Accounts
	Access    workflow.Access
	Keys      Destroyer
	Pool      *pgxpool.Pool
	Logger    *slog.Logger
	Now       func() time.Time // nil: the clock
	Every     time.Duration    // between two looks: 1 s

	// Watch is told of a deadline that is met, by its name. What it answers is called with what became of it. nil: nobody watches.
	Watch func(ctx context.Context, name string) (watched context.Context, done func(error))
}

// leaseScheduler is the name of the scheduler's lease.
const leaseScheduler = "scheduler"

// once is how many deadlines are looked at in one go; rest is how long one is left alone after that.
const (
	once = 100
	rest = time.Minute
)

// Run works until ctx ends.
func (s Scheduler) Run(ctx context.Context) error {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Every == 0 {
		s.Every = time.Second
	}
	lease := feed.Lease{Pool: s.Pool, Name: leaseScheduler, Logger: s.Logger}
	return lease.Hold(ctx, func(ctx context.Context, _ uuid.UUID) error {
		tick := time.NewTicker(s.Every)
		defer tick.Stop()
		done := map[deadlines.Deadline]time.Time{}
		for {
			s.look(ctx, done)
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
			}
		}
	}, func(error) bool { return false })
}

// look meets every deadline that has come and was not met a moment ago.
func (s Scheduler) look(ctx context.Context, done map[deadlines.Deadline]time.Time) {
	now := s.Now()
	for d, at := range done {
		if now.Sub(at) >= rest {
			delete(done, d)
		}
	}
	due, err := s.Deadlines.Due(ctx, now, once+len(done))
	if err != nil {
		s.complain(ctx, "deadlines cannot be read", err)
		return
	}
	for _, d := range due {
		d.At = d.At.UTC()
		if _, met := done[d]; met || ctx.Err() != nil {
			continue
		}
		if err := s.watched(ctx, d, now); err != nil {
			s.complain(ctx, "deadline not met", err, "stream", d.Stream, "what", d.What)
		}
		done[d] = now
	}
}

func (s Scheduler) watched(ctx context.Context, d deadlines.Deadline, now time.Time) (err error) {
	if s.Watch != nil {
		watched, done := s.Watch(ctx, "deadline "+d.What)
		ctx = watched
		defer func() { done(err) }()
	}
	return s.Meet(ctx, d, now)
}

// ErrNoDeadline means that a newer program wrote the deadline.
var ErrNoDeadline = errors.New("this program does not know this deadline")

// Meet does what falls due. Doing it again records nothing.
func (s Scheduler) Meet(ctx context.Context, d deadlines.Deadline, now time.Time) error {
	act := domain.Due(d.Stream, d.What, d.At, now)
	_, id := eventstore.Split(d.Stream)
	var err error
	switch d.What {
	case deadlines.Lapse:
		_, err = s.Accounts.Do(ctx, id, account.Lapse{}, act)
		if errors.Is(err, account.ErrUnknown) { // erased meanwhile
			return nil
		}
	case deadlines.CodeExpiry:
		_, err = s.Access.Do(ctx, id, access.ExpireCode{}, act)
	case deadlines.Destruction:
		return s.destroy(ctx, id, d, now)
	default:
		return fmt.Errorf("%w: %s", ErrNoDeadline, d.What)
	}
	return err
}

func (s Scheduler) complain(ctx context.Context, what string, err error, more ...any) {
	if ctx.Err() == nil {
		s.Logger.WarnContext(ctx, what, append(more, "error", err)...)
	}
}
