package mycases

import (
	"errors"
	"strings"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/caselist"
)

// findField takes a receipt number, the end of one, or the number of a form.
const findField = "text"

func (p Pages) bindFindCase(b *frame.Binder) {
	b.Show("C17", p.showFound)
	b.Do("C17", "", p.findCase)
}

// findCase opens the case whose whole number was typed, and lists the others. What is searched for is sent and stands in
// no address: it may be a receipt number.
func (p Pages) findCase(v *frame.Visit) (frame.Next, error) {
	if receipt, err := casefile.ParseReceipt(v.Value(findField)); err == nil {
		_, _, err := p.Reading.One(v.Context(), v.Holder(), string(receipt), v.After())
		if !errors.Is(err, door.ErrNotHere) {
			return frame.To(caseAddress(receipt)), err
		}
	}
	page, err := p.showFound(v)
	return frame.Here(page), err
}

func (p Pages) showFound(v *frame.Visit) (frame.Page, error) {
	l := list{filter: caselist.Filter{Text: strings.TrimSpace(v.Value(findField))}}
	if casefile.Squeeze(l.filter.Text) == "" {
		return findPage(v, l), nil
	}
	var err error
	if l.List, err = p.Reading.Mine(v.Context(), v.Holder(), l.filter, v.After(), "", pageLength); err == nil {
		l.asks, err = p.Reading.CaseList.Asks(v.Context(), v.Holder(), v.At)
	}
	return findPage(v, l), err
}

func findPage(v *frame.Visit, l list) frame.Page {
	page := frame.Page{
		Title: v.T("find_case.title"), Back: casesLink(v),
		Body: findBody(l, lines(v.Context(), v.Agency(), l.Items, l.asks), v.Form(""), v.At),
	}
	switch {
	case l.Behind:
		page.State = "behind"
	case len(l.Items) > 0:
		page.State = "found"
	case l.filter.Text != "":
		page.State = "none"
	}
	return page
}
