package workflow_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

// comesIn is another whole sign-in of the account.
func (w *world) comesIn(id uuid.UUID) (token string) {
	w.Helper()
	act := w.anyone()
	in, err := w.entered(act)
	w.must(err)
	done, err := w.signIn().Code(w.Context(), in.Token, w.tokens[in.Token], account.MethodMail, act.NewID("sign_in_code").String(), w.by(id))
	w.must(err)
	return done.Token
}

// over says whether the log and the tokens agree that a session has ended.
func (w *world) over(of uuid.UUID) bool {
	w.Helper()
	s, err := w.sessions.Load(w.Context(), of.String())
	w.must(err)
	live := false
	for _, t := range w.tokens {
		live = live || t.Session == of
	}
	if live == s.State.Ended {
		w.Errorf("in the log ended: %t; a token lives: %t", s.State.Ended, live)
	}
	return !live
}

func TestEndOtherEndsOneSession(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	here, there, elsewhere := w.tokens[w.comesIn(id)], w.tokens[w.comesIn(id)], w.tokens[w.comesIn(id)]
	act := w.by(id)
	for range 2 { // sent again it is the same
		w.must(w.signIn().EndOther(t.Context(), here, there.Session, act))
	}
	if !w.over(there.Session) || w.over(here.Session) || w.over(elsewhere.Session) {
		t.Error("another session was ended, or this one was not")
	}
}

func TestEndOtherSaysTheSameOfWhatIsNotTheHoldersToEnd(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	here := w.tokens[w.comesIn(id)]
	for what, c := range map[string]struct {
		at    workflow.Token
		other uuid.UUID
	}{
		"nobody's":       {here, uuid.New()},
		"somebody's":     {workflow.Token{Holder: domain.Actor{Kind: domain.Applicant, ID: uuid.NewString()}, Session: uuid.New()}, here.Session},
		"the same id's":  {workflow.Token{Holder: domain.Actor{Kind: domain.Staff, ID: id.String()}, Session: uuid.New()}, here.Session},
		"the own, alive": {here, here.Session},
	} {
		act := w.by(id)
		act.By = c.at.Holder
		if err := w.signIn().EndOther(t.Context(), c.at, c.other, act); !errors.Is(err, session.ErrUnknown) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if w.over(here.Session) {
		t.Error("it was ended")
	}
}

func TestEndAllOthersLeavesThisSessionAlone(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	here, there := w.tokens[w.comesIn(id)], w.tokens[w.comesIn(id)]
	half, err := w.entered(w.anyone())
	w.must(err)
	behind, err := w.Start(t.Context(), workflow.Token{Holder: here.Holder, Session: uuid.New(), Stage: workflow.StageSignUp}) // of which the log knows nothing
	w.must(err)
	act := w.by(id)
	for range 2 {
		w.must(w.signIn().EndAllOthers(t.Context(), here, act))
	}
	if w.over(here.Session) || !w.over(there.Session) || !w.over(half.Session) {
		t.Error("this session was ended, or another was not")
	}
	if _, lives := w.tokens[behind]; lives {
		t.Error("a token of a sign-up goes on")
	}
}
