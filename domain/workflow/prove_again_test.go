package workflow_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestAProofIsFreshForAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	at := workflow.Token{Proved: time.Date(2027, 5, 3, 12, 0, 0, 0, time.UTC)}
	for after, want := range map[time.Duration]error{
		0: nil, limits.ProvedFor - 1: nil, limits.ProvedFor: workflow.ErrProveAgain, limits.ProvedFor + 1: workflow.ErrProveAgain,
	} {
		if err := at.Fresh(at.Proved.Add(after)); !errors.Is(err, want) {
			t.Errorf("after %s: %v, want %v", after, err, want)
		}
	}
	if err := (workflow.Token{}).Fresh(at.Proved); !errors.Is(err, workflow.ErrProveAgain) {
		t.Errorf("who never proved anything: %v", err)
	}
}

// again proves who is signed in already.
func (w *world) again(id uuid.UUID, token, typed, code string) (workflow.Entry, error) {
	return w.signIn().Reprove(w.Context(), token, w.tokens[token], workflow.Reproof{Network: "network", Password: typed, Code: code}, w.by(id))
}

func TestReproveAnswersANewTokenOfTheSameSession(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	old := w.comesIn(id)
	before := w.tokens[old]
	e, err := w.again(id, old, password, "")
	w.must(err)
	if now := w.tokens[e.Token]; now.Session != before.Session || now.Holder != before.Holder || now.Stage != workflow.StageFull || e.Stage != now.Stage {
		t.Errorf("%+v became %+v, answered %+v", before, now, e)
	}
	if _, lives := w.tokens[old]; lives {
		t.Error("the old token goes on")
	}
}

// The tries are those of the door: whoever has a cookie does not guess beside it.
func TestReproveCountsAsSigningInDoes(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	token := w.comesIn(id)
	atTheDoor := w.during(func() { _, _ = w.attempt(address, "wrong", "") })
	inside := w.during(func() { _, _ = w.again(id, token, "wrong", "") })
	counted := func(calls []string) []string {
		return slices.DeleteFunc(calls, func(c string) bool { return c[:4] == "read" })
	}
	if in, out := counted(inside), counted(atTheDoor); len(in) != 4 || !slices.Equal(in, out) {
		t.Errorf("inside %q, at the door %q", in, out)
	}
	for _, full := range []string{limits.SignInNetwork, limits.PasswordBurst, limits.Password} {
		w.full = full
		if _, err := w.again(id, token, password, ""); !errors.Is(err, workflow.ErrWait) {
			t.Errorf("%s: %v", full, err)
		}
	}
	w.full = ""
	if _, err := w.again(id, token, password, ""); err != nil {
		t.Errorf("at last: %v", err)
	}
	if right := w.calls; !slices.Contains(right, "clear "+limits.Password) {
		t.Errorf("the tries are not forgotten: %q", right)
	}
}

func TestReproveTakesTheAppsCodeToo(t *testing.T) {
	w := newWorld(t)
	id := w.appOnly()
	a, err := w.accounts.Load(t.Context(), id.String())
	w.must(err)
	seed := w.vault[a.State.Authenticator]
	var token string
	for token = range w.tokens { // of the sign-up
	}
	if _, err := w.again(id, token, "wrong", seed); !errors.Is(err, workflow.ErrPassword) {
		t.Errorf("a wrong password: %v", err)
	}
	for range limits.Of(limits.SessionCode).Max - 1 {
		if _, err := w.again(id, token, password, ""); !errors.Is(err, session.ErrWrongCode) {
			t.Errorf("without a code: %v", err)
		}
	}
	e, err := w.again(id, token, password, seed)
	if err != nil || e.Method != account.MethodAuthenticator {
		t.Fatalf("%+v, %v", e, err)
	}
	if _, err := w.again(id, e.Token, password, "wrong"); !errors.Is(err, session.ErrWrongCode) {
		t.Errorf("the fifth wrong code: %v", err)
	}
	if _, err := w.again(id, e.Token, password, seed); !errors.Is(err, session.ErrTooManyCodes) {
		t.Errorf("after five wrong codes: %v", err)
	}
}

func TestReproveIsNotForWhoIsShutOut(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	token := w.comesIn(id)
	until := w.now.Add(time.Minute)
	_, err := w.accounts.Do(t.Context(), id.String(), account.Lock{Until: until, Why: account.WhyPassword}, domain.Due("account-"+id.String(), "lock", until, w.now))
	w.must(err)
	if _, err := w.again(id, token, password, ""); !errors.Is(err, workflow.ErrWait) {
		t.Errorf("locked: %v", err)
	}
	_, err = w.accounts.Do(t.Context(), id.String(), account.Erase{}, w.by(id))
	w.must(err)
	if _, err := w.again(id, token, password, ""); !errors.Is(err, domain.ErrSignedOut) {
		t.Errorf("erased: %v", err)
	}
}
