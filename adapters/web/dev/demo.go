package dev

import (
	"strings"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

var (
	_ = texts.Family("demo.group.", GroupApplicants, GroupStaff)
	_ = texts.Family("demo.person.", People...)
	_ = texts.Family("demo.about.", People...)
	_ = texts.Family("demo.case.", "card", "moved", "interview", "evidence", "status_only", "biometrics", "denied", "reopened", "used", "reported", "crowd")
	_ = texts.Family("demo.letter.", LetterUnused, LetterUpgrade, LetterUsed, LetterReplaced, LetterExpired)
)

func (p Pages) showDemo(v *frame.Visit) (frame.Page, error) { return demoPage(v, p.Tour()), nil }

func demoPage(v *frame.Visit, t *Tour) frame.Page {
	page := frame.Page{Title: v.T("demo.title")}
	if t.Loading {
		page.State, page.Body = "loading", demoLoading()
		return page
	}
	page.Body = demoBody(demoModel{t, v.Form("")})
	return page
}

// demoModel is the tour, and the form behind its buttons, which are another for each person.
type demoModel struct {
	*Tour
	form parts.Form
}

// signIn is the form that sends what a person would type to the page where they would type it.
func (m demoModel) signIn(group string, p Person) parts.Form {
	f := m.form
	f.ID, f.Action = "as-"+p.Key, "/sign-in"
	if group == GroupStaff {
		f.Action = "/staff/sign-in"
	}
	return f
}

// password is everybody's.
func (m demoModel) password() string {
	for _, g := range m.Groups {
		for _, p := range g.People {
			if p.Password != "" {
				return p.Password
			}
		}
	}
	return ""
}

// calledBy is the name by which a person of the demo is known: that in the address.
func calledBy(email string) string {
	name, _, _ := strings.Cut(email, "@")
	return strings.ToUpper(name[:min(1, len(name))]) + name[min(1, len(name)):]
}

// caseKey names the text for a case: those of the crowd share one.
func caseKey(name string) string {
	if strings.HasPrefix(name, "crowd ") {
		name = "crowd"
	}
	return strings.ReplaceAll(name, " ", "_")
}
