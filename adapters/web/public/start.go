package public

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindStart(b *frame.Binder) {
	b.Show("P01", func(v *frame.Visit) (frame.Page, error) {
		s := start{Owner: v.Owner(), Dev: v.Dev()}
		if v.Bearer.Stage == workflow.StageFull {
			s.Home = v.Home()
		}
		return startPage(v, s), nil
	})
}

// start is for whom the start page is.
type start struct {
	Home  string // where somebody goes on who is signed in already; empty: they are not
	Owner frame.Owner
	Dev   bool // a page says whom to sign in as
}

func startPage(v *frame.Visit, s start) frame.Page {
	page := frame.Page{Title: v.T("start.title"), State: manner(s.Owner), Own: true, Body: startBody(s)}
	if s.Home != "" {
		page.State = "signed_in"
	}
	return page
}

func startSamples() []frame.Sample {
	sample := func(state string, o *frame.Owner, home string) frame.Sample {
		return frame.Sample{Screen: "P01", State: state, Owner: o, Page: func(v *frame.Visit) frame.Page {
			return startPage(v, start{Home: home, Owner: *o, Dev: true})
		}}
	}
	return []frame.Sample{
		sample("", sampleOwner, ""), sample("unnamed", &frame.Owner{}, ""),
		sample("demonstration", &frame.Owner{Demonstration: true}, ""), sample("signed_in", sampleOwner, "/home"),
	}
}
