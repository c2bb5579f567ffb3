package mycases

import (
	"context"
	"slices"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
)

// urgent are the codes after which somebody has to do something, though nothing with a date is asked.
var urgent = []string{"XBIONOSHOW", "FL", "LFA", "AMC"}

func (f file) mustAct() bool { return len(f.asks) > 0 || slices.Contains(urgent, f.Status.Code) }

// state names what the page shows beside its plain look: of several things the one that matters most to the reader.
func (f file) state() string {
	_, paused := f.journey.Paused()
	_, corrected := f.correction()
	stage := f.stage()
	switch {
	case slices.ContainsFunc(f.asks, func(a casefile.Ask) bool { return a.Kind == casefile.AskInterview }):
		return "interview"
	case paused:
		return "paused"
	case f.mustAct():
		return "action_needed"
	case corrected:
		return "corrected"
	case f.journey.Outcome == casefile.OutcomeApproved && stage == "card":
		return "card"
	case f.journey.Outcome != "":
		return ends[f.journey.Outcome]
	case stage == "after":
		return "reopened"
	case stage == "transfer":
		return "transferred"
	case f.limited():
		return "status_only"
	case f.Quiet:
		return "quiet"
	}
	return ""
}

func (f file) stage() string {
	c, _ := casefile.FindCode(f.Status.Code)
	return c.Stage
}

// ends are the states of a case that is decided, by its outcome.
var ends = map[string]string{
	casefile.OutcomeApproved: "approved",
	casefile.OutcomeDenied:   "denied", casefile.OutcomeAbandoned: "denied", casefile.OutcomeRevoked: "denied", casefile.OutcomeTerminated: "denied",
	casefile.OutcomeWithdrawn: "closed", casefile.OutcomeClosed: "closed", casefile.OutcomeRejected: "closed",
}

// kinds are what an outcome means to the person.
var kinds = map[string]parts.Kind{
	casefile.OutcomeApproved: parts.Good,
	casefile.OutcomeDenied:   parts.Bad, casefile.OutcomeAbandoned: parts.Bad, casefile.OutcomeRevoked: parts.Bad, casefile.OutcomeTerminated: parts.Bad,
	casefile.OutcomeRejected: parts.Bad, casefile.OutcomeWithdrawn: parts.Neutral, casefile.OutcomeClosed: parts.Neutral,
}

var _ = texts.Family("case.tag.", "act", "hold", "working", "approved", "denied", "abandoned", "withdrawn", "closed", "rejected", "revoked", "terminated")

// tag is how the case stands, in a word.
func (f file) tag(ctx context.Context) parts.Tag {
	kind, word := parts.Progress, "working"
	paused, stands := f.journey.Paused()
	switch outcome := f.journey.Outcome; {
	case f.mustAct():
		kind, word = parts.Action, "act"
	case outcome != "":
		kind, word = kinds[outcome], outcome
	case stands && paused.Kind == casefile.DetourHold:
		kind, word = parts.Neutral, "hold"
	}
	return parts.Tag{Kind: kind, Text: texts.T(ctx, "case.tag."+word)}
}
