package public

import "github.com/casetrail/casetrail/adapters/web/frame"

func (p Pages) bindHelp(b *frame.Binder) {
	b.Show("P05", func(v *frame.Visit) (frame.Page, error) { return helpPage(v), nil })
}

func helpPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("help.title"), Body: helpBody()}
}

func helpSamples() []frame.Sample { return []frame.Sample{{Screen: "P05", Page: helpPage}} }
