package public

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindStart(b *frame.Binder) {
	b.Show("P01", func(v *frame.Visit) (frame.Page, error) {
		s := start{Demo: v.Dev()}
		if v.Bearer.Stage == workflow.StageFull {
			s.Home = v.Home()
		}
		return startPage(v, s), nil
	})
}

// start is for whom the start page is.
type start struct {
	Home string // where somebody goes on who is signed in already; empty: they are not
	Demo bool   // everybody and everything here is made up
}

func startPage(v *frame.Visit, s start) frame.Page {
	page := frame.Page{Title: v.T("start.title"), Own: true, Body: startBody(s)}
	if s.Home != "" {
		page.State = "signed_in"
	}
	return page
}

func startSamples() []frame.Sample {
	return []frame.Sample{
		{Screen: "P01", Page: func(v *frame.Visit) frame.Page { return startPage(v, start{Demo: true}) }},
		{Screen: "P01", State: "signed_in", Page: func(v *frame.Visit) frame.Page { return startPage(v, start{Home: "/home"}) }},
	}
}
