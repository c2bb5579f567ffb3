package workflow_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/phone"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

const mobile = "(202) 555-0142"

// texted is an account in use that gets codes by text message, and by mail unless it is removed.
func (w *world) texted(withMail bool) uuid.UUID {
	w.Helper()
	id, token := w.ready()
	sent := w.by(id)
	w.must(w.signUp().SendText(w.Context(), id, mobile, sent))
	_, err := w.signUp().EnterCode(w.Context(), id, sent.NewID("sign_up_code").String(), w.by(id))
	w.must(err)
	if !withMail {
		_, err = w.accounts.Do(w.Context(), id.String(), account.RemoveMethod{Method: account.MethodMail}, w.by(id))
		w.must(err)
	}
	_, err = w.signUp().Finish(w.Context(), token, w.tokens[token], uuid.New(), w.by(id))
	w.must(err)
	return id
}

func (w *world) number(id uuid.UUID) string {
	w.Helper()
	a, err := w.accounts.Load(w.Context(), id.String())
	w.must(err)
	p := a.State.Phone
	w.must(w.OpenTexts(w.Context(), &p))
	n, _ := p.Value()
	return n
}

// Hold counts text messages.
func (w *world) Hold(_ context.Context, counts ...workflow.Count) (func(context.Context) error, time.Duration, error) {
	for _, c := range counts {
		w.note("hold", c.Rule)
		if c.Rule == w.full {
			return nil, time.Minute, nil
		}
	}
	w.counted++
	return func(context.Context) error {
		w.counted--
		return nil
	}, 0, nil
}

// Only what goes out counts: not what the rules refuse, and not what is asked for again by the same act.
func TestOnlyTextMessagesThatGoOutCount(t *testing.T) {
	t.Parallel()
	type ask func(act domain.Act) error
	settings := func(w *world, id uuid.UUID) ask {
		return func(act domain.Act) error {
			return w.settings().SendText(w.Context(), workflow.Token{Holder: act.By, Proved: w.now}, "202-555-0199", act)
		}
	}
	another := func(w *world, _ uuid.UUID) ask {
		in, err := w.entered(w.anyone())
		w.must(err)
		return func(act domain.Act) error {
			return w.signIn().Resend(w.Context(), w.tokens[in.Token], session.ByText, act)
		}
	}
	reset := func(w *world, _ uuid.UUID) ask {
		at := w.forgotten()
		return func(act domain.Act) error { return w.recovery().SendCode(w.Context(), at, session.ByText, act) }
	}
	for name, c := range map[string]struct {
		ask  func(w *world, id uuid.UUID) ask
		err  error
		want int // after asking twice by the same act
	}{
		"a number to be proved": {settings, nil, 1},
		"a sign-in": {func(w *world, _ uuid.UUID) ask {
			return func(act domain.Act) error {
				act.By = w.anyone().By
				_, err := w.entered(act)
				return err
			}
		}, nil, 1},
		"the next code of a sign-in": {another, nil, 1},
		"the code of a reset":        {reset, nil, 1},
		"a number, after too many wrong codes": {func(w *world, id uuid.UUID) ask {
			w.must(settings(w, id)(w.by(id)))
			for range limits.Of(limits.SignUpCode).Max {
				_, _ = w.settings().EnterCode(w.Context(), workflow.Token{Holder: w.by(id).By, Proved: w.now}, "wrong", w.by(id)) // each is refused
			}
			return settings(w, id)
		}, account.ErrTooManyCodes, 0},
		"the next code, after too many wrong ones": {func(w *world, id uuid.UUID) ask {
			in, err := w.entered(w.anyone())
			w.must(err)
			for range limits.Of(limits.SessionCode).Max {
				_, _ = w.signIn().Code(w.Context(), in.Token, w.tokens[in.Token], in.Method, "wrong", w.by(id)) // each is refused
			}
			return func(act domain.Act) error {
				return w.signIn().Resend(w.Context(), w.tokens[in.Token], session.ByText, act)
			}
		}, session.ErrTooManyCodes, 0},
		"the code of a reset, after too many wrong ones": {func(w *world, id uuid.UUID) ask {
			at := w.forgotten()
			send := func(act domain.Act) error { return w.recovery().SendCode(w.Context(), at, session.ByText, act) }
			w.must(send(w.by(id)))
			for range limits.Of(limits.SessionCode).Max {
				_ = w.recovery().Prove(w.Context(), at, session.ByText, "wrong", w.by(id)) // each is refused
			}
			return send
		}, recovery.ErrTooManyCodes, 0},
		"what perhaps goes out": {func(w *world, id uuid.UUID) ask {
			w.down = errDown
			return settings(w, id)
		}, errDown, 2},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.texted(true)
			ask, act := c.ask(w, id), w.by(id)
			w.counted = 0
			for range 2 {
				if err := ask(act); !errors.Is(err, c.err) {
					t.Errorf("answered %v, not %v", err, c.err)
				}
			}
			if w.counted != c.want {
				t.Errorf("%d messages count, want %d", w.counted, c.want)
			}
		})
	}
}

