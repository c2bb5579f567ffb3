package mycases

import (
	"context"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

var (
	_ = texts.Family("word.tier.", access.TierFull, access.TierStatus)
	_ = texts.Family("word.tier_means.", access.TierFull, access.TierStatus)
)

// facts are what else there is to know about the case.
func (f file) facts(ctx context.Context) []parts.Row {
	since, from := f.moved()
	return []parts.Row{
		{Key: texts.T(ctx, "case.fact.office"), Body: caseOffice(officeName(ctx, f.Office), texts.Date(ctx, since), officeName(ctx, from))},
		{Key: texts.T(ctx, "case.fact.received"), Value: texts.Date(ctx, f.ReceiptDate)},
		{Key: texts.T(ctx, "case.fact.last"), Value: f.lastChange(ctx)},
		{Key: texts.T(ctx, "case.fact.access"), Body: caseAccess(f)},
	}
}

// moved is since when the office has the case, and from where it came; nowhere when it was received there.
func (f file) moved() (since civil.Date, from string) {
	since, last := f.ReceiptDate, 0
	for _, e := range f.History {
		if e.Code == casefile.CodeTransferred && e.Corrected == "" && e.Number > last {
			since, from, last = e.Occurred, e.Params["from"], e.Number
		}
	}
	return since, from
}

// lastChange is honest about what it changed: a record is touched more often than a status.
func (f file) lastChange(ctx context.Context) string {
	day := texts.Day(ctx, f.LastActivity)
	_, corrected := f.correction()
	switch {
	case f.Quiet:
		return texts.T(ctx, "case.fact.last_quiet", "Date", day)
	case corrected:
		return texts.T(ctx, "case.fact.last_corrected", "Date", day)
	case f.Status.Recorded.Equal(f.LastActivity):
		return texts.T(ctx, "case.fact.last_status", "Date", day)
	}
	return texts.T(ctx, "case.fact.last_history", "Date", day)
}
