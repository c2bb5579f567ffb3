package parts_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/parts"
)

func TestPagesAroundTheCurrentOneAreNumbered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		current, last          int
		previous, next, digits string
	}{
		{1, 1, "", "", "(1)"},
		{1, 3, "", "2", "(1) 2 3"},
		{3, 3, "2", "", "1 2 (3)"},
		{5, 9, "4", "6", "1 … 4 (5) 6 … 9"},
		{3, 4, "2", "4", "1 2 (3) 4"},
	} {
		p := parts.Numbered(c.current, c.last, strconv.Itoa)
		var digits []string
		for _, n := range p.Numbers {
			switch {
			case n.Href == "":
				digits = append(digits, "…")
			case n.Current:
				digits = append(digits, "("+n.Text+")")
			default:
				digits = append(digits, n.Text)
			}
		}
		if got := strings.Join(digits, " "); got != c.digits || p.Previous != c.previous || p.Next != c.next {
			t.Errorf("page %d of %d: %q, before %q, after %q", c.current, c.last, got, p.Previous, p.Next)
		}
	}
}

func TestANoticeIsHeardWhenItAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		notice parts.Notice
		role   string
	}{
		{parts.Notice{Kind: parts.Failure, Text: "x"}, ""},
		{parts.Notice{Kind: parts.Failure, Text: "x", Live: true}, "alert"},
		{parts.Notice{Kind: parts.Success, Text: "x", Live: true}, "status"},
	} {
		box := show(t, context.Background(), parts.Alert(c.notice)).named("div")[0]
		if box.attrs["role"] != c.role {
			t.Errorf("%+v has the role %q", c.notice, box.attrs["role"])
		}
	}
}

func TestATableNamesItsCells(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), parts.Table(parts.Grid{
		Caption: "Cases", Columns: []parts.Column{{Text: "Case", Href: "?sort=case", Sorted: parts.Ascending}, {Text: "Status"}},
		Lines: [][]parts.Cell{{{Text: "IOE1", Href: "/cases/IOE1"}, {Text: "Open"}}},
	}))
	heads := page.named("th")
	if len(heads) != 3 || heads[0].attrs["aria-sort"] != "ascending" || heads[1].attrs["aria-sort"] != "" || heads[2].attrs["scope"] != "row" {
		t.Errorf("the heads are wrong: %d", len(heads))
	}
	if cells := page.named("td"); len(cells) != 1 || cells[0].attrs["data-label"] != "Status" || cells[0].said() != "Open" {
		t.Error("the cell does not name its column")
	}
	if got := page.named("caption")[0].said(); got != "Cases" {
		t.Errorf("the caption is %q", got)
	}
}

func TestAMistakeStaysToBeRead(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), parts.Timeline([]parts.Entry{
		{ID: "e2", Title: "We corrected an entry", Kind: parts.Correction},
		{ID: "e1", Title: "Interview scheduled", Kind: parts.Corrected, Marking: "Entered by mistake. See", Related: parts.Link{Text: "the correction", Href: "#e2"}},
	}, 2))
	if struck := page.named("s"); len(struck) != 1 || struck[0].said() != "Interview scheduled" {
		t.Errorf("%d entries are struck through", len(struck))
	}
	if said := page.byID("e1").said(); !strings.Contains(said, "Entered by mistake. See the correction") {
		t.Errorf("the mistake says %q", said)
	}
	if titles := page.named("h2"); len(titles) != 2 {
		t.Errorf("%d entries are headings of the level asked for", len(titles))
	}
}
