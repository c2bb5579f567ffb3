package office

import (
	"cmp"
	"context"
	"slices"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/worklist"
)

func (p Pages) bindQueue(b *frame.Binder) {
	b.Show("O02", func(v *frame.Visit) (frame.Page, error) {
		all, err := p.Reading.Overview(v.Context(), "", v.After(), v.At)
		return queuePage(v, all), err
	})
}

func queuePage(v *frame.Visit, o reading.Overview) frame.Page {
	page := frame.Page{Title: v.T("queue.title"), Body: queueBody(queueOf(v, o))}
	switch {
	case o.Behind:
		page.State = "behind"
	case len(o.Counts) == 0:
		page.State, page.Body = "empty", parts.EmptyState(v.T("queue.none"), v.T("queue.none_text"))
	}
	return page
}

// queue is what the page of all open cases shows.
type queue struct {
	behind string
	cases  int
	ages   []age
	byAge  parts.Grid
	rows   parts.Grid
}

// age is how many cases have waited for so long.
type age struct {
	name  string
	cases int
	width int // of its bar, of barWidth
	href  string
}

// barWidth is how long the longest bar is, in the units of the drawing.
const barWidth = 320

func queueOf(v *frame.Visit, o reading.Overview) queue {
	q := queue{behind: v.Behind(o.Behind), ages: agesOf(v, o.Counts), rows: officesGrid(v, o.Counts)}
	q.byAge = parts.Grid{Caption: v.T("queue.ages"), Silent: true, Columns: []parts.Column{
		{Text: v.T("queue.age")}, {Text: v.T("queue.open"), Number: true},
	}}
	for _, a := range q.ages {
		q.cases += a.cases
		q.byAge.Lines = append(q.byAge.Lines, []parts.Cell{{Text: a.name, Href: a.href}, {Text: texts.Number(v.Context(), a.cases)}})
	}
	return q
}

// agesOf spreads the open cases over how long nothing has happened in them. Only the oldest lead to a list of just these: a
// list is asked for by the least age.
func agesOf(v *frame.Visit, counts []worklist.Count) []age {
	var total, month, quarter int
	for _, c := range counts {
		total, month, quarter = total+c.Cases, month+c.Idle30, quarter+c.Idle90
	}
	all := []age{
		{name: v.T("queue.under_30"), cases: total - month},
		{name: v.T("queue.under_90"), cases: month - quarter},
		{name: v.T("queue.over_90"), cases: quarter, href: question{office: allOffices, days: 90}.address()},
	}
	most := max(1, all[0].cases, all[1].cases, all[2].cases)
	for i, a := range all {
		all[i].width = a.cases * barWidth / most
	}
	return all
}

// numberCell makes little of a zero, so that what waits stands out; a phone leaves it out.
func numberCell(ctx context.Context, n int) parts.Cell {
	if n == 0 {
		return parts.Cell{Body: nothing(texts.Number(ctx, n))}
	}
	return parts.Cell{Text: texts.Number(ctx, n)}
}

// officesGrid counts by office, and within it in the order of a case's life.
func officesGrid(v *frame.Visit, counts []worklist.Count) parts.Grid {
	ctx := v.Context()
	sorted := slices.SortedStableFunc(slices.Values(counts), func(a, b worklist.Count) int {
		return cmp.Or(cmp.Compare(a.Office, b.Office), cmp.Compare(slices.Index(casefile.Stages, a.Stage), slices.Index(casefile.Stages, b.Stage)))
	})
	g := parts.Grid{Caption: v.T("queue.table"), Silent: true, Columns: []parts.Column{
		{Text: v.T("work.stage")},
		{Text: v.T("word.office")},
		{Text: v.T("queue.open"), Number: true},
		{Text: v.T("queue.idle_30"), Number: true},
		{Text: v.T("queue.idle_90"), Number: true},
		{Text: v.T("queue.oldest")},
	}}
	for _, c := range sorted {
		g.Lines = append(g.Lines, []parts.Cell{
			{Text: v.T("word.stage." + c.Stage), Href: question{office: c.Office, stage: c.Stage}.address()},
			{Text: officeName(ctx, c.Office)},
			{Text: texts.Number(ctx, c.Cases)},
			numberCell(ctx, c.Idle30),
			numberCell(ctx, c.Idle90),
			{Text: texts.Ago(ctx, c.Oldest, v.At)},
		})
	}
	return g
}
