package workflow_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestFinishEndsTheSignUpElsewhere(t *testing.T) {
	w := newWorld(t)
	id, token := w.ready()
	elsewhere, err := w.Start(t.Context(), workflow.Token{
		Holder: domain.Actor{Kind: domain.Applicant, ID: id.String()}, Session: uuid.New(), Stage: workflow.StageSignUp,
	})
	w.must(err)
	full, err := w.signUp().Finish(t.Context(), token, w.tokens[token], uuid.New(), w.by(id))
	w.must(err)
	if len(w.tokens) != 1 || w.tokens[full].Stage != workflow.StageFull {
		t.Errorf("these tokens live: %v, of them elsewhere %v", w.tokens, w.tokens[elsewhere])
	}
}

func TestWhoStoppedAfterThePasswordGoesOnSigningUp(t *testing.T) {
	w := newWorld(t)
	id, _ := w.ready()
	e, err := w.attempt(address, password, "")
	w.must(err)
	if e.Stage != workflow.StageSignUp || w.tokens[e.Token].Holder.ID != id.String() {
		t.Errorf("%+v", e)
	}
}