var errDown = errors.New("the log is down")

func TestSignInByText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mail         bool
		wanted, full string
		off          bool
		want         string
		noCode       bool
	}{
		"one code goes both ways":                {mail: true, want: session.ByMailText},
		"by text, when that is all there is":     {want: session.ByText},
		"by text, when that is wanted":           {mail: true, wanted: session.ByText, want: session.ByText},
		"by mail, when that is wanted":           {mail: true, wanted: session.ByMail, want: session.ByMail},
		"by mail, when the number had its share": {mail: true, full: limits.TextNumberDay, want: session.ByMail},
		"by mail, when nothing carries texts":    {mail: true, off: true, want: session.ByMail},
		"without a code, when nothing can go":    {full: limits.TextNumber, want: session.ByText, noCode: true},
		"without a code, without a gateway":      {off: true, want: session.ByText, noCode: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.texted(c.mail)
			w.full, w.noTexts = c.full, c.off
			act := w.anyone()
			in, err := w.signIn().Password(t.Context(), workflow.Attempt{Network: "network", Address: address, Password: password, Method: c.wanted}, act)
			w.must(err)
			if in.Method != c.want {
				t.Fatalf("the code goes by %q, not %q", in.Method, c.want)
			}
			_, err = w.signIn().Code(t.Context(), in.Token, w.tokens[in.Token], in.Method, act.NewID("sign_in_code").String(), w.by(id))
			if c.noCode != errors.Is(err, session.ErrNoCode) || !c.noCode && err != nil {
				t.Errorf("the code: %v", err)
			}
		})
	}
}

func TestAnotherWayForTheNextCode(t *testing.T) {
	w := newWorld(t)
	id := w.texted(true)
	in, err := w.entered(w.anyone())
	w.must(err)
	at := w.tokens[in.Token]
	by := func() string {
		s, err := w.sessions.Load(t.Context(), in.Session.String())
		w.must(err)
		return s.State.Sent
	}
	for _, c := range []struct{ wanted, want string }{
		{"", session.ByMailText}, {session.ByText, session.ByText}, {"", session.ByText}, {session.ByMail, session.ByMail}, {session.ByMailText, session.ByMailText},
	} {
		w.must(w.signIn().Resend(t.Context(), at, c.wanted, w.by(id)))
		if got := by(); got != c.want {
			t.Errorf("%q sends by %q, not %q", c.wanted, got, c.want)
		}
	}
	w.full = limits.TextNumber
	for wanted, want := range map[string]*domain.Error{
		session.ByText: workflow.ErrTextLimit, session.ByMailText: workflow.ErrTextLimit, session.ByAuthenticator: workflow.ErrMethod, "pigeon": workflow.ErrMethod,
	} {
		if err := w.signIn().Resend(t.Context(), at, wanted, w.by(id)); !errors.Is(err, want) {
			t.Errorf("%q: %v", wanted, err)
		}
	}
	w.must(w.signIn().Resend(t.Context(), at, session.ByMail, w.by(id)))
}

