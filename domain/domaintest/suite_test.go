package domaintest

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
)

type toyCase = Case[string, toyEvent]

func TestRows(t *testing.T) {
	t.Parallel()
	note, no := []toyEvent{noted{"x"}}, []toyEvent{refused{Left: 1}}
	for _, tc := range []struct {
		name  string
		row   toyCase
		right bool
	}{
		{"the right event", toyCase{When: "x", Then: note}, true},
		{"another event", toyCase{When: "y", Then: note}, false},
		{"an event instead of none", toyCase{When: "x"}, false},
		{"an event instead of an error", toyCase{When: "x", Then: note, Err: errToy}, false},
		{"the refusal's error", toyCase{When: "no", Then: no, Err: errToy}, true},
		{"the refusal's error with its fact", toyCase{When: "no", Then: no, Err: errToy.With("left", "1")}, true},
		{"the refusal's error with another fact", toyCase{When: "no", Then: no, Err: errToy.With("left", "2")}, false},
		{"a refusal without its error", toyCase{When: "no", Then: no}, false},
		{"an error", toyCase{When: "error", Err: errToy}, true},
		{"an error with its wait", toyCase{When: "error", Err: errToy.After(time.Minute)}, true},
		{"an error with another wait", toyCase{When: "error", Err: errToy.After(time.Second)}, false},
		{"an error that nobody expects", toyCase{When: "error"}, false},
		{"another error", toyCase{When: "error", Err: errors.New("other")}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := toy(toyState{}, tc.row.When, tc.row.Act)
			if problems := tc.row.check(got, err); (len(problems) == 0) != tc.right {
				t.Errorf("problems %q", problems)
			}
		})
	}
}

func TestLaws(t *testing.T) {
	t.Parallel()
	given := []toyEvent{example(), noted{"a"}}
	calls := 0
	for _, tc := range []struct {
		name, want string
		rule       toyRule
	}{
		{"a rule that keeps them", "", toy},
		{"a rule that remembers", "deciding twice", func(toyState, string, domain.Act) ([]toyEvent, error) {
			calls++
			return []toyEvent{noted{strings.Repeat("x", calls)}}, nil
		}},
		{"a rule that writes into its state", "Decide changes", func(s toyState, _ string, _ domain.Act) ([]toyEvent, error) {
			s.Notes[0] = "b"
			return nil, nil
		}},
		{"a rule that reads a name", "reads personal data", func(s toyState, _ string, _ domain.Act) ([]toyEvent, error) {
			name, _ := s.Name.Value()
			return []toyEvent{noted{name}}, nil
		}},
		{"an event of no catalog", "not in the catalog", func(toyState, string, domain.Act) ([]toyEvent, error) {
			return []toyEvent{stray{}}, nil
		}},
		{"an undeclared error", "not declared", func(toyState, string, domain.Act) ([]toyEvent, error) {
			return nil, &domain.Error{Code: "toy.other"}
		}},
		{"an error of another kind", "not declared", func(toyState, string, domain.Act) ([]toyEvent, error) {
			return nil, &domain.Error{Kind: domain.Limited, Code: "toy.no"}
		}},
		{"a foreign error", "not a domain error", func(toyState, string, domain.Act) ([]toyEvent, error) {
			return nil, errors.New("disk")
		}},
		{"events and an error", "events and an error", func(toyState, string, domain.Act) ([]toyEvent, error) {
			return []toyEvent{noted{"x"}}, errToy
		}},
		{"a rule that panics", "panics", func(toyState, string, domain.Act) ([]toyEvent, error) { panic("no") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			problems := toySuite(tc.rule).laws(toyCase{Given: given, When: "x"})
			if tc.want == "" && len(problems) > 0 || !strings.Contains(strings.Join(problems, "\n"), tc.want) {
				t.Errorf("problems %q, want %q", problems, tc.want)
			}
		})
	}
}

func TestLawsOfEvolve(t *testing.T) {
	t.Parallel()
	s := toySuite(toy)
	s.decider.Evolve = func(s toyState, e toyEvent) toyState {
		if n, ok := e.(noted); ok && len(s.Notes) > 0 {
			s.Notes[0] = n.Note // writes into the state before
			return s
		}
		return toyEvolve(s, e)
	}
	problems := s.laws(toyCase{Given: []toyEvent{noted{"a"}}, When: "x"})
	if !slices.Contains(problems, "Evolve changes the state that it was given") {
		t.Errorf("problems %q", problems)
	}
	s.decider.Evolve = func(s toyState, e toyEvent) toyState {
		if n, ok := e.(noted); ok {
			s.Notes = append(s.Notes, n.Note) // into the array that other states have, too
		}
		return s
	}
	problems = s.laws(toyCase{Given: []toyEvent{noted{"a"}, noted{"b"}, noted{"c"}}, When: "x"})
	if !slices.Contains(problems, "folding twice gives another state, or two states share what they hold") {
		t.Errorf("problems %q", problems)
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	s := toySuite(toy)
	if got, want := s.missing(), []string{"error toy.no", "event toy.named", "event toy.noted", "event toy.refused"}; !reflect.DeepEqual(got, want) {
		t.Errorf("missing %q, want %q", got, want)
	}
	s.note([]toyEvent{named{}, noted{}, refused{}}, nil)
	if got := s.missing(); len(got) > 0 {
		t.Errorf("still missing %q", got)
	}
	s = toySuite(toy)
	s.Errors(errToy)
	if got := s.missing(); len(got) != 3 {
		t.Errorf("missing %q, want three events", got)
	}
}

type stray struct{}

func (stray) EventType() string { return "toy.stray" }
