package domaintest

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"testing"

	"github.com/casetrail/casetrail/domain"
)

// Case is one row: given these events, when this is asked in this act, then this happens.
type Case[C any, E domain.Event] struct {
	Name  string
	Given []E
	Act   domain.Act
	When  C
	Then  []E   // none: nothing changes
	Err   error // what the caller is answered: the error, or that of the refusal in Then; its facts are compared when it has any
}

// Run checks each row, and the laws that hold for every row.
func (s *Suite[S, C, E]) Run(t *testing.T, cases []Case[C, E]) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.Name, func(t *testing.T) {
			got, err := s.decider.Decide(s.decider.Replay(tc.Given...), tc.When, tc.Act)
			s.note(got, err)
			for _, p := range append(tc.check(got, err), s.laws(tc)...) {
				t.Error(p)
			}
		})
	}
}

// check says what differs from the row.
func (tc Case[C, E]) check(got []E, err error) (problems []string) {
	if !same(got, tc.Then) {
		problems = append(problems, fmt.Sprintf("events\n got %s\nwant %s", show(got), show(tc.Then)))
	}
	if a := answer(got, err); !matches(a, tc.Err) {
		problems = append(problems, fmt.Sprintf("answer %v, want %v", facts(a), facts(tc.Err)))
	}
	return problems
}

// answer is what the caller is told: the error, or that of the last refusal.
func answer[E domain.Event](events []E, err error) error {
	if err != nil {
		return err
	}
	for _, e := range events {
		if r, ok := any(e).(domain.Refusal); ok {
			err = r.Refused()
		}
	}
	return err
}

func matches(got, want error) bool {
	var g, w *domain.Error
	if !errors.As(want, &w) || !errors.As(got, &g) {
		return got == nil && want == nil
	}
	return errors.Is(got, want) &&
		(len(w.Fields) == 0 || maps.Equal(g.Fields, w.Fields)) &&
		(w.RetryAfter == 0 || g.RetryAfter == w.RetryAfter)
}

func facts(err error) string {
	var e *domain.Error
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	return fmt.Sprint(e.Code, " ", e.Fields, " after ", e.RetryAfter)
}

// same compares events; none is none, whether nil or empty.
func same[E domain.Event](a, b []E) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

func show[E domain.Event](events []E) (s string) {
	for _, e := range events {
		s += fmt.Sprintf("\n    %s %+v", e.EventType(), e)
	}
	if s == "" {
		return "none"
	}
	return s
}
