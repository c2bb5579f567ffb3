package react

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
)

// disputes tells who reported the use of an access code that the report came in, and both accounts what was decided. The one
// that used the code learns of a report only when it is settled, and never whose it was.
func (s Set) disputes() feed.Reactor {
	return feed.Reactor{
		Name: "disputes", MaxAge: noticeLives, Answers: types(access.CodeDisputed{}, access.DisputeUpheld{}, access.DisputeRejected{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			switch e := f.Event.(type) {
			case access.CodeDisputed:
				return s.tell(ctx, f, act, e.By.String(), mail.DisputeOpened, map[string]string{"receipt": subject(f)})
			case access.DisputeUpheld:
				if err := s.tellBoth(ctx, f, act, e.By, e.Account, mail.DisputeUpheld, nil); err != nil {
					return err
				}
				return s.tellOthers(ctx, f, act, e.By, e.Account)
			case access.DisputeRejected:
				return s.tellBoth(ctx, f, act, e.By, e.Account, mail.DisputeRejected, map[string]string{"why": e.Why})
			}
			return nil
		},
	}
}

// tellBoth tells who reported a use, and who is said to have used the code.
func (s Set) tellBoth(
	ctx context.Context, f domain.Fact, act func(string) domain.Act, by, account uuid.UUID, template string, more map[string]string,
) error {
	for _, to := range []struct {
		id  uuid.UUID
		who string
	}{{by, "you"}, {account, "other"}} {
		params := map[string]string{"receipt": subject(f), "who": to.who}
		maps.Copy(params, more)
		if err := s.tell(ctx, f, act, to.id.String(), template, params); err != nil {
			return err
		}
	}
	return nil
}

// tellOthers tells all others that see the case that an account no longer does.
func (s Set) tellOthers(ctx context.Context, f domain.Fact, act func(string) domain.Act, but ...uuid.UUID) error {
	to, err := s.Access.Load(ctx, subject(f))
	if err != nil {
		return err
	}
	for _, id := range slices.SortedFunc(maps.Keys(to.State.Links), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) {
		if slices.Contains(but, id) {
			continue
		}
		if err := s.tell(ctx, f, act, id.String(), mail.CaseUnlinked, map[string]string{"receipt": subject(f), "who": "other"}); err != nil {
			return err
		}
	}
	return nil
}
