package workflow_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
)

// entered is a sign-in whose password was right; act is that of the first step.
func (w *world) entered(act domain.Act) (workflow.Entry, error) {
	return w.signIn().Password(w.Context(), workflow.Attempt{Network: "network", Address: address, Password: password}, act)
}

// appOnly is an account in use that has proved nothing but an authenticator app.
func (w *world) appOnly() uuid.UUID {
	w.Helper()
	up := w.signUp()
	id, token := w.confirmed()
	_, err := up.SetPassword(w.Context(), id, password, w.by(id))
	w.must(err)
	seed, err := up.OfferAuthenticator(w.Context(), id, w.by(id))
	w.must(err)
	_, err = up.ProveAuthenticator(w.Context(), id, seed, w.by(id)) // the fake vault takes the seed for the code
	w.must(err)
	_, err = up.BackupCodes(w.Context(), id, w.by(id))
	w.must(err)
	_, err = w.accounts.Do(w.Context(), id.String(), account.ChooseRole{Role: account.RoleApplicant}, w.by(id))
	w.must(err)
	_, err = up.Finish(w.Context(), token, w.tokens[token], uuid.New(), w.by(id))
	w.must(err)
	return id
}

// Who reads the mailbox and knows the password does not get around the app.
func TestAMailedCodeIsNoWayInForWhoDidNotProveMail(t *testing.T) {
	w := newWorld(t)
	id := w.appOnly()
	in, err := w.entered(w.anyone())
	w.must(err)
	if err := w.signIn().Resend(t.Context(), w.tokens[in.Token], "", w.by(id)); !errors.Is(err, workflow.ErrMethod) {
		t.Fatalf("a code was mailed: %v", err)
	}
}

func TestABackupCodeIsUsedUpInAnotherSignInUnderTheSameKey(t *testing.T) {
	w := newWorld(t)
	id, token := w.ready()
	_, err := w.signUp().Finish(t.Context(), token, w.tokens[token], uuid.New(), w.by(id))
	w.must(err)
	a, err := w.accounts.Load(t.Context(), id.String())
	w.must(err)
	code, err := w.Reveal("", a.State.Backup.Sheet.Numbered(1))
	w.must(err)
	key := w.by(id) // the client sends the same Idempotency-Key every time
	first, err := w.entered(w.anyone())
	w.must(err)
	if _, err := w.signIn().Code(t.Context(), first.Token, w.tokens[first.Token], account.MethodBackup, code, key); err != nil {
		t.Fatalf("the code did not work: %v", err)
	}
	second, err := w.entered(w.anyone())
	w.must(err)
	if _, err := w.signIn().Code(t.Context(), second.Token, w.tokens[second.Token], account.MethodBackup, code, key); err == nil {
		t.Fatal("a spent backup code let somebody in")
	}
}

func TestTheFirstStepOfAFinishedSignInIsNotRepeated(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	act := w.anyone()
	in, err := w.entered(act)
	w.must(err)
	code := act.NewID("sign_in_code").String()
	_, err = w.signIn().Code(t.Context(), in.Token, w.tokens[in.Token], account.MethodMail, code, w.by(id))
	w.must(err)
	if _, err := w.entered(act); !errors.Is(err, domain.ErrKeyReused) {
		t.Fatalf("the same request opened a finished sign-in again: %v", err)
	}
}

func TestWhoIsShutOutBetweenTheStepsDoesNotComeIn(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	act := w.anyone()
	in, err := w.entered(act)
	w.must(err)
	operator := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", uuid.NewString(), w.now, nil)
	_, err = w.accounts.Do(t.Context(), id.String(), account.Erase{}, operator)
	w.must(err)
	_, err = w.signIn().Code(t.Context(), in.Token, w.tokens[in.Token], account.MethodMail, act.NewID("sign_in_code").String(), w.by(id))
	if !errors.Is(err, domain.ErrSignedOut) {
		t.Fatalf("an erased holder came in: %v", err)
	}
}
