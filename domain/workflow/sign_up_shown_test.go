package workflow_test

import (
	"errors"
	"testing"

	"github.com/casetrail/casetrail/domain/account"
)

func TestTheSeedThatWasOfferedIsShownAgainUntilItIsProved(t *testing.T) {
	w := newWorld(t)
	id, _ := w.ready()
	s := w.signUp()
	if seed, err := s.Offered(t.Context(), w.account(id)); err != nil || seed != "" {
		t.Fatalf("before any was offered it is %q, %v", seed, err)
	}
	offered, err := s.OfferAuthenticator(t.Context(), id, w.by(id))
	w.must(err)
	for range 2 {
		if seed, err := s.Offered(t.Context(), w.account(id)); err != nil || seed != offered {
			t.Errorf("it is %q, not %q: %v", seed, offered, err)
		}
	}
	_, err = s.ProveAuthenticator(t.Context(), id, offered, w.by(id))
	w.must(err)
	if seed, err := s.Offered(t.Context(), w.account(id)); err != nil || seed != "" {
		t.Errorf("after it was proved it is still %q, %v", seed, err)
	}
}

func TestWhoKeptTheBackupCodesKnowsOneAndStillHasIt(t *testing.T) {
	w := newWorld(t)
	id, _ := w.ready()
	codes, err := w.signUp().BackupCodes(t.Context(), id, w.by(id))
	w.must(err)
	for _, typed := range []string{codes[0], codes[9], codes[0]} {
		w.must(w.signUp().KeptCodes(t.Context(), id, typed))
	}
	if left := w.account(id).Backup.Left(); left != len(codes) {
		t.Errorf("%d codes are left of %d", left, len(codes))
	}
	if err := w.signUp().KeptCodes(t.Context(), id, "none of them"); !errors.Is(err, account.ErrWrongCode) {
		t.Errorf("a wrong code: %v", err)
	}
}