// Another number is asked for while the first goes on; it takes its place when its code is entered.
func TestANumberIsChanged(t *testing.T) {
	w := newWorld(t)
	id := w.texted(true)
	fresh := workflow.Token{Holder: domain.Actor{Kind: domain.Applicant, ID: id.String()}, Proved: w.now}
	sent := w.by(id)
	w.must(w.settings().SendText(t.Context(), fresh, "202-555-0199", sent))
	if got := w.number(id); got != "+12025550142" {
		t.Fatalf("the number is %q before the new one is proved", got)
	}
	again := w.by(id)
	w.must(w.settings().SendText(t.Context(), fresh, "", again))
	if _, err := w.settings().EnterCode(t.Context(), fresh, sent.NewID("sign_up_code").String(), w.by(id)); err == nil {
		t.Fatal("an old code still works")
	}
	_, err := w.settings().EnterCode(t.Context(), fresh, again.NewID("sign_up_code").String(), w.by(id))
	w.must(err)
	if got := w.number(id); got != "+12025550199" {
		t.Errorf("the number is %q", got)
	}
	if err := w.settings().SendText(t.Context(), workflow.Token{Holder: fresh.Holder}, mobile, w.by(id)); !errors.Is(err, workflow.ErrProveAgain) {
		t.Errorf("without a fresh proof: %v", err)
	}
	if err := w.settings().SendText(t.Context(), fresh, "911", w.by(id)); !errors.Is(err, phone.ErrMalformed) {
		t.Errorf("no number: %v", err)
	}
}

// Strangers who make us text a number cannot use up what its holder needs to sign in.
func TestOnlyNewNumbersCountAsNew(t *testing.T) {
	t.Parallel()
	t.Run("proving", func(t *testing.T) {
		w := newWorld(t)
		id, _ := w.confirmed()
		calls := w.during(func() { w.must(w.signUp().SendText(t.Context(), id, mobile, w.by(id))) })
		for _, rule := range []string{limits.TextAccount, limits.TextNumber, limits.TextNumberDay, limits.TextNewNumber} {
			if !slices.Contains(calls, "hold "+rule) {
				t.Errorf("%s is not counted: %q", rule, calls)
			}
		}
	})
	t.Run("signing in", func(t *testing.T) {
		w := newWorld(t)
		w.texted(false)
		calls := w.during(func() {
			_, err := w.entered(w.anyone())
			w.must(err)
		})
		if slices.Contains(calls, "hold "+limits.TextNewNumber) || !slices.Contains(calls, "hold "+limits.TextNumberDay) {
			t.Errorf("counted: %q", calls)
		}
	})
}

// A code of a forgotten password goes in each way that signing in has, under the same limits.
func TestAForgottenPasswordByText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mail   bool
		wanted string
		full   string
		off    bool
		want   string
		err    *domain.Error
	}{
		"both ways, when nothing is wanted":       {mail: true, want: session.ByMailText},
		"by text, when that is all there is":      {want: session.ByText},
		"by text, when that is wanted":            {mail: true, wanted: session.ByText, want: session.ByText},
		"by mail, when that is wanted":            {mail: true, wanted: session.ByMail, want: session.ByMail},
		"by mail, when nothing carries texts":     {mail: true, off: true, want: session.ByMail},
		"not when the number had its share":       {mail: true, wanted: session.ByText, full: limits.TextNumberDay, err: workflow.ErrTextLimit},
		"by mail, when the number had its share":  {mail: true, wanted: session.ByMail, full: limits.TextNumberDay, want: session.ByMail},
		"not when nothing carries texts":          {mail: true, wanted: session.ByText, off: true, err: workflow.ErrMethod},
		"not when there is no other, and no text": {off: true, err: workflow.ErrMethod},
		"not by mail that was never proved":       {wanted: session.ByMail, err: workflow.ErrMethod},
		"not in a way in which nothing is sent":   {mail: true, wanted: session.ByBackup, err: workflow.ErrMethod},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.texted(c.mail)
			at := w.forgotten()
			w.full, w.noTexts = c.full, c.off
			act := w.by(id)
			if err := w.recovery().SendCode(t.Context(), at, c.wanted, act); c.err != nil {
				if !errors.Is(err, c.err) {
					t.Errorf("%v, not %v", err, c.err)
				}
				return
			} else if err != nil {
				t.Fatal(err)
			}
			r, _, err := w.recovery().Now(t.Context(), at)
			w.must(err)
			if r.Sent != c.want {
				t.Errorf("the code goes by %q, not %q", r.Sent, c.want)
			}
			w.must(w.recovery().Prove(t.Context(), at, c.want, act.NewID("reset_code").String(), w.by(id)))
			w.must(w.recovery().SetPassword(t.Context(), at, newPassword, false, w.by(id)))
		})
	}
}

