package account_test

import (
	"testing"

	"github.com/casetrail/casetrail/domain/account"
)

func TestTheTermsInForceCanBeReadInEveryLanguage(t *testing.T) {
	for _, language := range account.Languages {
		if len(account.Terms(language)) < 500 {
			t.Errorf("there are no terms in %s", language)
		}
	}
	if account.Terms("en") == account.Terms("es") {
		t.Error("the terms in both languages are the same")
	}
	if account.Terms("../2026-11.en") != "" {
		t.Error("what is no language has terms")
	}
}
