package account_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/secret"
)

func TestAcceptTerms(t *testing.T) {
	t.Parallel()
	c := account.AcceptTerms{Version: "2026-01"}
	newer := account.AcceptTerms{Version: "2026-07"}
	run(t, []row{
		{Name: "accepted", Given: confirmed, Act: holder, When: c, Then: events{account.TermsAccepted(c)}},
		{Name: "again", Given: agreed, Act: holder, When: c},
		{Name: "a newer version", Given: active, Act: holder, When: newer, Then: events{account.TermsAccepted(newer)}},
		{Name: "no version", Given: confirmed, Act: holder, When: account.AcceptTerms{}, Err: account.ErrInvalid},
		{Name: "not confirmed", Given: registered, Act: holder, When: c, Err: account.ErrUnfinished.With("next", "confirm")},
	}, gone(c, holder), denied(c, confirmed, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestSetPassword(t *testing.T) {
	t.Parallel()
	c := account.SetPassword{Credential: pass}
	run(t, []row{
		{Name: "the first", Given: agreed, Act: holder, When: c, Then: events{account.PasswordSet{Credential: pass}}},
		{Name: "again", Given: withPass, Act: holder, When: c},
		{
			Name: "another", Given: active, Act: holder, When: account.SetPassword{Credential: newPass},
			Then: events{account.PasswordSet{Credential: newPass, Was: pass}},
		},
		{Name: "none", Given: agreed, Act: holder, When: account.SetPassword{}, Err: account.ErrInvalid},
	}, tooEarly(c), gone(c, holder), denied(c, agreed, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestIssueBackupCodes(t *testing.T) {
	t.Parallel()
	c := account.IssueBackupCodes{Sheet: sheet}
	next := account.IssueBackupCodes{Sheet: ref("next sheet")}
	run(t, []row{
		{Name: "the first sheet", Given: withMail, Act: holder, When: c, Then: events{account.BackupCodesIssued{Sheet: sheet, Count: 10}}},
		{Name: "again", Given: withSheet, Act: holder, When: c},
		{Name: "another sheet", Given: active, Act: holder, When: next, Then: events{account.BackupCodesIssued{Sheet: next.Sheet, Count: 10}}},
		{Name: "no method yet", Given: withCode, Act: holder, When: c, Err: account.ErrUnfinished.With("next", "method")},
		{Name: "no sheet", Given: withMail, Act: holder, When: account.IssueBackupCodes{}, Err: account.ErrInvalid},
	}, tooEarly(c), gone(c, holder), denied(c, withMail, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestUseBackupCode(t *testing.T) {
	t.Parallel()
	nth := func(n int) account.UseBackupCode {
		return account.UseBackupCode{Code: typed{sheet.Numbered(n)}, Session: session}
	}
	used := func(n int) account.Event {
		return account.BackupCodeUsed{Sheet: sheet, Number: n, Session: session}
	}
	next := account.BackupCodesIssued{Sheet: ref("next sheet"), Count: 10}
	run(t, []row{
		{Name: "the first", Given: active, Act: holder, When: nth(1), Then: events{used(1)}},
		{Name: "the last", Given: active, Act: holder, When: nth(10), Then: events{used(10)}},
		{Name: "none before the first", Given: active, Act: holder, When: nth(0), Err: account.ErrWrongCode},
		{Name: "none after the last", Given: active, Act: holder, When: nth(11), Err: account.ErrWrongCode},
		{Name: "the sheet itself is no code", Given: active, Act: holder, When: account.UseBackupCode{Code: typed{sheet}, Session: session}, Err: account.ErrWrongCode},
		{Name: "another after one", Given: and(active, used(1)), Act: holder, When: nth(2), Then: events{used(2)}},
		{Name: "the fourth", Given: and(active, used(1), used(2), used(3)), Act: holder, When: nth(4), Then: events{used(4)}},
		{Name: "the same again", Given: and(active, used(3)), Act: holder, When: nth(3), Err: account.ErrWrongCode},
		{Name: "of a void sheet", Given: and(active, next), Act: holder, When: nth(1), Err: account.ErrWrongCode},
		{
			Name: "of a new sheet", Given: and(active, used(1), next), Act: holder,
			When: account.UseBackupCode{Code: typed{next.Sheet.Numbered(1)}, Session: session},
			Then: events{account.BackupCodeUsed{Sheet: next.Sheet, Number: 1, Session: session}},
		},
		{Name: "no sheet", Given: withMail, Act: holder, When: nth(1), Err: account.ErrWrongCode},
		{
			Name: "the codes of no sheet", Given: withMail, Act: holder, Err: account.ErrWrongCode,
			When: account.UseBackupCode{Code: typed{secret.Ref{}, secret.Ref{}.Numbered(1)}, Session: session},
		},
		{Name: "no code", Given: active, Act: holder, When: account.UseBackupCode{Session: session}, Err: account.ErrInvalid},
		{Name: "for no session", Given: active, Act: holder, When: account.UseBackupCode{Code: typed{sheet.Numbered(1)}}, Err: account.ErrInvalid},
	}, tooEarly(nth(1)), gone(nth(1), holder), denied(nth(1), active, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestChooseRole(t *testing.T) {
	t.Parallel()
	c := account.ChooseRole{Role: "applicant"}
	other := account.ChooseRole{Role: "representative"}
	run(t, []row{
		{Name: "applicant", Given: agreed, Act: holder, When: c, Then: events{account.RoleChosen(c)}},
		{Name: "representative", Given: withSheet, Act: holder, When: other, Then: events{account.RoleChosen(other)}},
		{Name: "again", Given: complete, Act: holder, When: c},
		{Name: "another while signing up", Given: complete, Act: holder, When: other, Then: events{account.RoleChosen(other)}},
		{Name: "again when active", Given: active, Act: holder, When: c},
		{Name: "another when active", Given: active, Act: holder, When: other, Err: account.ErrRoleSettled},
		{Name: "an officer's", Given: agreed, Act: holder, When: account.ChooseRole{Role: "officer"}, Err: account.ErrInvalid},
		{Name: "none", Given: agreed, Act: holder, When: account.ChooseRole{}, Err: account.ErrInvalid},
	}, tooEarly(c), gone(c, holder), denied(c, agreed, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestActivate(t *testing.T) {
	t.Parallel()
	c := account.Activate{Number: "012345678901"}
	unfinished := func(next string, given events) row {
		return row{Name: "without " + next, Given: given, Act: holder, When: c, Err: account.ErrUnfinished.With("next", next)}
	}
	run(t, []row{
		{Name: "complete", Given: complete, Act: holder, When: c, Then: events{account.Activated(c)}},
		{Name: "again", Given: active, Act: holder, When: account.Activate{Number: "another"}},
		{Name: "without a number", Given: complete, Act: holder, When: account.Activate{}, Err: account.ErrInvalid},
		unfinished("confirm", registered),
		unfinished("terms", confirmed),
		unfinished("password", agreed),
		unfinished("method", withPass),
		unfinished("backup_codes", withMail),
		unfinished("role", withSheet),
	}, gone(c, holder), denied(c, complete, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestNextStep(t *testing.T) {
	t.Parallel()
	for want, given := range map[string]events{"activate": complete, "confirm": registered, "": active} {
		if got := account.Decider.Replay(given...).NextStep(); got != want {
			t.Errorf("next step %q, want %q", got, want)
		}
	}
	if got := account.Decider.Replay(erased...).NextStep(); got != "" {
		t.Errorf("an erased account goes on with %q", got)
	}
}

func TestBackupCodesLeft(t *testing.T) {
	t.Parallel()
	b := account.Decider.Replay(and(active, account.BackupCodeUsed{Sheet: sheet, Number: 4, Session: session})...).Backup
	if b.Left() != 9 || len(b.Refs()) != 10 || b.Refs()[0] != sheet.Numbered(1) || b.Refs()[9] != sheet.Numbered(10) {
		t.Errorf("%d left of %v", b.Left(), b.Refs())
	}
	if none := (account.State{}).Backup; none.Left() != 0 || len(none.Refs()) != 0 {
		t.Errorf("no sheet has %d codes", none.Left())
	}
}

func TestEvolveOfEveryZeroEvent(t *testing.T) {
	t.Parallel()
	for _, entry := range account.Decider.Catalog {
		for _, given := range []events{nil, active, erased} {
			account.Decider.Replay(and(given, entry.Example.(account.Event))...) // must not panic
		}
	}
	if s := account.Decider.Replay(account.Erased{Subjects: []uuid.UUID{ana}}); !s.Erased {
		t.Error("an erased account is not erased")
	}
}
