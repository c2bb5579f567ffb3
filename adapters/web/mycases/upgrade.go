package mycases

import (
	"errors"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
)

func (p Pages) bindUpgrade(b *frame.Binder) {
	b.Show("H10", p.showUpgrade)
	b.Do("H10", "", p.upgrade)
	b.Do("H10", "dispute", func(v *frame.Visit) (frame.Next, error) {
		view, _, err := p.mine(v)
		return frame.Here(disputePage(v, string(view.Receipt))), err
	})
}

func (p Pages) showUpgrade(v *frame.Visit) (frame.Page, error) {
	view, tier, err := p.mine(v)
	if err != nil {
		return frame.Page{}, err
	}
	return upgradePage(v, view.Receipt, tier), nil
}

// upgradePage asks for the code, unless there is nothing to gain, or no code to be had.
func upgradePage(v *frame.Visit, receipt casefile.Receipt, tier string) frame.Page {
	page := frame.Page{
		Title: v.T("upgrade.title"), Back: &parts.Link{Href: caseAddress(receipt), Text: v.T("upgrade.back", "Receipt", string(receipt))},
	}
	switch {
	case tier == access.TierFull:
		page.State, page.Body, page.Formless = "full", upgradeNothing(receipt, true), true
	case !receipt.Online():
		page.State, page.Body, page.Formless = "no_code", upgradeNothing(receipt, false), true
	default:
		page.Body = upgradeBody(v.Form(""), receipt, refusalOf(v.Failed()), reportForm(v, string(receipt)))
	}
	return page
}

// upgrade makes a link for the status a full one. The case is that of the address, and must be one of the visitor's.
func (p Pages) upgrade(v *frame.Visit) (frame.Next, error) {
	view, _, err := p.mine(v)
	if err != nil {
		return frame.Next{}, err
	}
	proof := typed(v)
	proof.Receipt = string(view.Receipt)
	if err := errors.Join(codeGiven(proof.Code), readable(proof)); err != nil {
		return frame.Next{}, err
	}
	return p.link(v, proof)
}
