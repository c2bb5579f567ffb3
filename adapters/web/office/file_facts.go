package office

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

func factsOf(v *frame.Visit, f reading.File) []parts.Row {
	ctx, view := v.Context(), f.View
	return []parts.Row{
		{Key: v.T("word.form"), Value: formName(ctx, view.Form)},
		{Key: v.T("word.office"), Value: officeName(ctx, view.Office)},
		{Key: v.T("word.received"), Value: texts.Date(ctx, view.ReceiptDate) + ", " + v.T("word.channel."+view.Channel)},
		{Key: v.T("word.last_change"), Value: texts.Moment(ctx, view.LastActivity)},
	}
}

var _ = texts.Family("file.ask_", casefile.AskEvidence, casefile.AskIntent, casefile.AskBiometrics, casefile.AskInterview)

// asksOf is what the agency waits for, with what is late marked.
func asksOf(v *frame.Visit, view casefile.View) (rows []parts.Row) {
	ctx, today := v.Context(), civil.Of(v.At.In(texts.Zone(v.Context())))
	for _, a := range casefile.Asks(view.History, v.At) {
		when := v.T("file.no_date")
		if !a.On.IsZero() {
			when = texts.Date(ctx, a.On) + " (" + texts.Away(ctx, a.On, today) + ")"
		}
		rows = append(rows, parts.Row{Key: v.T("file.ask_" + a.Kind), Body: askValue(when, !a.On.IsZero() && a.On.Before(today))})
	}
	return rows
}

// line is an entry of the record, for staff: what was shown to the person, and what was not.
type line struct {
	casefile.Entry
	title, means, next string
	hidden             bool
}

func told(v *frame.Visit, e casefile.Entry, agency string, hidden bool) line {
	l := line{Entry: e, hidden: hidden}
	l.title, l.means, l.next = e.Render(v.Language(), agency)
	return l
}

// lines are all entries, the newest first.
func lines(v *frame.Visit, view casefile.View, agency string) (all []line) {
	for _, e := range view.History {
		all = append(all, told(v, e, agency, false))
	}
	for _, e := range view.Unseen {
		all = append(all, told(v, e, agency, true))
	}
	slices.SortStableFunc(all, func(a, b line) int {
		return cmp.Or(cmp.Compare(b.Occurred.String(), a.Occurred.String()), cmp.Compare(b.Number, a.Number))
	})
	return all
}

// correctable says whether an entry can still be corrected.
func (l line) correctable() bool { return l.Number > 0 && l.Corrected == "" && l.Corrects == 0 }

func historyGrid(v *frame.Visit, view casefile.View, agency string) parts.Grid {
	return correctableGrid(v, view.Receipt, lines(v, view, agency))
}

// correctableGrid leads from each entry to its correction.
func correctableGrid(v *frame.Visit, receipt casefile.Receipt, all []line) parts.Grid {
	g := entriesGrid(v, all)
	g.Columns = append(g.Columns, parts.Column{Text: v.T("word.actions")})
	for i, l := range all {
		var do templ.Component = nothing(v.T("file_history.no_action"))
		if l.correctable() {
			do = correctLink(casePath(receipt, "/entries/"+strconv.Itoa(l.Number)+"/correct"), l.title)
		}
		g.Lines[i] = append(g.Lines[i], parts.Cell{Body: do})
	}
	return g
}

func entriesGrid(v *frame.Visit, all []line) parts.Grid {
	ctx := v.Context()
	g := parts.Grid{Caption: v.T("file_history.caption"), Silent: true, Columns: []parts.Column{
		{Text: v.T("word.action")}, {Text: v.T("word.occurred"), Whole: true}, {Text: inZone(v, v.T("word.recorded")), Whole: true}, {Text: v.T("word.office")},
	}}
	for _, l := range all {
		g.Lines = append(g.Lines, []parts.Cell{
			{Body: entryCell(v, l)}, {Text: texts.Date(ctx, l.Occurred)}, {Body: stamp(l.Recorded)}, {Text: officeName(ctx, l.Office)},
		})
	}
	return g
}

// inZone heads a column of times, whose zone is told once.
func inZone(v *frame.Visit, heading string) string {
	return heading + " (" + texts.ZoneName(v.Context(), v.At) + ")"
}

// fate is what became of an entry, or what it corrects.
func (l line) fate(v *frame.Visit) string {
	switch {
	case l.Corrected != "":
		return v.T("word.corrected." + l.Corrected)
	case l.Corrects > 0:
		return v.T("file_history.corrects", "Number", strconv.Itoa(l.Corrects), "Why", v.T("word.correction_why."+l.Why))
	}
	return ""
}

var _ = texts.Family("word.correction_why.", casefile.Reasons...)

func firstOf(all []line, n int) []line { return all[:min(n, len(all))] }
