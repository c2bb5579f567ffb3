package react

import (
	"context"
	"errors"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// accessCodes issues the first access code of a case that came in on paper and has an electronic number. A protected case
// gets none: nobody may link it.
func (s Set) accessCodes() feed.Reactor {
	return feed.Reactor{
		Name: "access_codes", Answers: types(casefile.Received{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			e, ok := f.Event.(casefile.Received)
			if !ok || e.Channel != casefile.ChannelPaper || !e.Receipt.Online() || e.Protected {
				return nil
			}
			a := act("issue")
			_, err := s.Access.Do(ctx, string(e.Receipt), access.IssueCode{
				Code: s.Codes.Issue(secret.AccessCode, a), Expires: a.At.AddDate(0, 0, limits.AccessCodeDays), Why: access.WhyReceived,
			}, a)
			if errors.Is(err, access.ErrTooManyLetters) { // the agency was quicker: a letter is under way
				return nil
			}
			return err
		},
	}
}
