package workflow_test

import (
	"errors"
	"testing"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestDecliningTheTermsEndsTheAccountAndItsTokens(t *testing.T) {
	w := newWorld(t)
	id, token := w.otherSignUp()
	at := w.tokens[token]
	elsewhere, err := w.Start(t.Context(), workflow.Token{Holder: at.Holder, Session: id, Stage: workflow.StageSignUp})
	w.must(err)
	w.must(w.signUp().Decline(t.Context(), id, at, w.by(id)))
	if !w.account(id).Erased {
		t.Error("the account is still there")
	}
	for _, left := range []string{token, elsewhere} {
		if _, lives := w.tokens[left]; lives {
			t.Error("a token goes on")
		}
	}
	if _, err := w.signUp().AcceptTerms(t.Context(), id, account.TermsVersion, w.by(id)); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("after that: %v", err)
	}
}
