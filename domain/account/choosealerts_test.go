package account_test

import (
	"testing"

	"github.com/casetrail/casetrail/domain/account"
)

func TestChooseAlerts(t *testing.T) {
	t.Parallel()
	on, off := account.ChooseAlerts{Text: true}, account.ChooseAlerts{}
	texting := and(active, account.PhoneOffered{Phone: number("+12025550142")}, account.CodeVerified{Method: "text"})
	chosen := and(texting, account.AlertsChosen{Text: true})
	removed := and(chosen, account.MethodRemoved{Method: "text"})
	run(t, []row{
		{Name: "by text", Given: texting, Act: holder, When: on, Then: events{account.AlertsChosen{Text: true}}},
		{Name: "no longer", Given: chosen, Act: holder, When: off, Then: events{account.AlertsChosen{}}},
		{Name: "again", Given: chosen, Act: holder, When: on},
		{Name: "never", Given: texting, Act: holder, When: off},
		{Name: "without a number", Given: active, Act: holder, When: on, Err: account.ErrNoNumber},
		{Name: "to a number that is not proved", Given: and(active, account.PhoneOffered{Phone: number("+12025550142")}), Act: holder, When: on, Err: account.ErrNoNumber},
		{Name: "the number is removed", Given: removed, Act: holder, When: on, Err: account.ErrNoNumber},
		{Name: "the number took the choice with it", Given: and(removed, account.CodeVerified{Method: "text"}), Act: holder, When: on, Then: events{account.AlertsChosen{Text: true}}},
		{Name: "another way is removed", Given: and(chosen, account.MethodRemoved{Method: "mail"}), Act: holder, When: on},
		{Name: "another number is proved", Given: and(chosen, account.PhoneOffered{Phone: number("+12025550143")}, account.CodeVerified{Method: "text"}), Act: holder, When: on},
	}, tooEarly(on), gone(on, holder), denied(on, texting, stranger, anonymous, officer, operator, reactor, scheduler))
}
