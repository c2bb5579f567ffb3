package account_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
)

func TestRemoveMethod(t *testing.T) {
	t.Parallel()
	byMail, byApp := account.RemoveMethod{Method: "mail"}, account.RemoveMethod{Method: "authenticator"}
	both := and(active, account.AuthenticatorOffered{Credential: app}, account.AuthenticatorAdded{Credential: app})
	onlyApp := and(both, account.MethodRemoved{Method: "mail"})
	onlyMail := and(both, account.MethodRemoved{Method: "authenticator", Was: app})
	run(t, []row{
		{Name: "e-mail", Given: both, Act: holder, When: byMail, Then: events{account.MethodRemoved{Method: "mail"}}},
		{Name: "the app", Given: both, Act: holder, When: byApp, Then: events{account.MethodRemoved{Method: "authenticator", Was: app}}},
		{
			Name: "text messages", Given: and(both, account.PhoneOffered{Phone: number("+12025550142")}, account.CodeVerified{Method: "text"}),
			Act: holder, When: account.RemoveMethod{Method: "text"}, Then: events{account.MethodRemoved{Method: "text"}},
		},
		{Name: "e-mail again", Given: onlyApp, Act: holder, When: byMail},
		{Name: "the app again", Given: onlyMail, Act: holder, When: byApp},
		{Name: "the last, the app", Given: onlyApp, Act: holder, When: byApp, Err: account.ErrLastMethod},
		{Name: "the last, e-mail", Given: onlyMail, Act: holder, When: byMail, Err: account.ErrLastMethod},
		{Name: "what was never proved", Given: active, Act: holder, When: byApp},
		{Name: "backup codes", Given: both, Act: holder, When: account.RemoveMethod{Method: "backup"}, Err: account.ErrInvalid},
	}, tooEarly(byMail), gone(byMail, holder), denied(byMail, both, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestARemovedMethodMayBeProvedAgain(t *testing.T) {
	t.Parallel()
	s := account.Decider.Replay(and(active, account.AuthenticatorAdded{Credential: app}, account.MethodRemoved{Method: "authenticator", Was: app})...)
	if s.Has("authenticator") || !s.Has("mail") || s.Authenticator != uuid.Nil {
		t.Errorf("removed: %v, %v", s.Methods, s.Authenticator)
	}
	s = account.Decider.Evolve(s, account.AuthenticatorAdded{Credential: newApp})
	if !s.Has("authenticator") || s.Authenticator != newApp {
		t.Errorf("proved again: %v, %v", s.Methods, s.Authenticator)
	}
}
