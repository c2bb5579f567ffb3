package domaintest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// laws says which law of every decider does not hold for a row.
func (s *Suite[S, C, E]) laws(tc Case[C, E]) (problems []string) {
	defer func() {
		if r := recover(); r != nil {
			problems = append(problems, fmt.Sprint("panics: ", r))
		}
	}()
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	d := s.decider
	state := d.Replay(tc.Given...)
	got, err := d.Decide(state, tc.When, tc.Act)

	for _, p := range s.declared(got, err) {
		complain("%s", p)
	}
	if again, errAgain := d.Decide(state, tc.When, tc.Act); !same(got, again) || !reflect.DeepEqual(err, errAgain) {
		complain("deciding twice gives %s, %v, then %s, %v", show(got), err, show(again), errAgain)
	}
	if !reflect.DeepEqual(state, d.Replay(tc.Given...)) {
		complain("Decide changes the state that it was given")
	}
	next := s.fold(state, got)
	if !reflect.DeepEqual(state, d.Replay(tc.Given...)) {
		complain("Evolve changes the state that it was given")
	}
	s.fork(state)
	if !reflect.DeepEqual(next, d.Replay(slices.Concat(tc.Given, got)...)) {
		complain("folding twice gives another state, or two states share what they hold")
	}
	erased := d.Replay(each(tc.Given, personal.Text.Erase)...)
	blind, errBlind := d.Decide(erased, tc.When, tc.Act)
	if !same(each(got, personal.Text.Erase), each(blind, personal.Text.Erase)) || !reflect.DeepEqual(err, errBlind) {
		complain("the rule reads personal data: once erased it gives %s, %v", show(blind), errBlind)
	}
	s.fold(d.Replay(each(tc.Given, forget)...), each(got, forget))
	return problems
}

// fork lets other events follow the same state. States that share the rest of an array overwrite each other by it.
func (s *Suite[S, C, E]) fork(state S) {
	for _, entry := range s.decider.Catalog {
		s.decider.Evolve(state, entry.Example.(E))
	}
}

// declared says which events and errors the aggregate gives without declaring them.
func (s *Suite[S, C, E]) declared(events []E, err error) (problems []string) {
	if err != nil && len(events) > 0 {
		problems = append(problems, "gives events and an error")
	}
	for _, e := range events {
		known := slices.ContainsFunc(s.decider.Catalog, func(c domain.Entry) bool { return c.Type == e.EventType() && !c.Old })
		if !known || !strings.HasPrefix(e.EventType(), s.decider.Category+".") {
			problems = append(problems, "event "+e.EventType()+" is not in the catalog of "+s.decider.Category)
		}
	}
	a := answer(events, err)
	var e *domain.Error
	if a != nil && !errors.As(a, &e) {
		problems = append(problems, fmt.Sprintf("%v is not a domain error", a))
	}
	if e != nil && !slices.ContainsFunc(s.decider.Errors, func(d *domain.Error) bool { return d.Code == e.Code && d.Kind == e.Kind }) {
		problems = append(problems, "error "+e.Code+" is not declared")
	}
	return problems
}

func forget(personal.Text) personal.Text { return personal.Text{} }
