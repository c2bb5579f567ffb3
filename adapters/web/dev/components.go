package dev

import (
	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
)

func componentsPage(v *frame.Visit) frame.Page {
	var sections []templ.Component
	for _, s := range parts.Gallery() {
		sections = append(sections, component(s))
	}
	return frame.Page{Title: v.T("components.title"), Body: componentsBody(templ.Join(sections...)), Back: toDemo(v)}
}
