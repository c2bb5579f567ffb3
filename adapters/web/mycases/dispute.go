package mycases

import (
	"errors"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
)

const disputePath = "/cases/add/dispute"

func (p Pages) bindDispute(b *frame.Binder) {
	b.Show("H12", func(v *frame.Visit) (frame.Page, error) { return disputePage(v, v.Value(receiptField)), nil })
	b.Do("H12", "", p.dispute)
	b.Show("H13", func(v *frame.Visit) (frame.Page, error) { return disputedPage(v), nil })
}

// proofNames are the fields of a proof, as forms send them.
var proofNames = []string{receiptField, codeField, birthField + "_month", birthField + "_day", birthField + "_year"}

// shownProof is what was typed, for a form that sends it on: a code is no matter for an address, and nothing to be stored.
func shownProof(v *frame.Visit, receipt string) (known []string) {
	for _, name := range proofNames {
		value := v.Value(name)
		if name == receiptField {
			value = receipt
		}
		known = append(known, name, value)
	}
	return known
}

// disputePage asks whether somebody is sure. It is also where the pages that refuse a used code lead without a redirect.
func disputePage(v *frame.Visit, receipt string) frame.Page {
	form := v.Form("", shownProof(v, receipt)...)
	form.Action = disputePath
	form.Typed = form.Typed || form.Value(codeField) != ""
	return frame.Page{
		Screen: "H12", Title: v.T("dispute.title"), Body: disputeBody(form), Back: &parts.Link{Href: "/cases/add", Text: v.T("add_case.title")},
	}
}

// dispute reports that somebody used the code who should not have. Whoever has not the letter learns nothing.
func (p Pages) dispute(v *frame.Visit) (frame.Next, error) {
	proof := typed(v)
	if err := errors.Join(codeGiven(proof.Code), readable(proof)); err != nil {
		return frame.Next{}, err
	}
	_, done, err := p.Linking.Dispute(v.Context(), v.Holder(), proof, v.Act())
	if err != nil {
		return frame.Next{}, about(err)
	}
	v.Wrote(done.Position)
	return frame.To(disputePath + "/sent"), nil
}

func disputedPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("disputed.title"), Body: disputedBody(), Back: casesLink(v)}
}

// reportForm brings what was typed on a page to where a used code is reported.
func reportForm(v *frame.Visit, receipt string) parts.Form {
	return v.Form("dispute", shownProof(v, receipt)...)
}
