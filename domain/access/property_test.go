package access_test

import (
	"maps"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// A step is one command of a random life of a case's access.
type step struct {
	command access.Command
	act     domain.Act
}

func steps(t *rapid.T) (all []step) {
	at := noon
	refs := []secret.Ref{first, second, third}
	for range rapid.IntRange(1, 40).Draw(t, "steps") {
		at = at.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "days")) * day)
		who := rapid.SampledFrom([]uuid.UUID{ana, ben}).Draw(t, "who")
		ref := rapid.SampledFrom(refs).Draw(t, "ref")
		sure := rapid.Bool().Draw(t, "matches")
		all = append(all, rapid.SampledFrom([]step{
			{access.IssueCode{Code: ref, Expires: at.Add(life), Why: access.WhyRequested}, reactor(at)},
			{access.VoidCode{Why: access.WhyLost}, officer(at)},
			{access.ExpireCode{}, by(domain.Scheduler, "expiry", at)},
			{access.Redeem{Account: who, Kind: access.KindApplicant, Code: domaintest.Typed{ref}, BirthDateMatches: sure, Known: true}, person(who, at)},
			{access.Redeem{Account: who, Kind: access.KindApplicant, Code: domaintest.Typed{}, BirthDateMatches: sure, Known: true}, person(who, at)},
			{access.LinkByReceipt{Account: who, Kind: access.KindApplicant, Matches: sure}, person(who, at)},
			{access.Unlink{Account: who}, person(who, at)},
		}).Draw(t, "command"))
		if i, ok := all[len(all)-1].command.(access.IssueCode); ok { // a code is issued once
			i.Code = first.Numbered(len(all))
			refs = append(refs, i.Code)
			all[len(all)-1].command = i
		}
	}
	return all
}

func TestWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var state access.State
		var log events
		spent, wrong := map[uuid.UUID]int{}, map[uuid.UUID]int{}
		for _, s := range steps(t) {
			before := state
			got, err := access.Decide(state, s.command, s.act)
			if err != nil && len(got) > 0 {
				t.Fatalf("%T gives events and an error", s.command)
			}
			for _, e := range got {
				state = access.Evolve(state, e)
			}
			log = append(log, got...)
			mustBeProved(t, before, state, s)
			count(got, before, spent, wrong)
		}
		for code, n := range spent {
			if n > 1 {
				t.Fatalf("the code %v linked %d times", code, n)
			}
		}
		for code, n := range wrong {
			if n > limits.WrongBirthDates {
				t.Fatalf("the code %v saw %d wrong birth dates", code, n)
			}
		}
		if again := access.Decider.Replay(log...); !reflect.DeepEqual(again, state) {
			t.Fatalf("replayed\n%+v, lived\n%+v", again, state)
		}
	})
}

// mustBeProved fails when a link appeared or rose without the proof that it needs.
func mustBeProved(t *rapid.T, before, after access.State, s step) {
	if maps.Equal(before.Links, after.Links) {
		return
	}
	switch c := s.command.(type) {
	case access.Unlink:
		if _, still := after.Links[c.Account]; still {
			t.Fatal("still linked after it was unlinked")
		}
	case access.UpholdDispute:
		if len(after.Links) != len(before.Links)-1 || s.act.By.Kind != domain.Staff {
			t.Fatalf("upheld: %v became %v", before.Links, after.Links)
		}
	case access.LinkByReceipt:
		if !c.Matches || after.Links[c.Account] != access.TierStatus {
			t.Fatalf("linked %q by receipt, matching %v", after.Links[c.Account], c.Matches)
		}
	case access.Redeem:
		last, _ := before.Last()
		if !c.BirthDateMatches || !c.Code.Is(last.Ref) || !last.Alive(s.act.At) || after.Links[c.Account] != access.TierFull {
			t.Fatalf("linked %q without the code that was alive and the right date", after.Links[c.Account])
		}
	default:
		t.Fatalf("%T changed the links", c)
	}
}

func count(got events, before access.State, spent, wrong map[uuid.UUID]int) {
	last, _ := before.Last()
	for _, e := range got {
		switch e := e.(type) {
		case access.Linked:
			if e.Code != uuid.Nil {
				spent[e.Code]++
			}
		case access.Upgraded:
			spent[e.Code]++
		case access.BirthDateRefused:
			wrong[last.Ref.ID]++
		}
	}
}
