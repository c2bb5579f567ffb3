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
	"github.com/casetrail/casetrail/domain/workflow"
)

// proved is what a holder's browser has, a moment after the proof.
func (w *world) proved(id uuid.UUID) workflow.Token {
	return workflow.Token{
		Holder: domain.Actor{Kind: domain.Applicant, ID: id.String()}, Session: uuid.New(), Stage: workflow.StageFull, Proved: w.now,
	}
}

func (w *world) account(id uuid.UUID) account.State {
	w.Helper()
	a, err := w.accounts.Load(w.Context(), id.String())
	w.must(err)
	return a.State
}

func TestRenewedBackupCodesReplaceTheOldOnes(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	old, act := w.account(id).Backup.Refs(), w.by(id)
	codes, err := w.settings().RenewBackupCodes(t.Context(), w.proved(id), act)
	w.must(err)
	now := w.account(id).Backup
	for i, ref := range now.Refs() {
		if slices.Contains(old, ref) || !w.Presented("", codes[i]).Is(ref) {
			t.Errorf("code %d: %s of %v", i+1, codes[i], ref)
		}
	}
	if len(codes) != limits.BackupCodes || now.Left() != limits.BackupCodes {
		t.Errorf("%d codes, %d left", len(codes), now.Left())
	}
	if _, err := w.settings().RenewBackupCodes(t.Context(), w.proved(id), act); !errors.Is(err, workflow.ErrAlreadyShown) {
		t.Errorf("again: %v", err)
	}
}

func TestAMethodIsAddedAndAnotherRemoved(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	at, set := w.proved(id), w.settings()
	if _, err := set.RemoveMethod(t.Context(), at, account.MethodMail, w.by(id)); !errors.Is(err, account.ErrLastMethod) {
		t.Errorf("the last method: %v", err)
	}
	seed, err := set.OfferAuthenticator(t.Context(), at, w.by(id))
	w.must(err)
	if _, err := set.ProveAuthenticator(t.Context(), at, "wrong", w.by(id)); !errors.Is(err, account.ErrWrongCode) {
		t.Errorf("a wrong code: %v", err)
	}
	_, err = set.ProveAuthenticator(t.Context(), at, seed, w.by(id))
	w.must(err)
	_, err = set.RemoveMethod(t.Context(), at, account.MethodMail, w.by(id))
	w.must(err)
	if got := w.account(id).Methods; !slices.Equal(got, []string{account.MethodAuthenticator}) {
		t.Errorf("methods are %v", got)
	}
	if e, err := w.attempt(address, password, ""); err != nil || e.Method != account.MethodAuthenticator {
		t.Errorf("signing in then: %+v, %v", e, err)
	}
	sent := w.by(id)
	w.must(set.SendCode(t.Context(), at, sent))
	_, err = set.EnterCode(t.Context(), at, sent.NewID("sign_up_code").String(), w.by(id))
	w.must(err)
	_, err = set.RemoveMethod(t.Context(), at, account.MethodAuthenticator, w.by(id))
	w.must(err)
	if got := w.account(id); !slices.Equal(got.Methods, []string{account.MethodMail}) || got.Authenticator != uuid.Nil {
		t.Errorf("methods are %v, the app %s", got.Methods, got.Authenticator)
	}
}

// each is every change of the settings.
var each = map[string]func(w *world, at workflow.Token, act domain.Act) error{
	"backup codes": func(w *world, at workflow.Token, act domain.Act) error {
		_, err := w.settings().RenewBackupCodes(w.Context(), at, act)
		return err
	},
	"an app": func(w *world, at workflow.Token, act domain.Act) error {
		_, err := w.settings().OfferAuthenticator(w.Context(), at, act)
		return err
	},
	"the code of the app": func(w *world, at workflow.Token, act domain.Act) error {
		_, err := w.settings().ProveAuthenticator(w.Context(), at, "code", act)
		return err
	},
	"a mailed code": func(w *world, at workflow.Token, act domain.Act) error {
		return w.settings().SendCode(w.Context(), at, act)
	},
	"the mailed code": func(w *world, at workflow.Token, act domain.Act) error {
		_, err := w.settings().EnterCode(w.Context(), at, "code", act)
		return err
	},
	"alerts": func(w *world, at workflow.Token, act domain.Act) error {
		_, err := w.settings().ChooseAlerts(w.Context(), at, true, act)
		return err
	},
	"one method less": func(w *world, at workflow.Token, act domain.Act) error {
		_, err := w.settings().RemoveMethod(w.Context(), at, account.MethodMail, act)
		return err
	},
}

func TestSettingsAreForWhoHasProvedLatelyWhoTheyAre(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	unfinished, _ := w.otherSignUp()
	for what, change := range each {
		stale := w.proved(id)
		stale.Proved = w.now.Add(-limits.ProvedFor)
		calls := w.during(func() {
			if err := change(w, stale, w.by(id)); !errors.Is(err, workflow.ErrProveAgain) {
				t.Errorf("%s, proved a quarter of an hour ago: %v", what, err)
			}
		})
		if len(calls) > 1 {
			t.Errorf("%s did %q", what, calls)
		}
		if err := change(w, w.proved(unfinished), w.by(unfinished)); !errors.Is(err, account.ErrUnknown) {
			t.Errorf("%s, while signing up: %v", what, err)
		}
		stale.Proved = stale.Proved.Add(time.Second)
		if err := change(w, stale, w.by(id)); errors.Is(err, workflow.ErrProveAgain) {
			t.Errorf("%s, in the last second: %v", what, err)
		}
	}
}

func TestCodesOfTheSettingsAreCounted(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	for what, rule := range map[string]string{
		"a mailed code": limits.CodeResend, "the mailed code": limits.SignUpCode, "the code of the app": limits.SignUpCode,
	} {
		w.full = rule
		if err := each[what](w, w.proved(id), w.by(id)); !errors.Is(err, workflow.ErrWait) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
