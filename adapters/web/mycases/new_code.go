package mycases

import "github.com/casetrail/casetrail/adapters/web/frame"

func (p Pages) bindNewCode(b *frame.Binder) {
	b.Show("H05", func(v *frame.Visit) (frame.Page, error) { return newCodePage(v), nil })
}

func newCodePage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("new_code.title"), Body: newCodeBody()}
}
