package react

import (
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/projections/deadlines"
)

var forgotten = uuid.MustParse("00000000-0000-4000-8000-00000000000f")

func TestRecovery(t *testing.T) {
	mine, lost := "account-"+ana.String(), "recovery-"+forgotten.String()
	asked := in(lost, recovery.Requested{
		Recovery: forgotten, Address: personal.New(personal.Holder(forgotten), "typed@example.com"), Language: "en", Claim: "k1:ana", Link: other, Expires: soon,
	})
	opened := history(held("ana", ana), active(ana), asked, in(lost, recovery.Opened{Account: ana, Was: olga, Until: later}))
	sent := in(lost, recovery.CodeIssued{Code: code, Expires: soon})
	withPassword := in(mine, account.TermsAccepted{Version: "1"}, account.PasswordSet{Credential: olga})
	number := personal.New(personal.Holder(ana), "+12025550142")
	texting := in(mine, account.PhoneOffered{Phone: number}, account.CodeVerified{Method: account.MethodText})
	by := func(way string) []happening { return history(in(lost, recovery.MethodChanged{Method: way}), sent) }
	completed := func(stay bool) []happening {
		return in(lost, recovery.Proved{By: "mail"}, recovery.Completed{Account: ana, Credential: bob, Was: olga, Stay: stay})
	}
	const (
		id    = "00000000-0000-4000-8000-00000000000f"
		none  = "mail no_account en " + id + " <typed@example.com> until=2027-05-03T12:10:00Z again"
		link  = "mail reset_password es ana <ana@example.com> recovery=" + id + " until=2027-05-03T12:10:00Z reset_link again"
		digit = "mail reset_code es ana <ana@example.com> until=2027-05-03T12:10:00Z reset_code again"
		text  = "text reset_text es ana <+12025550142> until=2027-05-03T12:10:00Z reset_code again"
	)
	run(t, map[string]row{
		"a holder":                      {history(held("ana", ana), active(ana), withPassword, asked), nil, []string{link}},
		"nobody":                        {asked, nil, []string{none}},
		"an address that is free again": {history(held("ana", ana), active(ana), in("claim-k1:ana", claim.Released{Holder: ana}), asked), nil, []string{none}},
		"an account that was left before it had a password": {
			history(held("ana", ana), registered(ana, "es"), in(mine, account.Confirmed{}), asked), nil,
			[]string{"mail confirm es ana <ana@example.com> until=2027-05-03T12:10:00Z confirm_link again"},
		},
		"an account that was never confirmed": {history(held("ana", ana), registered(ana, "es"), asked), nil, []string{none}},
		"an account that was erased":          {history(held("ana", ana), active(ana), in(mine, account.Erased{}), asked), nil, []string{none}},
		"too late":                            {history(held("ana", ana), active(ana), withPassword, asked), func(w *world) { w.now = soon }, nil},
		"a code":                              {history(opened, sent), nil, []string{digit}},
		"a code by text":                      {history(opened, texting, by("text")), nil, []string{text}},
		"a code both ways":                    {history(opened, texting, by("mail_text")), nil, []string{text, digit}},
		"a code by text to a number that was removed": {history(opened, by("text")), nil, nil},
		"a code that was replaced":                    {history(opened, sent), func(w *world) { w.late(lost, recovery.CodeIssued{Code: other, Expires: soon}) }, nil},
		"a code that was proved":                      {history(opened, sent), func(w *world) { w.late(lost, recovery.Proved{By: "backup"}) }, nil},
		"a new password": {
			history(opened, withPassword, completed(false)), nil, []string{"account.password_set ana", "end session visit"},
		},
		"a new password, staying elsewhere": {history(opened, withPassword, completed(true)), nil, []string{"account.password_set ana"}},
		"a new password that is there": {
			history(opened, withPassword, in(mine, account.PasswordSet{Credential: bob, Was: olga}), completed(false)), nil, []string{"end session visit"},
		},
		"a password that was replaced since": {
			history(opened, withPassword, in(mine, account.PasswordSet{Credential: visit, Was: olga}), completed(false)), nil, nil,
		},
		"of an account that was erased since": {history(opened, withPassword, in(mine, account.Erased{}), completed(false)), nil, nil},
	})
}

// Whatever was typed is unreadable when the link is over.
func TestWhatWasTypedIsForgotten(t *testing.T) {
	t.Parallel()
	l, k := &list{}, &custody{nil, map[personal.Subject]uuid.UUID{}}
	due := deadlines.Deadline{Stream: "recovery-" + forgotten.String(), What: deadlines.Destruction, At: soon, Cause: uuid.UUID{9}}
	if err := (Scheduler{Deadlines: l, Keys: k}).Meet(t.Context(), due, soon); err != nil || k.gone[personal.Holder(forgotten)] != due.Cause || len(l.met) != 1 {
		t.Errorf("%v: destroyed %v, met %v", err, k.gone, l.met)
	}
}
