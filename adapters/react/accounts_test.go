package react

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
)

// row is one event in its history, and what the product does about it.
type row struct {
	given []happening
	world func(*world)
	then  []string
}

func run(t *testing.T, rows map[string]row) {
	t.Parallel()
	t.Helper()
	for name, r := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.happen(r.given)
			if r.world != nil {
				r.world(w)
			}
			w.then(r.then...)
		})
	}
}

func TestConfirmation(t *testing.T) {
	const confirm = "mail confirm en ana <ana@example.com> until=2027-05-04T12:00:00Z confirm_link again"
	run(t, map[string]row{
		"a new account":              {registered(ana, "en"), nil, []string{confirm}},
		"its address has an account": {history(held("ana", bob), registered(ana, "en")), nil, []string{"mail already_have_account en ana <ana@example.com> until=2027-05-04T12:00:00Z again"}},
		"its address has an account without a password": {
			history(registered(bob, "es"), in("account-"+bob.String(), account.Confirmed{}), held("ana", bob), registered(ana, "en")),
			func(w *world) { w.now = later.Add(-time.Second) },
			[]string{"mail confirm es bob <bob@example.com> until=2027-05-04T12:00:00Z confirm_link again"},
		},
		"its address has an account that was erased": {
			history(registered(bob, "es"), in("account-"+bob.String(), account.Confirmed{}, account.Erased{}), held("ana", bob), registered(ana, "en")), nil,
			[]string{"mail already_have_account en ana <ana@example.com> until=2027-05-04T12:00:00Z again"},
		},
		"its address has an account with a password": {
			history(registered(bob, "es"), in("account-"+bob.String(), account.Confirmed{}, account.PasswordSet{Credential: olga}), held("ana", bob), registered(ana, "en")), nil,
			[]string{"mail already_have_account en ana <ana@example.com> until=2027-05-04T12:00:00Z again"},
		},
		"its address is its own":       {history(held("ana", ana), registered(ana, "en")), nil, []string{confirm}},
		"its address is free again":    {history(held("ana", bob), in("claim-k1:ana", claim.Released{Holder: bob}), registered(ana, "en")), nil, []string{confirm}},
		"a new link":                   {history(registered(ana, "en"), in("account-"+ana.String(), account.LinkSent{Link: other, Expires: later.Add(time.Hour)})), nil, []string{"mail confirm en ana <ana@example.com> until=2027-05-04T13:00:00Z confirm_link again"}},
		"the link is over":             {registered(ana, "en"), func(w *world) { w.now = later }, nil},
		"the holder is gone meanwhile": {registered(ana, "en"), func(w *world) { w.gone[personal.Holder(ana)] = true }, nil},
	})
}

func TestALinkThatWasReplacedIsNotMailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.happen(registered(ana, "en"))
	first := w.facts()[0]
	w.happen(in("account-"+ana.String(), account.LinkSent{Link: other, Expires: later}))
	w.answer(first)
	if n := len(w.facts()); n != 2 {
		t.Errorf("%d events", n)
	}
}

func TestClaims(t *testing.T) {
	mine := "account-" + ana.String()
	run(t, map[string]row{
		"a claimed address confirms its account": {history(registered(ana, "en"), held("ana", ana)), nil, []string{"account.email_confirmed ana"}},
		"once":                                   {history(active(ana), held("ana", ana)), nil, nil},
		"an account that lapsed gives it back":   {history(registered(ana, "en"), in(mine, account.Lapsed{}), held("ana", ana)), nil, []string{"claim.released k1:ana"}},
		"staff who are disabled give it back":    {history(in("staff-"+olga.String(), staff.Invited{Staff: olga, Claim: "k1:olga"}), held("olga", olga), in("staff-"+olga.String(), staff.Disabled{})), nil, []string{"claim.released k1:olga", "sign out staff olga", "drop the forms of staff olga"}},
		"staff hold addresses too":               {held("olga", olga), nil, nil},
		"lapsed with its address":                {history(registered(ana, "en"), held("ana", ana), in(mine, account.Lapsed{})), nil, []string{"claim.released k1:ana"}},
		"lapsed without":                         {history(registered(ana, "en"), held("ana", bob), in(mine, account.Lapsed{})), nil, nil},
	})
}

