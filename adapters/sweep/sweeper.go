// Package sweep writes into the log what time and crashes have done outside it, and deletes what nobody needs any more:
// a file for each chore. A chore does only what is still to be done, and may be stopped anywhere and done again, by two
// servers at once as well.
package sweep

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
)

// Sweeper does the chores on the one server that holds its lease.
type Sweeper struct {
	Limits      Limits
	Tokens      Tokens
	Forms       Forms
	Vault       Vault
	Claims      workflow.Claims
	Accounts    workflow.Accounts
	Staff       workflow.Staff
	Sessions    workflow.Sessions
	Credentials Credentials
	Views       Views
	Log         Log
	Pool        *pgxpool.Pool
	Logger      *slog.Logger
	Now         func() time.Time // nil: the clock
	Every       time.Duration    // between two looks: 3 s

	// Watch is told of a chore that is done, by its name. What it answers is called with what became of it. nil: nobody watches.
	Watch func(ctx context.Context, name string) (watched context.Context, done func(error))
}

// Limits is the part of the counters that is swept.
type Limits interface {
	Locks(ctx context.Context, rule string, limit int) ([]tables.Lock, error)
	Sweep(ctx context.Context) (int64, error)
}

// Tokens is the part of the token store that is swept.
type Tokens interface {
	Expired(ctx context.Context, limit int) ([]tables.Expired, error)
	Discard(ctx context.Context, session uuid.UUID) error
	Proving(ctx context.Context, holder domain.Actor) (bool, error)
	Sweep(ctx context.Context) error
}

// Forms is the part of the kept forms that is swept.
type Forms interface {
	Sweep(ctx context.Context) error
}

// Vault is the part of the vault that is swept.
type Vault interface {
	Written(ctx context.Context, from, until time.Time) ([]uuid.UUID, error)
	ForgetInert(ctx context.Context, since time.Time, ids ...uuid.UUID) error
}

// Credentials is the read model of what the log names.
type Credentials interface {
	Unnamed(ctx context.Context, rows []uuid.UUID, log eventstore.Info) ([]uuid.UUID, error)
}

// Views waits for read models.
type Views interface {
	Wait(ctx context.Context, position domain.Position, names ...string) (projections.Freshness, error)
}

// Log tells where its head is.
type Log interface {
	Info(ctx context.Context) (eventstore.Info, error)
}

// leaseSweeper is the name of the sweeper's lease.
const leaseSweeper = "sweeper"

// Run works until ctx ends.
func (s Sweeper) Run(ctx context.Context) error {
	s = s.withDefaults()
	lease := feed.Lease{Pool: s.Pool, Name: leaseSweeper, Logger: s.Logger}
	return lease.Hold(ctx, s.term, func(error) bool { return false })
}

func (s Sweeper) withDefaults() Sweeper {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Every == 0 {
		s.Every = 3 * time.Second
	}
	return s
}

// term works while this server holds the lease. What it remembers is for quiet only.
func (s Sweeper) term(ctx context.Context, _ uuid.UUID) error {
	tick := time.NewTicker(s.Every)
	defer tick.Stop()
	chores := s.chores()
	for {
		for _, c := range chores {
			s.attend(ctx, c)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (s Sweeper) complain(ctx context.Context, what string, err error, more ...any) {
	if ctx.Err() == nil {
		s.Logger.WarnContext(ctx, what, append(more, "error", err)...)
	}
}
