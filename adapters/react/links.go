package react

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
)

// links tells everybody who sees a case that somebody else began or stopped to see it, or that its code was stopped. An
// account that was erased while it linked a case is unlinked again.
func (s Set) links() feed.Reactor {
	return feed.Reactor{
		Name: "links", Answers: types(access.Linked{}, access.Upgraded{}, access.Unlinked{}, access.CodeVoided{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			switch e := f.Event.(type) {
			case access.Linked:
				if err := s.unlinkErased(ctx, subject(f), e.Account, act); err != nil {
					return err
				}
				return s.tellAll(ctx, f, act, e.Account, mail.CaseLinked, map[string]string{"tier": e.Tier})
			case access.Upgraded:
				return s.tellAll(ctx, f, act, e.Account, mail.CaseUpgraded, nil)
			case access.Unlinked:
				return s.tellAll(ctx, f, act, e.Account, mail.CaseUnlinked, nil)
			case access.CodeVoided:
				if e.Why == access.WhyBirthDates {
					return s.tellAll(ctx, f, act, uuid.Nil, mail.AccessCodeVoided, nil)
				}
			}
			return nil
		},
	}
}

// tellAll tells the account that did it and all others that see the case.
func (s Set) tellAll(
	ctx context.Context, f domain.Fact, act func(string) domain.Act, who uuid.UUID, template string, more map[string]string,
) error {
	to, err := s.Access.Load(ctx, subject(f))
	if err != nil {
		return err
	}
	told := maps.Clone(to.State.Links)
	if told == nil {
		told = map[uuid.UUID]string{}
	}
	if who != uuid.Nil {
		told[who] = ""
	}
	for _, id := range slices.SortedFunc(maps.Keys(told), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }) {
		params := map[string]string{"receipt": subject(f), "who": "other"}
		if id == who {
			params["who"] = "you"
		}
		maps.Copy(params, more)
		if err := s.tell(ctx, f, act, id.String(), template, params); err != nil {
			return err
		}
	}
	return nil
}

func (s Set) unlinkErased(ctx context.Context, receipt string, id uuid.UUID, act func(string) domain.Act) error {
	of, err := s.Accounts.Load(ctx, id.String())
	if err != nil || !of.State.Erased {
		return err
	}
	return s.unlink(ctx, receipt, id, act)
}

func (s Set) unlink(ctx context.Context, receipt string, id uuid.UUID, act func(string) domain.Act) error {
	_, err := s.Access.Do(ctx, receipt, access.Unlink{Account: id}, act("unlink "+receipt))
	return err
}
