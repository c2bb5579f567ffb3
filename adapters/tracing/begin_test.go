package tracing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/codes"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
)

func TestWhatNobodyAskedForBeginsATraceOfItsOwn(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 1)
	outer, ended := w.Begin()(t.Context(), "sweep sessions")
	_, fine := w.Begin()(outer, "deadline lapse")
	fine(nil)
	_, refused := w.Begin()(t.Context(), "deadline code_expiry")
	refused(account.ErrUnknown)
	_, away := w.Begin()(t.Context(), "deadline destruction")
	away(fmt.Errorf("of ana@example.org: %w", domain.ErrBusy))
	ended(errors.New("no table of ana@example.org"))
	all := seen()
	if got := names(all); !slices.Equal(got, []string{"deadline code_expiry", "deadline destruction", "deadline lapse", "sweep sessions"}) {
		t.Errorf("the spans are %q", got)
	}
	for _, s := range all {
		if s.Parent.IsValid() {
			t.Errorf("%s does not begin a trace", s.Name)
		}
		if strings.Contains(fmt.Sprintf("%+v", s), "ana@") {
			t.Errorf("an error stands in %+v", s)
		}
	}
	if s := named(t, all, "deadline code_expiry"); s.Status.Code == codes.Error || said(s, "casetrail.outcome") != "account.unknown" {
		t.Errorf("what the rules refuse is told as %v, %v", s.Status, s.Attributes)
	}
	if s := named(t, all, "sweep sessions"); s.Status.Code != codes.Error {
		t.Errorf("a failure is told as %v", s.Status)
	}
}

func TestWhatNobodyAskedForIsWatchedInItsShare(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 0)
	ctx, done := w.Begin()(t.Context(), "sweep sessions")
	done(nil)
	if len(seen()) != 0 || ctx == nil {
		t.Error("it is watched all the same")
	}
}