func TestCodes(t *testing.T) {
	mine, in1 := "account-"+ana.String(), "session-"+visit.String()
	sent := in(mine, account.CodeIssued{Method: account.MethodMail, Code: code, Expires: soon})
	opened := func(kind string, id uuid.UUID) []happening {
		return in(in1, session.Opened{Holder: domain.Actor{Kind: kind, ID: id.String()}, Method: session.ByMail}, session.CodeIssued{Code: code, Expires: soon})
	}
	byText := in(mine, account.PhoneOffered{Phone: personal.New(personal.Holder(ana), "+12025550142")}, account.CodeIssued{Method: account.MethodText, Code: code, Expires: soon})
	proved := history(byText, in(mine, account.CodeVerified{Method: account.MethodText}))
	openedBy := func(way string) []happening {
		return in(in1, session.Opened{Holder: domain.Actor{Kind: domain.Applicant, ID: ana.String()}, Method: way}, session.CodeIssued{Code: code, Expires: soon})
	}
	const mailed = "mail sign_in_code es ana <ana@example.com> until=2027-05-03T12:10:00Z sign_in_code again"
	const texted = "text sign_in_text es ana <+12025550142> until=2027-05-03T12:10:00Z sign_in_code again"
	invited := in("staff-"+olga.String(), staff.Invited{
		Staff: olga, Name: personal.New(personal.Holder(olga), "Olga"), Address: personal.New(personal.Holder(olga), "olga@example.gov"),
		Role: "officer", Claim: "k1:olga", Link: code, Expires: later,
	})
	run(t, map[string]row{
		"of sign-up":              {history(registered(ana, "es"), sent), nil, []string{"mail sign_up_code es ana <ana@example.com> until=2027-05-03T12:10:00Z sign_up_code again"}},
		"of a step added later":   {history(active(ana), sent), nil, []string{"mail method_code es ana <ana@example.com> until=2027-05-03T12:10:00Z sign_up_code again"}},
		"of sign-in":              {history(active(ana), opened(domain.Applicant, ana)), nil, []string{"mail sign_in_code es ana <ana@example.com> until=2027-05-03T12:10:00Z sign_in_code again"}},
		"of staff":                {history(invited, opened(domain.Staff, olga)), nil, []string{"mail sign_in_code en olga <olga@example.gov> until=2027-05-03T12:10:00Z sign_in_code again"}},
		"too late":                {history(registered(ana, "es"), sent), func(w *world) { w.now = soon }, nil},
		"of nobody":               {opened(domain.Applicant, ana), nil, nil},
		"to a number":             {history(registered(ana, "es"), byText), nil, []string{"text sign_up_text es ana <+12025550142> until=2027-05-03T12:10:00Z sign_up_code again"}},
		"to a number added later": {history(active(ana), byText), nil, []string{"text method_text es ana <+12025550142> until=2027-05-03T12:10:00Z sign_up_code again"}},
		"to no number":            {history(registered(ana, "es"), in(mine, account.CodeIssued{Method: "text", Code: code, Expires: soon})), nil, nil},
		"another way to prove it": {history(registered(ana, "es"), in(mine, account.CodeIssued{Method: "pigeon", Code: code, Expires: soon})), nil, nil},
		"of sign-in by text":      {history(active(ana), proved, openedBy(session.ByText)), nil, []string{texted}},
		"of sign-in both ways":    {history(active(ana), proved, openedBy(session.ByMailText)), nil, []string{mailed, texted}},
		"the number is gone":      {history(active(ana), proved, in(mine, account.MethodRemoved{Method: "text"}), openedBy(session.ByMailText)), nil, []string{mailed}},
		"its holder is gone":      {history(active(ana), proved, openedBy(session.ByText)), func(w *world) { w.gone[personal.Holder(ana)] = true }, nil},
	})
}

func TestACodeThatWasReplacedIsNotMailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.happen(history(active(ana), in("session-"+visit.String(),
		session.Opened{Holder: domain.Actor{Kind: domain.Applicant, ID: ana.String()}, Method: session.ByMail},
		session.CodeIssued{Code: code, Expires: soon}, session.CodeIssued{Code: other, Expires: soon})))
	before := w.facts()
	w.answer(before[len(before)-2])
	if n := len(w.facts()) - len(before); n != 0 {
		t.Errorf("%d events", n)
	}
}

func TestDevices(t *testing.T) {
	signIn := func(holder domain.Actor, device uuid.UUID) []happening {
		return in("session-"+visit.String(), session.Opened{Holder: holder, Method: session.ByMail, Device: device}, session.Verified{By: session.ByMail})
	}
	applicant := domain.Actor{Kind: domain.Applicant, ID: ana.String()}
	known := in("account-"+ana.String(), account.DeviceSeen{Device: bob, Session: visit, First: true})
	run(t, map[string]row{
		"a sign-in with a device":    {history(active(ana), signIn(applicant, bob)), nil, []string{"account.device_seen ana"}},
		"a sign-in with a known one": {history(active(ana), known, signIn(applicant, bob)), nil, nil},
		"a sign-in without one":      {history(active(ana), signIn(applicant, uuid.Nil)), nil, nil},
		"a sign-in of staff":         {signIn(domain.Actor{Kind: domain.Staff, ID: olga.String()}, bob), nil, nil},
	})
}

