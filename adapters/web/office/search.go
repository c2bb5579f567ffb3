package office

import (
	"slices"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
)

func (p Pages) bindSearch(b *frame.Binder) {
	b.Show("O03", func(v *frame.Visit) (frame.Page, error) { return searchPage(v), nil })
	b.Do("O03", "", p.search)
}

func searchPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("staff_search.title"), Body: searchBody(v.Form(""))}
}

// search is sent, and not asked for in an address: what somebody types may be another number that identifies a person.
func (p Pages) search(v *frame.Visit) (frame.Next, error) {
	f, err := p.Reading.File(v.Context(), v.Value("receipt"), v.After())
	if err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"receipt": slices.Concat(casefile.ReceiptErrors, []*domain.Error{casefile.ErrUnknown})})
	}
	return frame.To(casePath(f.View.Receipt, "")), nil
}
