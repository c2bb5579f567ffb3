package public

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) bindNotices(b *frame.Binder) {
	for id, name := range map[string]string{"P06": "accessibility", "P07": "privacy", "P08": "terms"} {
		b.Show(id, func(v *frame.Visit) (frame.Page, error) { return noticePage(v, name, editions(name)[0]), nil })
	}
	b.Show("P11", func(v *frame.Visit) (frame.Page, error) {
		name, version := v.Param("notice"), v.Param("version")
		if !slices.Contains(editions(name), version) {
			return frame.Page{}, door.ErrNotHere
		}
		return editionPage(v, name, version), nil
	})
}

var _ = texts.Family("edition.", "accessibility", "privacy", "terms")

// editions are those of a notice, the newest first. The terms are those that the domain has people agree to.
func editions(name string) []string {
	switch name {
	case "terms":
		return []string{account.TermsVersion}
	case "accessibility", "privacy":
		return texts.Versions(name)
	}
	return nil
}

// noticePage is a notice in one of its editions.
func noticePage(v *frame.Visit, name, version string) frame.Page {
	var body templ.Component
	if name == "terms" {
		paragraphs := strings.Split(strings.TrimSpace(account.Terms(v.Language())), "\n\n")
		body = termsText(paragraphs[1:]) // the first is their title
	} else {
		body = texts.Document(v.Context(), name, version)
	}
	var links []parts.Link
	for _, e := range editions(name) {
		links = append(links, parts.Link{Text: e, Href: "/edition/" + name + "/" + e, Current: e == version})
	}
	return frame.Page{Title: v.T("edition." + name), Body: noticeBody(body, version, links)}
}

// editionPage is the page of one edition, which stays when there is a newer one.
func editionPage(v *frame.Visit, name, version string) frame.Page {
	page := noticePage(v, name, version)
	page.Title = v.T("edition.title", "Notice", page.Title, "Version", version)
	page.Back = &parts.Link{Text: v.T("edition." + name), Href: "/" + name}
	return page
}

func noticeSamples() []frame.Sample {
	of := func(name string) func(v *frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return noticePage(v, name, editions(name)[0]) }
	}
	return []frame.Sample{
		{Screen: "P06", Page: of("accessibility")},
		{Screen: "P07", Page: of("privacy")},
		{Screen: "P08", Page: of("terms")},
		{Screen: "P11", Path: "/edition/privacy/2026-11", Page: func(v *frame.Visit) frame.Page { return editionPage(v, "privacy", editions("privacy")[0]) }},
	}
}
