package casefile

import (
	"slices"

	"github.com/casetrail/casetrail/domain/civil"
)

// Journey is a case as the way that it has gone and may still go. It is told from what the applicant is shown, no more.
type Journey struct {
	Milestones []Milestone
	Outcome    string     // how it ended; empty while there is no decision
	Ended      civil.Date // the day of the outcome
}

// The outcomes. All but OutcomeApproved end the way.
const (
	OutcomeApproved   = "approved"
	OutcomeDenied     = "denied"
	OutcomeAbandoned  = "abandoned" // denied, for something that did not come in time
	OutcomeWithdrawn  = "withdrawn"
	OutcomeClosed     = "closed"
	OutcomeRejected   = "rejected" // never taken up
	OutcomeRevoked    = "revoked"
	OutcomeTerminated = "terminated"
)

// Milestone is one step of the way.
type Milestone struct {
	Step    string // one of Steps
	State   string
	Begun   civil.Date // zero when nothing was recorded of it
	Done    civil.Date // zero when it is not, or when no entry says on which day
	Detours []Detour   // what happened while the case was here, oldest first
}

// The states of a milestone.
const (
	MilestoneDone    = "done"
	MilestoneCurrent = "current" // with no day in Begun: it is what comes next, and has not begun
	MilestoneAhead   = "ahead"
	MilestoneSkipped = "skipped" // the case went on without it
)

// Detour is something that is not on the usual way.
type Detour struct {
	Kind   string
	Number int        // of the entry that began it
	Since  civil.Date // the day on which it happened, or began
	Open   bool       // it is not over
	Until  civil.Date // the day on which it was over; zero while it is open, and of what has no length
	Due    civil.Date // of a request: until when an answer is waited for
	Office string     // of a transfer: where the case went
}

// The kinds of detours. The first three have a length: while one of them is open the agency's clock stands still.
const (
	DetourEvidence = AskEvidence
	DetourIntent   = AskIntent
	DetourHold     = "hold"
	DetourTransfer = "transfer"
	DetourMissed   = "missed"   // an appointment
	DetourCanceled = "canceled" // an appointment
	DetourReturned = "returned" // the card came back
	DetourReopened = "reopened" // after a decision
)

// Journey tells the way of the case.
func (v View) Journey() Journey {
	w := newWalk(v)
	for _, e := range slices.Backward(v.History) {
		if e.counts() {
			w.pass(e)
		}
	}
	return w.journey()
}

// Paused is the detour because of which the clock stands still, the one that began last; false when it runs.
func (j Journey) Paused() (last Detour, paused bool) {
	for _, m := range j.Milestones {
		for _, d := range m.Detours {
			if d.Open && !d.Since.Before(last.Since) {
				last, paused = d, true
			}
		}
	}
	return last, paused
}
