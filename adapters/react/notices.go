package react

import (
	"context"
	"strconv"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
)

// notices welcomes, and tells holders what happened to the security of their accounts. While an account is being set up its
// holder sees all of that on the screen, and is told nothing.
func (s Set) notices() feed.Reactor {
	return feed.Reactor{
		Name: "notices", MaxAge: noticeLives,
		Answers: types(
			account.Activated{}, account.PasswordSet{}, account.AuthenticatorAdded{}, account.CodeVerified{}, account.MethodRemoved{},
			account.BackupCodesIssued{}, account.BackupCodeUsed{}, account.DeviceSeen{}, account.Locked{},
			account.AlertsChosen{}, account.QuestionsSet{},
		),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			template, params := notice(f.Event)
			if template == "" {
				return nil
			}
			was, err := s.accountAt(ctx, f.Stream, f.Revision)
			if err != nil || !was.Active {
				return err
			}
			if err := s.tell(ctx, f, act, subject(f), template, params); err != nil || template == mail.Welcome {
				return err
			}
			return s.alert(ctx, f, act, was)
		},
	}
}

// notice is what an event is told with; no template: it is not worth a message.
func notice(e domain.Event) (template string, params map[string]string) {
	switch e := e.(type) {
	case account.Activated:
		return mail.Welcome, map[string]string{"number": e.Number}
	case account.PasswordSet:
		return mail.PasswordSet, nil
	case account.AuthenticatorAdded:
		return mail.MethodAdded, map[string]string{"method": account.MethodAuthenticator}
	case account.CodeVerified:
		return mail.MethodAdded, map[string]string{"method": e.Method}
	case account.MethodRemoved:
		return mail.MethodRemoved, map[string]string{"method": e.Method}
	case account.QuestionsSet:
		return mail.QuestionsSet, nil
	case account.BackupCodesIssued:
		return mail.BackupCodesMade, map[string]string{"count": strconv.Itoa(e.Count)}
	case account.BackupCodeUsed:
		return mail.BackupCodeUsed, map[string]string{"number": strconv.Itoa(e.Number)}
	case account.DeviceSeen:
		if !e.First {
			return mail.NewDevice, nil
		}
	case account.Locked:
		return mail.AccountLocked, map[string]string{"until": instant(e.Until)}
	case account.AlertsChosen:
		return mail.AlertsChosen, map[string]string{"text": onOff(e.Text)}
	}
	return "", nil
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// tell mails a notice to the holder of an active account. What may come twice without harm is sent again after a crash.
func (s Set) tell(ctx context.Context, f domain.Fact, act func(string) domain.Act, account, template string, params map[string]string) error {
	of, err := s.Accounts.Load(ctx, account)
	if err != nil || !of.State.Active || of.State.Erased {
		return err
	}
	at, err := when(f)
	if err != nil {
		return err
	}
	facts := map[string]string{"at": instant(at)}
	for k, v := range params {
		facts[k] = v
	}
	return s.request(ctx, f, act, message{
		template: template, language: of.State.Language, recipient: holder(of.State.ID), to: of.State.Address,
		params: facts, resend: template != mail.Welcome, notAfter: at.Add(noticeLives),
	})
}
