package domain_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
)

var errFull = &domain.Error{Kind: domain.Refused, Code: "boat.full", Message: "The boat is full.", Fields: map[string]string{"seats": "3"}}

func TestErrorWith(t *testing.T) {
	t.Parallel()
	one := errFull.With("left", "1")
	two := one.With("left", "2").With("deck", "upper")
	for _, tc := range []struct {
		name string
		err  *domain.Error
		want map[string]string
	}{
		{"declared", errFull, map[string]string{"seats": "3"}},
		{"one fact", one, map[string]string{"seats": "3", "left": "1"}},
		{"two facts", two, map[string]string{"seats": "3", "left": "2", "deck": "upper"}},
		{"without any before", (&domain.Error{}).With("a", "b"), map[string]string{"a": "b"}},
	} {
		if !maps.Equal(tc.err.Fields, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, tc.err.Fields, tc.want)
		}
	}
	one.Fields["left"] = "9"
	if two.Fields["left"] != "2" || errFull.Fields["left"] != "" {
		t.Error("two errors share their facts")
	}
}

func TestErrorAfter(t *testing.T) {
	t.Parallel()
	wait := errFull.After(time.Minute)
	if wait.RetryAfter != time.Minute || errFull.RetryAfter != 0 || wait.Kind != domain.Refused || wait.Message != errFull.Message {
		t.Errorf("wait %+v, declared %+v", wait, errFull)
	}
}

func TestErrorIs(t *testing.T) {
	t.Parallel()
	other := &domain.Error{Kind: domain.Refused, Code: "boat.gone", Message: "The boat is full."}
	wrapped := fmt.Errorf("boarding: %w", errFull.With("left", "0").After(time.Second))
	if !errors.Is(wrapped, errFull) || errors.Is(wrapped, other) || errors.Is(wrapped, errors.New("boat.full")) || errors.Is(other, errFull) {
		t.Error("errors are compared by their code, and by nothing else")
	}
	if got := errFull.Error(); got != "boat.full: The boat is full." {
		t.Errorf("prints %q", got)
	}
}

func TestHandlersErrors(t *testing.T) {
	t.Parallel()
	codes := map[string]bool{}
	for _, e := range []*domain.Error{domain.ErrKeyReused, domain.ErrChanged, domain.ErrBusy, domain.ErrNewer, domain.ErrSignedOut} {
		if codes[e.Code] || e.Code == "" || e.Message == "" || e.Kind == "" {
			t.Errorf("error %+v", e)
		}
		codes[e.Code] = true
	}
}
