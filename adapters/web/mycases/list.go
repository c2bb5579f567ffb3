package mycases

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/caselist"
)

const (
	pageLength = 20
	few        = 5 // that many are found by looking
)

// list is a page of an account's cases.
type list struct {
	reading.List
	counts  []caselist.Count // of all, by stage
	asks    []caselist.Asked
	filter  caselist.Filter
	page    int
	removed bool // a case was just taken out
}

func (p Pages) bindList(b *frame.Binder) { b.Show("C01", p.showList) }

func (p Pages) showList(v *frame.Visit) (frame.Page, error) {
	l := list{filter: filterOf(v.Query), removed: v.Query("removed") != ""}
	if err := p.readList(v, &l); err != nil {
		return frame.Page{}, err
	}
	return listPage(v, l), nil
}

// filterOf is what the address asks for. It never holds a receipt number: those are searched for by a form that is sent.
func filterOf(query func(name string) string) (f caselist.Filter) {
	if s := query("stage"); slices.Contains(casefile.Stages, s) {
		f.Stage = s
	}
	if s := query("state"); s == caselist.Open || s == caselist.Closed {
		f.State = s
	}
	if o := query("order"); o == caselist.OrderOldest || o == caselist.OrderReceived {
		f.Order = o
	}
	return f
}

// readList reads a page. Pages are counted, and not told by a cursor: people read on which of how many they are.
func (p Pages) readList(v *frame.Visit, l *list) (err error) {
	ctx, account := v.Context(), v.Holder()
	if l.counts, err = p.Reading.CaseList.Counts(ctx, account); err != nil {
		return err
	}
	l.page = min(pageNumber(v.Query("page")), l.pages())
	after, cursor := v.After(), ""
	for range l.page {
		if l.List, err = p.Reading.Mine(ctx, account, l.filter, after, cursor, pageLength); err != nil {
			return err
		}
		if after, cursor = "", l.Next; cursor == "" {
			break
		}
	}
	l.asks, err = p.Reading.CaseList.Asks(ctx, account, v.At)
	return err
}

func pageNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 1
	}
	return n
}

func (l list) total() int { return list{counts: l.counts}.matching() }

// matching is how many cases the filter leaves.
func (l list) matching() (n int) {
	for _, c := range l.counts {
		if (l.filter.Stage == "" || l.filter.Stage == c.Stage) && (l.filter.State == "" || c.Closed == (l.filter.State == caselist.Closed)) {
			n += c.Cases
		}
	}
	return n
}

func (l list) pages() int { return max(1, (l.matching()+pageLength-1)/pageLength) }

func (l list) narrowed() bool { return l.filter.Stage != "" || l.filter.State != "" }

var _ = texts.Family("word.stage.", casefile.Stages...)

// stages are those of any case of the account: no others can be chosen.
func (l list) stages() (all []string) {
	for _, s := range casefile.Stages {
		if slices.ContainsFunc(l.counts, func(c caselist.Count) bool { return c.Stage == s }) {
			all = append(all, s)
		}
	}
	return all
}

// address is that of another page of the same list.
func (l list) address(page int) string {
	q := url.Values{}
	for name, value := range map[string]string{"stage": l.filter.Stage, "state": l.filter.State, "order": l.filter.Order} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return "/cases"
	}
	return "/cases?" + q.Encode()
}

func (l list) state() string {
	switch {
	case l.Behind:
		return "behind"
	case len(l.Items) == 0 && l.narrowed():
		return "filtered_empty"
	case len(l.Items) == 0:
		return "empty"
	case l.pages() > 1:
		return "many"
	}
	return ""
}

func listPage(v *frame.Visit, l list) frame.Page {
	page := frame.Page{State: l.state(), Title: v.T("cases.title"), Body: listBody(l, lines(v.Context(), v.Agency(), l.Items, l.asks), v.Form("find"), v.At)}
	if l.removed {
		page.Notices = []parts.Notice{{Kind: parts.Success, Text: v.T("cases.removed"), Live: true}}
	}
	return page
}

// grid shows cases under each other.
func grid(ctx context.Context, caption string, all []line) parts.Grid {
	g := parts.Grid{Caption: caption, Columns: columns(ctx)}
	for _, l := range all {
		g.Lines = append(g.Lines, []parts.Cell{
			{Body: caseCell(l)},
			{Body: statusCell(l)},
			{Text: l.next(ctx)},
			{Body: changeCell(l)},
		})
	}
	return g
}
