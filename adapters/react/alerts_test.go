package react

import (
	"context"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestAlerts(t *testing.T) {
	mine := "account-" + ana.String()
	number := func(n string) personal.Text { return personal.New(personal.Holder(ana), n) }
	texting := history(active(ana), in(mine, account.PhoneOffered{Phone: number("+12025550142")}, account.CodeVerified{Method: account.MethodText}))
	chosen := history(texting, in(mine, account.AlertsChosen{Text: true}))
	after := func(e ...domain.Event) []happening { return history(chosen, in(mine, e...)) }
	const to, at, alert = " es ana <ana@example.com> ", "at=2027-05-03T12:00:00Z ", "text alert_text es ana <+12025550142> again"
	password := account.PasswordSet{Credential: bob}
	notice := "mail password_set" + to + at + "again"
	run(t, map[string]row{
		"chosen":                    {chosen, nil, []string{"mail alerts_chosen" + to + at + "text=on again", alert}},
		"no longer, with the last":  {after(account.AlertsChosen{}), nil, []string{"mail alerts_chosen" + to + at + "text=off again", alert}},
		"after that none":           {after(account.AlertsChosen{}, password), nil, []string{notice}},
		"chosen a moment later":     {history(texting, in(mine, password)), func(w *world) { w.late(mine, account.AlertsChosen{Text: true}) }, []string{notice}},
		"no longer, a moment later": {after(password), func(w *world) { w.late(mine, account.AlertsChosen{}) }, []string{notice, alert}},
		"never chosen":              {history(texting, in(mine, password)), nil, []string{notice}},
		"another password":          {after(password), nil, []string{notice, alert}},
		"a backup code is used":     {after(account.BackupCodeUsed{Sheet: code, Number: 4, Session: visit}), nil, []string{"mail backup_code_used" + to + at + "number=4 again", alert}},
		"a new device":              {after(account.DeviceSeen{Device: bob, Session: visit}), nil, []string{"mail new_device" + to + "at=2027-05-03T12:00:00Z again", alert}},
		"the first device":          {after(account.DeviceSeen{Device: bob, Session: visit, First: true}), nil, nil},
		"locked":                    {after(account.Locked{Until: later, Why: "password"}), nil, []string{"mail account_locked" + to + at + "until=2027-05-04T12:00:00Z again", alert}},
		"no welcome":                {after(account.Activated{Number: "123"}), nil, []string{"mail welcome" + to + at + "number=123"}},
		"the number is removed": {
			after(account.MethodRemoved{Method: account.MethodText}), nil,
			[]string{"mail method_removed" + to + at + "method=text again", "text number_gone_text es ana <+12025550142> again"},
		},
		"the number was removed": {after(account.MethodRemoved{Method: account.MethodText}, password), nil, []string{notice}},
		"removed a moment later": {after(password), func(w *world) { w.late(mine, account.MethodRemoved{Method: account.MethodText}) }, []string{notice}},
		"to the number that is new": {
			after(account.PhoneOffered{Phone: number("+12025550143")}, account.CodeVerified{Method: account.MethodText}), nil,
			[]string{"mail method_added" + to + at + "method=text again", "text number_gone_text es ana <+12025550142> again", "text alert_text es ana <+12025550143> again"},
		},
		"erased a moment later": {after(password), func(w *world) { w.late(mine, account.Erased{}) }, nil},
		"the key is gone":       {after(password), func(w *world) { w.gone[personal.Holder(ana)] = true }, nil},
		"old news":              {after(password), func(w *world) { w.now = noon.Add(noticeLives) }, nil},
		"no more today":         {after(password), func(w *world) { w.full = limits.TextAlert }, []string{notice}},
		"no more to the number": {after(password), func(w *world) { w.full = limits.TextNumberDay }, []string{notice}},
		"nothing carries texts": {after(password), func(w *world) { w.Texts.On = false }, []string{notice}},
	})
}

// An event that is answered again, as after a crash, uses up nothing.
func TestAnAlertIsCountedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mine := "account-" + ana.String()
	w.happen(history(active(ana), in(mine,
		account.PhoneOffered{Phone: personal.New(personal.Holder(ana), "+12025550142")}, account.CodeVerified{Method: account.MethodText},
		account.AlertsChosen{Text: true}, account.BackupCodeUsed{Sheet: code, Number: 4, Session: visit})))
	all := w.facts()
	last := all[len(all)-1]
	for range 3 {
		w.answer(last)
	}
	if n := w.texts[limits.TextAlert]; n != 1 {
		t.Errorf("counted %d times", n)
	}
	w.now = noon.Add(noticeLives)
	w.answer(all[len(all)-2])
	if n := w.texts[limits.TextAlert]; n != 1 {
		t.Error("what is too late is counted")
	}
}

// counter notes what is counted.
type counter struct{ w *world }

func (c counter) Hold(_ context.Context, counts ...workflow.Count) (func(context.Context) error, time.Duration, error) {
	for _, one := range counts {
		c.w.texts[one.Rule]++
		if one.Rule == c.w.full {
			return nil, time.Hour, nil
		}
	}
	return func(context.Context) error { return nil }, 0, nil
}

// plain are digests that hide nothing.
type plain struct{ workflow.Digests }

func (plain) Limit(what string) string { return what }
