package access_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/limits"
)

// Whatever people report and officers settle: it takes the proof, one report of a code is open at a time, and who was
// wronged is left with a code that works and without the stranger.
func TestWhateverIsDisputed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		state, at := access.Decider.Replay(used...), noon
		for i := range rapid.IntRange(1, 30).Draw(t, "steps") {
			at = at.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour)
			s := disputing(t, state, i, at)
			before := state
			got, _ := access.Decide(state, s.command, s.act)
			for _, e := range got {
				state = access.Evolve(state, e)
			}
			mustBeProved(t, before, state, s)
			mustBeSettledRight(t, before, state, s, got)
		}
	})
}

// disputing is what somebody may ask for, of one of the codes that there are.
func disputing(t *rapid.T, s access.State, i int, at time.Time) step {
	who := rapid.SampledFrom([]uuid.UUID{ana, ben}).Draw(t, "who")
	code := rapid.SampledFrom(s.Codes).Draw(t, "code").Ref
	sure := rapid.IntRange(0, 4).Draw(t, "matches") > 0
	fresh := first.Numbered(i)
	staff := rapid.SampledFrom([]domain.Act{officer(at), officer(at), person(who, at)}).Draw(t, "by")
	return rapid.SampledFrom([]step{
		{access.Dispute{Account: who, Code: typed{code}, BirthDateMatches: sure, Known: true}, person(who, at)},
		{access.UpholdDispute{Code: code.ID, New: fresh, Expires: at.Add(life)}, staff},
		{access.RejectDispute{Code: code.ID, Why: access.WhyHolder}, staff},
		{access.Redeem{Account: who, Kind: access.KindApplicant, Code: typed{code}, BirthDateMatches: sure, Known: true}, person(who, at)},
		{access.IssueCode{Code: fresh, Expires: at.Add(life), Why: access.WhyRequested}, officer(at)},
		{access.Unlink{Account: who}, person(who, at)},
	}).Draw(t, "command")
}

func mustBeSettledRight(t *rapid.T, before, after access.State, s step, got events) {
	for _, c := range after.Codes {
		if c.Disputed.Open() && (c.Fate != access.Used || c.Disputed.By == c.Account) || c.Disputed.Times > limits.Disputes {
			t.Fatalf("disputed: %+v", c)
		}
	}
	for _, e := range got {
		switch e := e.(type) {
		case access.CodeDisputed:
			c, ok := s.command.(access.Dispute)
			if !ok || !c.BirthDateMatches || codeOf(before, e.Code).Disputed.Open() || !codeOf(after, e.Code).Disputed.Open() {
				t.Fatalf("disputed by %+v", s.command)
			}
		case access.DisputeUpheld:
			last, _ := after.Last()
			if c := codeOf(after, e.Code); !last.Alive(s.act.At) || after.Links[e.Account] != "" || c.Fate != access.Voided || c.Disputed.Open() {
				t.Fatalf("upheld, and this is left: %+v", after)
			}
		}
	}
}

func codeOf(s access.State, id uuid.UUID) access.Code {
	for _, c := range s.Codes {
		if c.Ref.ID == id {
			return c
		}
	}
	return access.Code{}
}
