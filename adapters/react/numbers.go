package react

import (
	"context"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
)

// numbers tells the number that an account has used so far that it is used no longer: whoever took the account over cannot
// keep that from its holder. The notice by e-mail goes, too; see notices.
func (s Set) numbers() feed.Reactor {
	return feed.Reactor{
		Name: "numbers", MaxAge: noticeLives, Answers: types(account.CodeVerified{}, account.MethodRemoved{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			if !aboutNumber(f.Event) {
				return nil
			}
			was, err := s.accountAt(ctx, f.Stream, f.Revision-1)
			if err != nil || !was.Active || was.Phone.IsZero() {
				return err
			}
			if stays, err := s.stays(ctx, was, f); err != nil || stays {
				return err
			}
			at, err := when(f)
			if err != nil {
				return err
			}
			m := message{
				language: was.Language, recipient: holder(was.ID), resend: true, notAfter: at.Add(noticeLives),
			}
			return s.request(ctx, f, act, m.texted(sms.NumberGoneText, was.Phone))
		},
	}
}

// stays says whether the number that was proved is the one that the account had.
func (s Set) stays(ctx context.Context, was account.State, f domain.Fact) (bool, error) {
	now, err := s.accountAt(ctx, f.Stream, f.Revision)
	if err != nil {
		return false, err
	}
	before, after := was.Phone, now.Phone
	if err := s.Opener.OpenTexts(ctx, &before, &after); err != nil {
		return false, err
	}
	old, _ := before.Value()
	is, _ := after.Value()
	return old == is, nil
}

func aboutNumber(e domain.Event) bool {
	switch e := e.(type) {
	case account.CodeVerified:
		return e.Method == account.MethodText
	case account.MethodRemoved:
		return e.Method == account.MethodText
	}
	return false
}
