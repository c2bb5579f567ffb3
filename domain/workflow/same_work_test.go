package workflow_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Whoever measures what the server does, or how long it takes, learns nothing about who has an account.
func TestKnownAndUnknownAddressesAreTheSameWork(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]func(w *world, address string){
		"signing up": func(w *world, address string) {
			_, err := w.signUp().Begin(w.Context(), "network", address, "en", w.anyone())
			w.must(err)
		},
		"forgetting a password": func(w *world, address string) {
			w.must(w.recovery().Begin(w.Context(), "network", address, "en", w.anyone()))
		},
		"signing in with a wrong password": func(w *world, address string) {
			if _, err := w.attempt(address, "wrong", ""); err == nil {
				w.Error("signed in")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.active()
			known := w.during(func() { try(w, address) })
			unknown := w.during(func() { try(w, "bob@example.org") })
			if len(known) < 4 || !slices.Equal(known, unknown) {
				t.Errorf("known   %q\nunknown %q", known, unknown)
			}
		})
	}
}

// The same for cases: which exist, which are protected, whose birth date is right.
func TestCasesThatDoNotMatchAreTheSameWork(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{"by receipt number": "", "with a code": uuid.NewString()} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ana := w.active()
			known, err := w.filing(nil)
			w.must(err)
			protected, err := w.filing(func(f *workflow.Filing) { f.Protected = true })
			w.must(err)
			var first []string
			for _, c := range []struct{ what, receipt, born string }{
				{"unknown", "IOE0000000001", born}, {"another birth date", string(known), "1980-08-01"}, {"protected", string(protected), born},
			} {
				calls := w.during(func() {
					if err := w.link(ana, c.receipt, c.born, code); err == nil || err.Error() != access.ErrNoMatch.Error() {
						t.Errorf("%s: %v", c.what, err)
					}
				})
				if first == nil {
					first = calls
				}
				if len(calls) < 6 || !slices.Equal(first, calls) {
					t.Errorf("unknown %q\n%s %q", first, c.what, calls)
				}
			}
		})
	}
}

// The same for whoever asks without an account.
func TestStatusChecksThatDoNotMatchAreTheSameWork(t *testing.T) {
	w := newWorld(t)
	known, err := w.filing(nil)
	w.must(err)
	protected, err := w.filing(func(f *workflow.Filing) { f.Protected = true })
	w.must(err)
	var first []string
	for _, c := range []struct{ what, receipt, born, name string }{
		{"unknown", "IOE0000000001", born, ""},
		{"unknown, by name", "IOE0000000001", "", "Example"},
		{"another birth date", string(known), "1980-08-01", ""},
		{"another name", string(known), "", "Sample"},
		{"protected", string(protected), born, ""},
		{"protected, by name", string(protected), "", "Example"},
	} {
		calls := w.during(func() {
			if err := w.check(c.receipt, c.born, c.name); err == nil || err.Error() != workflow.ErrNoStatus.Error() {
				t.Errorf("%s: %v", c.what, err)
			}
		})
		if first == nil {
			first = calls
		}
		if len(calls) < 3 || !slices.Equal(first, calls) {
			t.Errorf("unknown %q\n%s %q", first, c.what, calls)
		}
	}
}
