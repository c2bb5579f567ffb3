package mycases

import (
	"context"
	"slices"

	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
)

var _ = texts.Family("case.doing.",
	"working", "biometrics", "biometrics_next", "biometrics_asked", "review", "review_next", "interview", "interview_next", "interview_asked",
	"decision_next", "oath_next", "card", "card_next", "document_next", "sent_on_next",
	"waiting", "waiting_intent", "hold", "missed", "returned", "approved", "ended")

// doing is what the agency does now.
func (f file) doing(ctx context.Context) string { return texts.T(ctx, "case.doing."+f.work()) }

// pauses are what the agency waits for, by what made the case stand still.
var pauses = map[string]string{casefile.DetourEvidence: "waiting", casefile.DetourIntent: "waiting_intent", casefile.DetourHold: "hold"}

// unsettled are the codes after which the agency cannot go on as usual.
var unsettled = map[string]string{"XBIONOSHOW": "missed", "FL": "missed", "LFA": "returned"}

// work follows from where the case is on its way, not from the newest code: a new address does not stop a review.
func (f file) work() string {
	if pause, stands := f.journey.Paused(); stands {
		return pauses[pause.Kind]
	}
	if work, ok := unsettled[f.Status.Code]; ok {
		return work
	}
	at := slices.IndexFunc(f.journey.Milestones, func(m casefile.Milestone) bool { return m.State == casefile.MilestoneCurrent })
	switch {
	case at >= 0 && (f.journey.Outcome == "" || f.journey.Outcome == casefile.OutcomeApproved):
		return f.workAt(f.journey.Milestones[at])
	case f.journey.Outcome == casefile.OutcomeApproved:
		return "approved"
	case f.journey.Outcome != "":
		return "ended"
	}
	return "working"
}

func (f file) workAt(m casefile.Milestone) string {
	asked := slices.ContainsFunc(f.asks, func(a casefile.Ask) bool { return a.Kind == m.Step })
	switch {
	case asked:
		return m.Step + "_asked"
	case m.Begun.IsZero():
		return m.Step + "_next"
	}
	return m.Step
}
