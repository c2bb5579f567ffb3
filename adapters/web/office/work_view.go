package office

import (
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/projections/worklist"
)

// work is what the page of an officer's work shows.
type work struct {
	office  string
	q       question
	behind  string
	overdue int
	due     parts.Grid
	tiles   []tile
	filter  parts.Form
	list    parts.Grid
	pages   parts.Pages
	clear   string // the address without what narrows the list; empty when nothing does
}

// tile is a figure that leads to the cases it counts.
type tile struct {
	name, value, note, href string
	current                 bool
}

func workOf(v *frame.Visit, q question, o reading.Overview, list reading.Work) work {
	w := work{
		office: v.T("work.all_offices"), q: q, behind: v.Behind(o.Behind || list.Behind), due: dueGrid(v, q, o.Due),
		tiles: tilesOf(v, q, o.Counts), filter: q.fields(), list: workGrid(v, q, list.Items),
	}
	if q.narrowed() {
		w.clear = question{office: q.office}.address()
	}
	if q.officeCode() != "" {
		w.office = officeName(v.Context(), q.office)
	}
	for _, d := range o.Due {
		if d.Day.Before(today(v)) {
			w.overdue++
		}
	}
	if q.cursor != "" {
		w.pages.Previous = q.first().address()
	}
	if list.Next != "" {
		next := q
		next.cursor = list.Next
		w.pages.Next = next.address()
	}
	return w
}

func (q question) first() question {
	q.cursor = ""
	return q
}

func today(v *frame.Visit) civil.Date { return civil.Of(v.At.In(texts.Zone(v.Context()))) }

// tilesOf counts open cases by stage, in the order of a case's life.
func tilesOf(v *frame.Visit, q question, counts []worklist.Count) (all []tile) {
	total, stages := 0, map[string]worklist.Count{}
	for _, c := range counts {
		sum := stages[c.Stage]
		sum.Cases, sum.Idle90 = sum.Cases+c.Cases, sum.Idle90+c.Idle90
		stages[c.Stage], total = sum, total+c.Cases
	}
	every := q.first()
	every.stage = ""
	all = append(all, tile{v.T("work.every_stage"), texts.Number(v.Context(), total), "", every.address(), q.stage == ""})
	for _, s := range casefile.Stages {
		if c := stages[s]; c.Cases > 0 {
			of := q.first()
			of.stage = s
			all = append(all, tile{v.T("word.stage." + s), texts.Number(v.Context(), c.Cases), idleNote(v, c.Idle90), of.address(), q.stage == s})
		}
	}
	return all
}

func idleNote(v *frame.Visit, n int) string {
	if n == 0 {
		return ""
	}
	return v.T("work.idle", "Count", n)
}

// dueGrid is what falls due, the most urgent first.
func dueGrid(v *frame.Visit, q question, due []worklist.Due) parts.Grid {
	ctx := v.Context()
	g := parts.Grid{Caption: v.T("work.due"), Silent: true, Columns: []parts.Column{
		{Text: v.T("word.receipt_number")}, {Text: v.T("word.due")}, {Text: v.T("work.waits_for")}, {Text: v.T("work.party")},
	}}
	for _, d := range due {
		g.Lines = append(g.Lines, []parts.Cell{
			receiptCell(d.Item),
			{Body: askValue(texts.Date(ctx, d.Day)+" ("+texts.Away(ctx, d.Day, today(v))+")", d.Day.Before(today(v)))},
			{Body: tagged{stageTag(ctx, d.Stage)}},
			{Text: partyOf(v, d.Item)},
		})
	}
	return withOffices(v, q, g, func(i int) string { return due[i].Office })
}

// workGrid is the list, what waits longest first.
func workGrid(v *frame.Visit, q question, items []worklist.Item) parts.Grid {
	ctx := v.Context()
	g := parts.Grid{Caption: v.T("work.list"), Silent: true, Columns: []parts.Column{
		{Text: v.T("word.receipt_number")},
		{Text: v.T("work.party")},
		{Text: v.T("word.form"), Whole: true},
		{Text: v.T("work.stage")},
		{Text: v.T("work.status")},
		{Text: v.T("word.last_change"), Sorted: parts.Ascending, Whole: true},
	}}
	for _, i := range items {
		status := casefile.Entry{Code: i.StatusCode, Occurred: i.StatusOccurred, Params: i.StatusParams}
		title, _, _ := status.Render(v.Language(), v.Agency())
		g.Lines = append(g.Lines, []parts.Cell{
			receiptCell(i),
			{Text: partyOf(v, i)},
			{Text: i.Form},
			{Body: tagged{stageTag(ctx, i.Stage)}},
			{Text: title},
			{Text: texts.Ago(ctx, i.LastActivity, v.At)},
		})
	}
	return withOffices(v, q, g, func(i int) string { return items[i].Office })
}

// withOffices adds a column for the office where the lines are of several.
func withOffices(v *frame.Visit, q question, g parts.Grid, of func(line int) string) parts.Grid {
	if q.office != allOffices {
		return g
	}
	g.Columns = append(g.Columns, parts.Column{Text: v.T("word.office")})
	for i := range g.Lines {
		g.Lines[i] = append(g.Lines[i], parts.Cell{Text: of(i)})
	}
	return g
}

func receiptCell(i worklist.Item) parts.Cell {
	return parts.Cell{Body: receiptLink(i.Receipt, casePath(casefile.Receipt(i.Receipt), ""), i.Protected)}
}

func partyOf(v *frame.Visit, i worklist.Item) string {
	if i.PartyName == nil {
		return v.T("work.erased")
	}
	return *i.PartyName
}
