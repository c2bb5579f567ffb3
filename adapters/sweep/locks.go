package sweep

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/eventstore"
)

// locks records that somebody's attempts at the password are used up. The counter has locked the door already; the event
// is for the history and for the notice that follows from it.
type locks struct {
	Sweeper
	quiet map[tables.Lock]time.Time // until when a lock is left alone
}

func newLocks(s Sweeper) *locks { return &locks{s, map[tables.Lock]time.Time{}} }

// settle is how long a new lock is left alone: the attempt that used up the last one may be the right password, and takes
// a moment to be found so.
const settle = limits.HashQueue + 3*time.Second

func (l *locks) sweep(ctx context.Context) error {
	now := l.Now()
	maps.DeleteFunc(l.quiet, func(of tables.Lock, _ time.Time) bool { return !now.Before(of.Until) })
	found, err := l.Limits.Locks(ctx, limits.Password, once+len(l.quiet))
	if err != nil {
		return err
	}
	for _, of := range found {
		until, known := l.quiet[of]
		switch {
		case !known:
			l.quiet[of] = now.Add(settle)
		case !now.Before(until) && ctx.Err() == nil:
			l.quiet[of] = l.handle(ctx, of, now)
		}
	}
	return nil
}

// handle answers when to look at this lock again.
func (l *locks) handle(ctx context.Context, of tables.Lock, now time.Time) time.Time {
	recorded, err := l.record(ctx, of, now)
	switch {
	case err != nil:
		l.complain(ctx, "lock not recorded", err)
		return now.Add(again)
	case !recorded:
		return now.Add(settle)
	}
	return of.Until
}

// record writes the lock into the history of whoever has the address, unless they are proving the second step: then the
// last password was right, and the counter is about to be cleared. An address that nobody has needs no event.
func (l *locks) record(ctx context.Context, of tables.Lock, now time.Time) (done bool, err error) {
	claimed, err := l.Claims.Load(ctx, of.Key)
	if err != nil {
		return false, err
	}
	holder := claimed.State.Holder
	if holder == uuid.Nil {
		return true, nil
	}
	who, err := l.who(ctx, holder)
	if err != nil || who.Kind == "" {
		return err == nil, err
	}
	if proving, err := l.Tokens.Proving(ctx, who); err != nil || proving {
		return false, err
	}
	act := domain.Due(eventstore.Stream(claim.Decider.Category, of.Key), "lock", of.Until, now)
	if who.Kind == domain.Applicant {
		_, err = l.Accounts.Do(ctx, who.ID, account.Lock{Until: of.Until, Why: account.WhyPassword}, act)
	} else {
		_, err = l.Staff.Do(ctx, who.ID, staff.Lock{Until: of.Until, Why: staff.WhyPassword}, act)
	}
	if errors.Is(err, account.ErrUnknown) || errors.Is(err, staff.ErrUnknown) { // erased, lapsed or disabled
		err = nil
	}
	return err == nil, err
}

// who is the holder of a claim, which says the id and not the kind; the zero Actor when neither has happened to anybody.
func (l *locks) who(ctx context.Context, holder uuid.UUID) (domain.Actor, error) {
	a, err := l.Accounts.Load(ctx, holder.String())
	if err != nil || a.Revision > 0 {
		return domain.Actor{Kind: domain.Applicant, ID: holder.String()}, err
	}
	s, err := l.Staff.Load(ctx, holder.String())
	if err != nil || s.Revision > 0 {
		return domain.Actor{Kind: domain.Staff, ID: holder.String()}, err
	}
	return domain.Actor{}, nil
}