func TestTheNextCodeOfAResetGoesTheWayOfTheLast(t *testing.T) {
	w := newWorld(t)
	id := w.texted(true)
	at := w.forgotten()
	for _, c := range []struct{ wanted, want string }{{session.ByText, session.ByText}, {"", session.ByText}, {session.ByMail, session.ByMail}, {"", session.ByMail}} {
		w.must(w.recovery().SendCode(t.Context(), at, c.wanted, w.by(id)))
		if r, _, err := w.recovery().Now(t.Context(), at); err != nil || r.Sent != c.want {
			t.Errorf("%q goes by %q, not %q: %v", c.wanted, r.Sent, c.want, err)
		}
	}
}

func TestAlertsByText(t *testing.T) {
	t.Parallel()
	choose := func(w *world, id uuid.UUID, text bool) error {
		_, err := w.settings().ChooseAlerts(w.Context(), w.proved(id), text, w.by(id))
		return err
	}
	t.Run("chosen, and no longer", func(t *testing.T) {
		w := newWorld(t)
		id := w.texted(true)
		w.must(choose(w, id, true))
		if !w.account(id).TextAlerts {
			t.Error("not chosen")
		}
		w.noTexts = true
		w.must(choose(w, id, false))
		if w.account(id).TextAlerts {
			t.Error("still chosen")
		}
	})
	t.Run("where nothing carries texts", func(t *testing.T) {
		w := newWorld(t)
		id := w.texted(true)
		w.noTexts = true
		if err := choose(w, id, true); !errors.Is(err, workflow.ErrTextsOff) {
			t.Error(err)
		}
	})
	t.Run("without a number", func(t *testing.T) {
		w := newWorld(t)
		if err := choose(w, w.active(), true); !errors.Is(err, account.ErrNoNumber) {
			t.Error(err)
		}
	})
}

// An alert is a text message like others, and has a smaller limit of its own: what a stranger causes uses up no more than
// that of what the holder needs for codes.
func TestAlertsAreCounted(t *testing.T) {
	w := newWorld(t)
	id := w.texted(true)
	of := w.account(id)
	alert := func() bool {
		may, err := w.texts().Alert(t.Context(), id.String(), of.Phone)
		w.must(err)
		return may
	}
	calls := w.during(func() { alert() })
	for _, rule := range []string{limits.TextAlert, limits.TextAccount, limits.TextNumber, limits.TextNumberDay} {
		if !slices.Contains(calls, "hold "+rule) {
			t.Errorf("%s is not counted: %q", rule, calls)
		}
	}
	for _, full := range []string{limits.TextAlert, limits.TextAccount, limits.TextNumber, limits.TextNumberDay} {
		if w.full = full; alert() {
			t.Errorf("an alert goes beyond %s", full)
		}
	}
	if w.full = ""; !alert() {
		t.Error("none goes at all")
	}
	if w.noTexts = true; alert() {
		t.Error("one goes where nothing carries it")
	}
}
