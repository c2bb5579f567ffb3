package mycases

import (
	"errors"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
)

func (p Pages) bindRemoveCase(b *frame.Binder) {
	b.Show("C14", p.showRemove)
	b.Do("C14", "", p.removeCase)
}

func (p Pages) showRemove(v *frame.Visit) (frame.Page, error) {
	view, tier, err := p.mine(v)
	if err != nil {
		return frame.Page{}, err
	}
	return removePage(v, view, tier), nil
}

func removePage(v *frame.Visit, view casefile.View, tier string) frame.Page {
	page := frame.Page{
		Title: v.T("remove_case.title"), Body: removeBody(v.Form(""), view, tier),
		Back: &parts.Link{Href: caseAddress(view.Receipt), Text: v.T("upgrade.back", "Receipt", string(view.Receipt))},
	}
	if tier == access.TierStatus {
		page.State = "limited"
	}
	return page
}

// removeCase ends the visitor's link, whether there is one or not: sent twice it is the same. It waits until nothing shows
// the case any more; when that takes too long, the list itself says that it is behind.
func (p Pages) removeCase(v *frame.Visit) (frame.Next, error) {
	receipt, err := casefile.ParseReceipt(v.Param("receipt"))
	if err != nil {
		_, _, err = p.mine(v)
		return frame.Next{}, err
	}
	done, err := p.Access.Do(v.Context(), string(receipt), access.Unlink{Account: v.Holder()}, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Wrote(done.Position)
	if err := p.Reading.Unlinked(v.Context(), receipt, done.Position); err != nil && !errors.Is(err, reading.ErrBehind) {
		return frame.Next{}, err
	}
	return frame.To("/cases?removed=yes"), nil
}
