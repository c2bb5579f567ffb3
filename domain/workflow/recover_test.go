package workflow_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/workflow"
)

const newPassword = "Better-Battery-8"

// forgets asks for the link to a new password, and answers what the mail would say.
func (w *world) forgets(address string) (id uuid.UUID, link string) {
	w.Helper()
	act := w.anyone()
	w.must(w.recovery().Begin(w.Context(), "network", address, "en", act))
	return act.NewID("recovery"), act.NewID("reset_link").String()
}

// follows presses the button behind the link.
func (w *world) follows(id uuid.UUID, link string) (workflow.Token, error) {
	token, err := w.recovery().Open(w.Context(), id, "network", link, w.anyone())
	return w.tokens[token], err
}

// forgotten is somebody who has followed the link.
func (w *world) forgotten() workflow.Token {
	w.Helper()
	at, err := w.follows(w.forgets(address))
	w.must(err)
	return at
}

// proves is the second step by a mailed code.
func (w *world) proves(at workflow.Token) {
	w.Helper()
	of := uuid.MustParse(at.Holder.ID)
	sent := w.by(of)
	w.must(w.recovery().SendCode(w.Context(), at, "", sent))
	w.must(w.recovery().Prove(w.Context(), at, account.MethodMail, sent.NewID("reset_code").String(), w.by(of)))
}

func TestAForgottenPasswordIsReplaced(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	elsewhere, at := w.comesIn(id), w.forgotten()
	if err := w.recovery().SetPassword(t.Context(), at, newPassword, false, w.by(id)); !errors.Is(err, recovery.ErrUnproved) {
		t.Fatalf("without a second step: %v", err)
	}
	w.proves(at)
	w.must(w.recovery().SetPassword(t.Context(), at, newPassword, false, w.by(id)))
	if len(w.tokens) != 0 {
		t.Errorf("tokens go on: %v, one of them of %v", w.tokens, w.tokens[elsewhere])
	}
	if !slices.Contains(w.calls, "clear "+limits.Password) {
		t.Error("the wrong passwords are still counted")
	}
	if _, err := w.attempt(address, password, ""); !errors.Is(err, workflow.ErrSignIn) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := w.attempt(address, newPassword, ""); err != nil {
		t.Errorf("the new password: %v", err)
	}
	if err := w.recovery().SetPassword(t.Context(), at, password, false, w.by(id)); !errors.Is(err, recovery.ErrOver) {
		t.Errorf("another password: %v", err)
	}
}

func TestWhoWantsToStaySignedInElsewhereDoes(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	elsewhere, at := w.comesIn(id), w.forgotten()
	w.proves(at)
	w.must(w.recovery().SetPassword(t.Context(), at, newPassword, true, w.by(id)))
	if _, lives := w.tokens[elsewhere]; !lives {
		t.Error("the session elsewhere is over")
	}
	for _, left := range w.tokens {
		if left.Stage == workflow.StageReset {
			t.Error("the token of the reset goes on")
		}
	}
}

func TestEachWayOfProofOpensTheNewPassword(t *testing.T) {
	t.Parallel()
	for by, code := range map[string]func(w *world, a account.State) string{
		account.MethodAuthenticator: func(w *world, a account.State) string { return w.vault[a.Authenticator] },
		account.MethodBackup:        func(_ *world, a account.State) string { return a.Backup.Sheet.Numbered(7).ID.String() },
	} {
		t.Run(by, func(t *testing.T) {
			w := newWorld(t)
			id := w.appOnly()
			at := w.forgotten()
			if err := w.recovery().SendCode(t.Context(), at, "", w.by(id)); !errors.Is(err, workflow.ErrMethod) {
				t.Errorf("a code by mail, which was never proved: %v", err)
			}
			if err := w.recovery().Prove(t.Context(), at, by, "wrong", w.by(id)); !errors.Is(err, recovery.ErrWrongCode) {
				t.Errorf("a wrong code: %v", err)
			}
			act, typed := w.by(id), code(w, w.account(id))
			w.must(w.recovery().Prove(t.Context(), at, by, typed, act))
			w.must(w.recovery().Prove(t.Context(), at, by, typed, act)) // sent again
			w.must(w.recovery().SetPassword(t.Context(), at, newPassword, false, w.by(id)))
		})
	}
}

