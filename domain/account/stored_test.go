package account_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/personal"
)

func TestStored(t *testing.T) {
	t.Parallel()
	domaintest.Golden(t, account.Decider.Catalog,
		registered[0],
		account.LinkSent{Link: newLink, Expires: day},
		account.Confirmed{},
		account.Lapsed{},
		account.TermsAccepted{Version: "2026-01"},
		account.PasswordSet{Credential: newPass, Was: pass},
		account.CodeIssued{Method: "mail", Code: code, Expires: day},
		account.PhoneOffered{Phone: number("+12025550142")},
		account.CodeVerified{Method: "mail"},
		account.CodeRefused{Method: "mail", Left: 4, Until: day},
		account.AuthenticatorOffered{Credential: app},
		account.AuthenticatorAdded{Credential: newApp, Was: app},
		account.BackupCodesIssued{Sheet: sheet, Count: 10},
		account.BackupCodeUsed{Sheet: sheet, Number: 3, Session: session},
		account.MethodRemoved{Method: "authenticator", Was: app},
		account.RoleChosen{Role: "applicant"},
		account.Activated{Number: "012345678901"},
		account.Locked{Until: day, Why: "password"},
		account.DeviceSeen{Device: phone, Session: session, First: true},
		account.AlertsChosen{Text: true},
		questionsSet(asked(0, "new"), asked(0, "old")...),
		account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}},
	)
}
