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
		b.Show(id, func(v *frame.Visit) (frame.Page, error) { return noticePage(v, name), nil })
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

// noticePage is a notice in its newest edition.
func noticePage(v *frame.Visit, name string) frame.Page {
	version := editions(name)[0]
	return frame.Page{Title: v.T("edition." + name), Body: noticeBody(noticeText(v, name, version), version, editionLinks(name, version))}
}

// editionPage is the page of one edition, which stays when there is a newer one.
func editionPage(v *frame.Visit, name, version string) frame.Page {
	notice := v.T("edition." + name)
	return frame.Page{
		Title: v.T("edition.title", "Notice", notice, "Version", version), Back: &parts.Link{Text: notice, Href: "/" + name},
		Body: noticeBody(noticeText(v, name, version), "", editionLinks(name, version)),
	}
}

func noticeText(v *frame.Visit, name, version string) templ.Component {
	if name != "terms" {
		return texts.Document(v.Context(), name, version)
	}
	paragraphs := strings.Split(strings.TrimSpace(account.Terms(v.Language())), "\n\n")
	return termsText(paragraphs[1:]) // the first is their title
}

func editionLinks(name, current string) (links []parts.Link) {
	for _, e := range editions(name) {
		links = append(links, parts.Link{Text: e, Href: "/edition/" + name + "/" + e, Current: e == current})
	}
	return links
}

func noticeSamples() []frame.Sample {
	of := func(name string) func(v *frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return noticePage(v, name) }
	}
	return []frame.Sample{
		{Screen: "P06", Page: of("accessibility")},
		{Screen: "P07", Page: of("privacy")},
		{Screen: "P08", Page: of("terms")},
		{Screen: "P11", Path: "/edition/privacy/2026-11", Page: func(v *frame.Visit) frame.Page { return editionPage(v, "privacy", editions("privacy")[0]) }},
	}
}
