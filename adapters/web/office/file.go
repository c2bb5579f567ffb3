package office

import (
	"errors"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
)

// newest is how many entries the overview shows.
const newest = 5

func (p Pages) bindFile(b *frame.Binder) {
	for id, page := range map[string]func(*frame.Visit, reading.File, string) frame.Page{
		"O04": filePage, "O22": historyPage, "O23": accessPage, "O24": messagesPage,
	} {
		b.Show(id, func(v *frame.Visit) (frame.Page, error) {
			f, err := p.file(v)
			if err != nil {
				return frame.Page{}, err
			}
			return page(v, f, p.Agency), nil
		})
	}
}

// file is the case of the address. What cannot be a receipt number leads nowhere, as one that nobody has.
func (p Pages) file(v *frame.Visit) (reading.File, error) {
	f, err := p.Reading.File(v.Context(), v.Param("receipt"), v.After())
	var said *domain.Error
	if errors.As(err, &said) && said.Kind == domain.Invalid {
		err = door.ErrNotHere
	}
	return f, err
}

func casePath(receipt casefile.Receipt, under string) string {
	return "/staff/cases/" + string(receipt) + under
}

// section is a page of a case file: each has the same head.
func section(v *frame.Visit, f reading.File, title string) frame.Page {
	page := frame.Page{Title: title + " " + string(f.View.Receipt), Crumbs: []parts.Link{
		{Text: v.T("frame.work"), Href: workPath}, {Text: string(f.View.Receipt), Href: v.Path(), Current: true},
	}, Own: true}
	if f.Behind {
		page.State = "behind"
	}
	return page
}

func filePage(v *frame.Visit, f reading.File, agency string) frame.Page {
	page := section(v, f, v.T("file.title"))
	page.Body = fileBody(v, f, headOf(v, f, page.Title), agency)
	return page
}

func historyPage(v *frame.Visit, f reading.File, agency string) frame.Page {
	page := section(v, f, v.T("file_history.title"))
	page.Body = historyBody(headOf(v, f, page.Title), historyGrid(v, f.View, agency))
	return page
}

func accessPage(v *frame.Visit, f reading.File, _ string) frame.Page {
	page := section(v, f, v.T("file_access.title"))
	page.Body = accessBody(f, headOf(v, f, page.Title), linksGrid(v, f), codesGrid(v, f))
	return page
}

func messagesPage(v *frame.Visit, f reading.File, _ string) frame.Page {
	page := section(v, f, v.T("file_messages.title"))
	page.Body = messagesBody(f, headOf(v, f, page.Title), messagesGrid(v, f.Messages, false))
	return page
}

// head is what stands above every section.
type head struct {
	title  string
	tags   []parts.Tag
	behind string // the time of day, when newer changes are still being added
	facts  []parts.Row
	tabs   []parts.Link
}

func headOf(v *frame.Visit, f reading.File, title string) head {
	ctx, view := v.Context(), f.View
	h := head{title: title, tags: []parts.Tag{stageTag(ctx, stageOf(view.Status.Code))}}
	if view.Closed {
		h.tags = append(h.tags, parts.Tag{Kind: parts.Neutral, Text: v.T("word.case_state.closed")})
	}
	if view.Protected {
		h.tags = append(h.tags, parts.Tag{Kind: parts.Bad, Text: v.T("file.protected")})
	}
	h.facts, h.behind = factsOf(v, f), v.Behind(f.Behind)
	for _, t := range []parts.Link{
		{Text: v.T("file.tab_overview")},
		{Text: v.T("file.tab_history"), Href: "/history"},
		{Text: v.T("file.tab_access"), Href: "/access"},
		{Text: v.T("file.tab_messages"), Href: "/messages"},
	} {
		t.Href = casePath(view.Receipt, t.Href)
		t.Current = t.Href == v.Path()
		h.tabs = append(h.tabs, t)
	}
	return h
}
