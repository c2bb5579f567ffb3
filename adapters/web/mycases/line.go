package mycases

import (
	"context"
	"slices"
	"time"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/caselist"
)

// line is a case as it stands in a list.
type line struct {
	caselist.Item
	status string          // its newest step, as titles say it
	asked  *caselist.Asked // nil: nothing with a day is asked for
	advice string          // what the newest step says to do
}

// lines join cases with the first thing that each asks for.
func lines(ctx context.Context, agency string, items []caselist.Item, asks []caselist.Asked) []line {
	all := make([]line, 0, len(items))
	for _, item := range items {
		l := line{Item: item}
		e := casefile.Entry{Code: item.StatusCode, Params: item.StatusParams}
		if l.status, _, l.advice = e.Render(texts.Language(ctx), agency); l.status == "" {
			l.status = texts.T(ctx, "cases.unknown") // a newer program recorded it
		}
		if i := slices.IndexFunc(asks, func(a caselist.Asked) bool { return a.Receipt == item.Receipt }); i >= 0 {
			l.asked = &asks[i]
		}
		all = append(all, l)
	}
	return all
}

func (l line) href() string { return caseAddress(casefile.Receipt(l.Receipt)) }

// name is how somebody knows their case: by what they asked for.
func (l line) name(ctx context.Context) string { return formTitle(ctx, l.Form) }

var _ = texts.Family("word.case_state.", "waiting_for_you", "waiting_for_us", "closed")

// tag is how the case stands, in a word.
func (l line) tag(ctx context.Context) parts.Tag {
	kind, word := parts.Progress, "waiting_for_us"
	switch {
	case l.asked != nil || l.urgent():
		kind, word = parts.Action, "waiting_for_you"
	case l.Closed:
		kind, word = parts.Neutral, "closed"
	}
	return parts.Tag{Kind: kind, Text: texts.T(ctx, "word.case_state."+word)}
}

// urgent says that something has to be done without a day.
func (l line) urgent() bool { return slices.Contains(urgent, l.StatusCode) }

// next is what the visitor has to do, and until when.
func (l line) next(ctx context.Context) string {
	switch {
	case l.asked != nil:
		return askWords(ctx, l.asked.Ask)
	case l.urgent():
		return l.advice
	}
	return texts.T(ctx, "cases.nothing")
}

// changed is when something was done on the case last, and whether the visitor sees of it.
func (l line) changed(ctx context.Context) string {
	day := texts.Day(ctx, l.LastActivity)
	if l.Quiet {
		return texts.T(ctx, "cases.quiet", "Date", day)
	}
	return day
}

// askWords is what is asked, with its day.
func askWords(ctx context.Context, a casefile.Ask) string {
	what := texts.T(ctx, "case.ask."+a.Kind)
	switch {
	case a.On.IsZero():
		return what
	case appointment(a):
		return texts.T(ctx, "cases.ask_on", "Ask", what, "Date", texts.Date(ctx, a.On))
	}
	return texts.T(ctx, "cases.ask_by", "Ask", what, "Date", texts.Date(ctx, a.On))
}

func appointment(a casefile.Ask) bool {
	return a.Kind == casefile.AskBiometrics || a.Kind == casefile.AskInterview
}

// moment is when an appointment is, on the clocks of its office; empty when the record does not tell it.
func moment(ctx context.Context, a casefile.Ask) string {
	office, known := casefile.FindOffice(a.Office)
	if !known {
		return ""
	}
	zone, err := time.LoadLocation(office.Zone)
	if err != nil {
		return ""
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", a.On.String()+" "+a.Time, zone)
	if err != nil {
		return ""
	}
	return texts.Moment(texts.In(ctx, zone), at)
}
