package casefile

import (
	"slices"

	"github.com/casetrail/casetrail/domain/civil"
)

// walk goes through a history, oldest entry first.
type walk struct {
	form    string
	known   bool // the usual way of the form
	steps   []Milestone
	at      string // the step that moved last
	outcome string
	ended   civil.Date
}

func newWalk(v View) *walk {
	way, known := ways[v.Form]
	w := &walk{form: v.Form, known: known, at: StepReceived}
	for _, step := range way {
		w.steps = append(w.steps, Milestone{Step: step})
	}
	return w
}

// milestone is the one of a step, put in where it belongs when the usual way does not have it.
func (w *walk) milestone(step string) *Milestone {
	rank := slices.Index(Steps, step)
	i := slices.IndexFunc(w.steps, func(m Milestone) bool { return slices.Index(Steps, m.Step) >= rank })
	if i < 0 {
		i = len(w.steps)
	}
	if i == len(w.steps) || w.steps[i].Step != step {
		w.steps = slices.Insert(w.steps, i, Milestone{Step: step})
	}
	return &w.steps[i]
}

func (w *walk) pass(e Entry) {
	c, _ := FindCode(e.Code)
	if c.Stage == "after" && !c.Final {
		w.reopen(e)
		return
	}
	if step := w.step(c); step != "" {
		w.move(step, e)
	}
	w.detour(c, e)
	w.decide(c, e)
}

// step is where a code takes the case. What is asked after a decision takes it nowhere.
func (w *walk) step(c Code) string {
	if c.Code == CodeReceived {
		return StepReceived
	}
	step := stepOf(c, w.form)
	if step == StepReview && w.outcome != "" {
		return ""
	}
	return step
}

func (w *walk) move(step string, e Entry) {
	m := w.milestone(step)
	if m.Begun.IsZero() {
		m.Begun = e.Occurred
	}
	switch {
	case slices.Contains(ending, e.Code) || step == StepDecision:
		if m.Done.IsZero() {
			m.Done = e.Occurred
		}
	case step != StepReview:
		m.Done = civil.Date{} // a new appointment, a card that came back
	}
	w.at = step
}

// reopen goes back to the review: what was decided, and what followed from it, is to come again.
func (w *walk) reopen(e Entry) {
	decision := w.milestone(StepDecision)
	decision.Detours = append(decision.Detours, Detour{Kind: DetourReopened, Number: e.Number, Since: e.Occurred})
	rank := slices.Index(Steps, StepDecision)
	for i := range w.steps {
		if m := &w.steps[i]; slices.Index(Steps, m.Step) >= rank {
			m.Begun, m.Done = civil.Date{}, civil.Date{}
		}
	}
	w.outcome, w.ended = "", civil.Date{}
	w.move(StepReview, e)
}

// outcomes are what codes mean for the case. A notice only tells what was decided, unless nothing else has told it.
var outcomes = map[string]string{
	"DA": OutcomeApproved, "DB": OutcomeApproved, "IEA": OutcomeApproved, "IEE": OutcomeApproved,
	"EA": OutcomeDenied, "IFA": OutcomeDenied, "EL": OutcomeAbandoned, "EK": OutcomeWithdrawn, "EZ": OutcomeClosed,
	"EGA": OutcomeRevoked, "NJA": OutcomeTerminated,
}

var notices = []string{"IEA", "IEE", "IFA"}

func (w *walk) decide(c Code, e Entry) {
	outcome := outcomes[c.Code]
	if c.Final && c.Stage == "intake" {
		outcome = OutcomeRejected
	}
	if outcome == "" || w.outcome != "" && slices.Contains(notices, c.Code) {
		return
	}
	w.outcome, w.ended = outcome, e.Occurred
}

// journey says of each step what became of it.
func (w *walk) journey() Journey {
	furthest := -1
	for i, m := range w.steps {
		if !m.Begun.IsZero() {
			furthest = i
		}
	}
	for i := range w.steps {
		w.steps[i].State = w.state(i, furthest)
	}
	if w.outcome != "" && w.outcome != OutcomeApproved { // the way ends here
		w.steps = w.steps[:furthest+1]
	}
	return Journey{w.steps, w.outcome, w.ended}
}

// unreviewed are the outcomes that a case may come to without a review. Elsewhere it went on after one, told or not.
var unreviewed = []string{OutcomeWithdrawn, OutcomeClosed, OutcomeAbandoned, OutcomeRejected}

func (w *walk) state(i, furthest int) string {
	m := w.steps[i]
	ended := w.outcome != "" && w.outcome != OutcomeApproved
	switch {
	case m.Begun.IsZero() && i < furthest && m.Step == StepReview && !slices.Contains(unreviewed, w.outcome):
		return MilestoneDone
	case m.Begun.IsZero() && i < furthest:
		return MilestoneSkipped
	case m.Begun.IsZero() && w.known && i == furthest+1 && !w.steps[furthest].Done.IsZero():
		return MilestoneCurrent
	case m.Begun.IsZero():
		return MilestoneAhead
	case m.Done.IsZero() && !ended && (i == furthest || m.Step == w.at):
		return MilestoneCurrent
	}
	return MilestoneDone
}
