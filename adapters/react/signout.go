package react

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/staff"
)

// signOut ends every browser's hold of somebody who may come in no longer, and forgets what was waiting for their return.
func (s Set) signOut() feed.Reactor {
	return feed.Reactor{
		Name: "sign_out", Answers: types(account.Erased{}, staff.Disabled{}),
		React: func(ctx context.Context, f domain.Fact, _ func(string) domain.Act) error {
			gone := domain.Actor{Kind: domain.Applicant, ID: subject(f)}
			if _, ok := f.Event.(staff.Disabled); ok {
				gone.Kind = domain.Staff
			}
			return errors.Join(s.Tokens.EndHolder(ctx, gone, uuid.Nil), s.Forms.DropHolder(ctx, gone))
		},
	}
}
