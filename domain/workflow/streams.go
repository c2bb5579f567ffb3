package workflow

import (
	"context"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
)

// The aggregates as workflows know them.
type (
	Accounts = domain.Streams[account.State, account.Command, account.Event]
	Sessions = domain.Streams[session.State, session.Command, session.Event]
	Claims   = domain.Streams[claim.State, claim.Command, claim.Event]
	Staff    = domain.Streams[staff.State, staff.Command, staff.Event]
	Cases    = domain.Streams[casefile.State, casefile.Command, casefile.Event]
	Access   = domain.Streams[access.State, access.Command, access.Event]
	Clients  = domain.Streams[client.State, client.Command, client.Event]

	Recoveries = domain.Streams[recovery.State, recovery.Command, recovery.Event]
)

// take counts an attempt and says "wait" when it was one too many.
func take(ctx context.Context, limits Limits, rule, key string) error {
	left, wait, err := limits.Take(ctx, rule, key)
	if err == nil && left < 0 {
		return ErrWait.After(wait)
	}
	return err
}
