package mycases

import (
	"context"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
)

var (
	_ = texts.Family("case.step.", casefile.Steps...)
	_ = texts.Family("case.outcome.", "approved", "denied", "abandoned", "withdrawn", "closed", "rejected", "revoked", "terminated")
	_ = texts.Family("case.detour.", "evidence", "intent", "hold", "missed", "canceled", "returned", "reopened")
)

var stageStates = map[string]parts.StageState{
	casefile.MilestoneDone: parts.Done, casefile.MilestoneCurrent: parts.Current,
	casefile.MilestoneAhead: parts.Ahead, casefile.MilestoneSkipped: parts.Skipped,
}

// path is the way of the case as it is drawn and told.
func (f file) path(ctx context.Context) parts.Path {
	p := parts.Path{Title: texts.T(ctx, "case.path_drawing")}
	for i, m := range f.journey.Milestones {
		s := parts.Stage{Name: texts.T(ctx, "case.step."+m.Step), Date: reached(ctx, m), State: stageStates[m.State]}
		if f.outcomeAt(i) {
			s.Name = texts.T(ctx, "case.outcome."+f.journey.Outcome)
			s.Date = texts.Date(ctx, f.journey.Ended)
			if f.journey.Outcome != casefile.OutcomeApproved {
				s.State = parts.Stopped
			}
		}
		for _, d := range m.Detours {
			s.Detours = append(s.Detours, parts.Detour{Name: detourName(ctx, d), Date: detourDate(ctx, d)})
		}
		p.Stages = append(p.Stages, s)
	}
	return p
}

// progress tells in words how far the case has come, and what usually comes next. Both are empty when it is decided.
func (f file) progress(ctx context.Context) (here, next string) {
	if f.journey.Outcome != "" {
		return "", ""
	}
	number, all := 0, 0
	for _, m := range f.journey.Milestones {
		if m.State == casefile.MilestoneSkipped {
			continue
		}
		all++
		switch step := texts.T(ctx, "case.step."+m.Step); {
		case m.State == casefile.MilestoneCurrent && here == "":
			number, here = all, step
		case m.State == casefile.MilestoneAhead && here != "" && next == "":
			next = texts.T(ctx, "case.step_next", "Step", step)
		}
	}
	if here != "" {
		here = texts.T(ctx, "case.step_here", "Number", number, "All", all, "Step", here)
	}
	return here, next
}

// outcomeAt says that a milestone is the one at which the case was decided: the decision, or where the way ended.
func (f file) outcomeAt(i int) bool {
	switch f.journey.Outcome {
	case "":
		return false
	case casefile.OutcomeApproved:
		return f.journey.Milestones[i].Step == casefile.StepDecision
	}
	return i == len(f.journey.Milestones)-1
}

// reached is when a step was done, or since when the case is at it.
func reached(ctx context.Context, m casefile.Milestone) string {
	switch {
	case !m.Done.IsZero():
		return texts.Date(ctx, m.Done)
	case m.State == casefile.MilestoneCurrent && !m.Begun.IsZero():
		return texts.T(ctx, "case.detour.since", "Date", texts.Date(ctx, m.Begun))
	}
	return texts.Date(ctx, m.Begun)
}

func detourName(ctx context.Context, d casefile.Detour) string {
	if d.Kind == casefile.DetourTransfer {
		return texts.T(ctx, "case.detour.transfer", "Office", officeName(ctx, d.Office))
	}
	return texts.T(ctx, "case.detour."+d.Kind)
}

func detourDate(ctx context.Context, d casefile.Detour) string {
	since := texts.Date(ctx, d.Since)
	switch {
	case d.Open && !d.Due.IsZero():
		return texts.T(ctx, "case.detour.since_due", "Date", since, "Due", texts.Date(ctx, d.Due))
	case d.Open:
		return texts.T(ctx, "case.detour.since", "Date", since)
	case !d.Until.IsZero():
		return texts.T(ctx, "case.detour.from_to", "From", since, "To", texts.Date(ctx, d.Until))
	}
	return since
}