func TestABackupCodeSpentInOneResetOpensNoOther(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	key, code := w.by(id), w.account(id).Backup.Sheet.Numbered(1).ID.String()
	first, second := w.forgotten(), w.forgotten()
	w.must(w.recovery().Prove(t.Context(), first, account.MethodBackup, code, key))
	if err := w.recovery().Prove(t.Context(), second, account.MethodBackup, code, key); err == nil {
		t.Error("a spent backup code proved something")
	}
}

// Whoever has not finished signing up has no second step, and no case either.
func TestWhoHasNotFinishedSigningUpNeedsTheLinkAlone(t *testing.T) {
	w := newWorld(t)
	id, _ := w.confirmed()
	_, err := w.signUp().SetPassword(t.Context(), id, password, w.by(id))
	w.must(err)
	w.must(w.recovery().SetPassword(t.Context(), w.forgotten(), newPassword, false, w.by(id)))
	if e, err := w.attempt(address, newPassword, ""); err != nil || e.Stage != workflow.StageSignUp {
		t.Errorf("signing in: %+v, %v", e, err)
	}
}

func TestLinksThatOpenNothing(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	recoveryID, link := w.forgets(address)
	unknown, unmailed := w.forgets("nobody@example.org")
	for what, try := range map[string]struct {
		id   uuid.UUID
		link string
	}{"a wrong link": {recoveryID, "wrong"}, "no such reset": {uuid.New(), link}, "another's link": {recoveryID, unmailed}, "an address without an account": {unknown, unmailed}} {
		if _, err := w.follows(try.id, try.link); !errors.Is(err, recovery.ErrLinkUnknown) {
			t.Errorf("%s: %v", what, err)
		}
	}
	other, late := w.forgets(address)
	w.now = w.now.Add(limits.ResetLinkLife)
	if _, err := w.follows(other, late); !errors.Is(err, recovery.ErrLinkExpired) {
		t.Errorf("a link that is too old: %v", err)
	}
	again, after := w.forgets(address)
	act := w.anyone()
	for range 2 { // the same click again goes on
		_, err := w.recovery().Open(t.Context(), again, "network", after, act)
		w.must(err)
	}
	if _, err := w.follows(again, after); !errors.Is(err, recovery.ErrLinkUsed) {
		t.Errorf("a second click: %v", err)
	}
	gone, lost := w.forgets(address)
	operator := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", "erase", w.now, nil)
	_, err := w.accounts.Do(t.Context(), id.String(), account.Erase{}, operator)
	w.must(err)
	if _, err := w.follows(gone, lost); !errors.Is(err, recovery.ErrLinkUnknown) {
		t.Errorf("the account was erased: %v", err)
	}
}

// Two resets at once: the one that ends first counts; the other takes nothing away.
func TestAPasswordThatWasSetMeanwhileStays(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	first, second := w.forgotten(), w.forgotten()
	w.proves(first)
	w.proves(second)
	w.must(w.recovery().SetPassword(t.Context(), first, newPassword, true, w.by(id)))
	if err := w.recovery().SetPassword(t.Context(), second, "Other-Horse-9", true, w.by(id)); !errors.Is(err, account.ErrPasswordReplaced) {
		t.Errorf("the second: %v", err)
	}
	if _, err := w.attempt(address, newPassword, ""); err != nil {
		t.Errorf("the password of the first: %v", err)
	}
}

func TestResetsAreCounted(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	at := w.forgotten()
	for rule, try := range map[string]func() error{
		limits.ResetNetwork:   func() error { return w.recovery().Begin(t.Context(), "network", address, "en", w.anyone()) },
		limits.ResetAddress:   func() error { return w.recovery().Begin(t.Context(), "network", address, "en", w.anyone()) },
		limits.ConfirmNetwork: func() error { _, err := w.follows(uuid.New(), "link"); return err },
		limits.CodeResend:     func() error { return w.recovery().SendCode(t.Context(), at, "", w.by(id)) },
		limits.ResetAnswers:   func() error { return w.answers(at, answers(0)) },
		limits.SessionCode:    func() error { return w.recovery().Prove(t.Context(), at, account.MethodMail, "code", w.by(id)) },
	} {
		w.full = rule
		if err := try(); !errors.Is(err, workflow.ErrWait) {
			t.Errorf("%s: %v", rule, err)
		}
	}
}
