package texts_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/httpapi"
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/phone"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections/keyset"
)

// errors are all that may reach a person, by code.
func errors() map[string]*domain.Error {
	all := map[string]*domain.Error{}
	for _, list := range [][]*domain.Error{
		access.Decider.Errors, account.Decider.Errors, casefile.Decider.Errors, claim.Decider.Errors, delivery.Decider.Errors,
		client.Decider.Errors, session.Decider.Errors, staff.Decider.Errors, casefile.ReceiptErrors, workflow.Errors, phone.Errors, eventstore.Errors, httpapi.Errors, recovery.Decider.Errors,
		{domain.ErrSignedOut, keyset.ErrCursor, vault.ErrCrowded, vault.ErrHeld},
		{vault.ErrTooShort, vault.ErrTooLong, vault.ErrNeedsUpper, vault.ErrNeedsLower, vault.ErrNeedsSpecial, vault.ErrTooCommon, vault.ErrContext},
	} {
		for _, e := range list {
			all[e.Code] = e
		}
	}
	return all
}

func TestEveryErrorHasItsText(t *testing.T) {
	t.Parallel()
	for code := range errors() {
		if !texts.Has("error." + code) {
			t.Errorf("no text says what %s means", code)
		}
	}
}

func TestProblem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, language string
		err            *domain.Error
		want           string
	}{
		{"a kind and a date", "es", access.ErrCodeUsed.With("by", "representative").With("on", "2026-05-03"), "Este código de acceso se usó el 3 de mayo de 2026. Lo usó un representante legal. Si no fue usted ni alguien que le ayuda, avísenos."},
		{"a parameter", "en", casefile.ErrParamMissing.With("parameter", "due").With("kind", "date"), "This action needs one more detail: Due date. Enter it."},
		{"a number", "en", vault.ErrTooShort, "The password is too short. Use at least 8 characters."},
		{"tries left", "en", session.ErrWrongCode.With("left", "1"), "This code is not right. Check the newest code and enter it again. You have 1 try left."},
		{"no tries left", "es", session.ErrWrongCode.With("left", "0"), "Este código no es correcto. Revise el código más reciente y escríbalo de nuevo. Ese fue su último intento."},
		{"a long wait", "en", workflow.ErrWait.After(19*time.Minute + time.Second), "There were too many tries. Please wait a while before you try again. You can try again in 20 minutes."},
		{"a wait not worth telling", "en", domain.ErrBusy, "Other people are changing this right now. Wait a moment, then try again."},
	} {
		if got := texts.Problem(in(c.language), c.err.Code, c.err.Fields, c.err.RetryAfter); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