func TestNotices(t *testing.T) {
	mine := "account-" + ana.String()
	after := func(e domain.Event) []happening { return history(active(ana), in(mine, e)) }
	number := func(n string) personal.Text { return personal.New(personal.Holder(ana), n) }
	texting := history(active(ana), in(mine, account.PhoneOffered{Phone: number("+12025550142")}, account.CodeVerified{Method: account.MethodText}))
	const gone = "text number_gone_text es ana <+12025550142> again"
	const to, at = " es ana <ana@example.com> ", "at=2027-05-03T12:00:00Z "
	run(t, map[string]row{
		"active":                  {active(ana), nil, []string{"mail welcome" + to + at + "number=123"}},
		"another password":        {after(account.PasswordSet{Credential: bob, Was: olga}), nil, []string{"forget olga", "mail password_set" + to + at + "again"}},
		"an authenticator":        {after(account.AuthenticatorAdded{Credential: bob}), nil, []string{"mail method_added" + to + at + "method=authenticator again"}},
		"another authenticator":   {after(account.AuthenticatorAdded{Credential: bob, Was: olga}), nil, []string{"forget olga", "mail method_added" + to + at + "method=authenticator again"}},
		"e-mail":                  {after(account.CodeVerified{Method: account.MethodMail}), nil, []string{"mail method_added" + to + at + "method=mail again"}},
		"text messages":           {after(account.CodeVerified{Method: account.MethodText}), nil, []string{"mail method_added" + to + at + "method=text again"}},
		"another number":          {history(texting, in(mine, account.PhoneOffered{Phone: number("+12025550143")}, account.CodeVerified{Method: account.MethodText})), nil, []string{"mail method_added" + to + at + "method=text again", gone}},
		"the same number again":   {history(texting, in(mine, account.PhoneOffered{Phone: number("+12025550142")}, account.CodeVerified{Method: account.MethodText})), nil, []string{"mail method_added" + to + at + "method=text again"}},
		"the number is removed":   {history(texting, in(mine, account.MethodRemoved{Method: account.MethodText})), nil, []string{"mail method_removed" + to + at + "method=text again", gone}},
		"e-mail, with a number":   {history(texting, in(mine, account.CodeVerified{Method: account.MethodMail})), nil, []string{"mail method_added" + to + at + "method=mail again"}},
		"another number, late":    {history(texting, in(mine, account.MethodRemoved{Method: account.MethodText})), func(w *world) { w.now = noon.Add(noticeLives) }, nil},
		"e-mail is removed":       {after(account.MethodRemoved{Method: account.MethodMail}), nil, []string{"mail method_removed" + to + at + "method=mail again"}},
		"the app is removed":      {after(account.MethodRemoved{Method: account.MethodAuthenticator, Was: olga}), nil, []string{"forget olga", "mail method_removed" + to + at + "method=authenticator again"}},
		"reset questions":         {after(account.QuestionsSet{Questions: []string{"first_pet"}, Answers: []uuid.UUID{ana}}), nil, []string{"mail questions_set" + to + at + "again"}},
		"other reset questions":   {after(account.QuestionsSet{Questions: []string{"first_pet"}, Answers: []uuid.UUID{ana}, Was: []uuid.UUID{olga, bob}}), nil, []string{"forget olga bob", "mail questions_set" + to + at + "again"}},
		"backup codes":            {after(account.BackupCodesIssued{Sheet: code, Count: 10}), nil, []string{"mail backup_codes_made" + to + at + "count=10 again"}},
		"a backup code is used":   {after(account.BackupCodeUsed{Sheet: code, Number: 4, Session: visit}), nil, []string{"mail backup_code_used" + to + at + "number=4 again"}},
		"the first device":        {after(account.DeviceSeen{Device: bob, Session: visit, First: true}), nil, nil},
		"a new device":            {after(account.DeviceSeen{Device: bob, Session: visit}), nil, []string{"mail new_device" + to + "at=2027-05-03T12:00:00Z again"}},
		"locked":                  {after(account.Locked{Until: later, Why: "password"}), nil, []string{"mail account_locked" + to + at + "until=2027-05-04T12:00:00Z again"}},
		"while signing up":        {history(registered(ana, "es"), in(mine, account.PasswordSet{Credential: bob})), nil, nil},
		"while signing up, late":  {history(registered(ana, "es"), in(mine, account.Confirmed{}, account.PasswordSet{Credential: bob})), func(w *world) { w.late(mine, account.Activated{Number: "123"}) }, nil},
		"what is old news":        {after(account.PasswordSet{Credential: bob}), func(w *world) { w.now = noon.Add(noticeLives) }, nil},
		"a password of the staff": {in("staff-"+olga.String(), staff.PasswordSet{Credential: bob, Was: ana}), nil, []string{"forget ana"}},
		"a seed of the staff":     {in("staff-"+olga.String(), staff.Enrolled{Authenticator: bob, Was: ana}), nil, []string{"forget ana"}},
		"disabled staff":          {in("staff-"+olga.String(), staff.Disabled{}), nil, []string{"sign out staff olga", "drop the forms of staff olga"}},
	})
}

func TestWhoSignsUpAgainWithoutAPasswordIsSentTheLinkThatWorks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.happen(history(registered(bob, "es"), in("account-"+bob.String(), account.LinkSent{Link: other, Expires: noon}, account.Confirmed{}),
		held("ana", bob), registered(ana, "en")))
	all := w.facts()
	w.answer(all[len(all)-1])
	e, ok := w.facts()[len(all)].Event.(delivery.Requested)
	if !ok || e.Code != other || e.Recipient.ID != bob.String() || !e.NotAfter.Equal(later) {
		t.Errorf("%+v", e)
	}
}
