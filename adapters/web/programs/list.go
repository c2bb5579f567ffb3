package programs

import (
	"net/url"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/projections/clients"
)

const listMost = 25

var (
	_ = texts.Family("programs.in_", client.Environments...)
	_ = texts.Family("programs.state_", clients.Working, clients.Suspended, clients.Closed)
)

func (p Pages) showList(v *frame.Visit, d desk) (frame.Page, error) {
	if err := p.ClientDesk.Admit(v.Context(), v.Actor()); err != nil {
		return frame.Page{}, err
	}
	list, err := p.Reading.Programs(v.Context(), d.owner(v), v.After(), v.Query("after"), listMost)
	return listPage(v, d, list), err
}

// listModel is what the list of clients shows.
type listModel struct {
	desk
	lead  string
	late  string // since when newer changes are being added; empty: they are not
	lines parts.Grid
	older string // address of the next page
}

func listPage(v *frame.Visit, d desk, list reading.Programs) frame.Page {
	page := frame.Page{Title: v.T(d.list + ".title")}
	if d.own {
		page.Back = &parts.Link{Text: v.T("settings.title"), Href: "/settings"}
	}
	switch {
	case list.Behind:
		page.State = "behind"
	case len(list.Items) == 0:
		page.State = "empty"
	}
	m := listModel{desk: d, lead: v.T(d.list + ".lead"), late: v.Behind(list.Behind), lines: listGrid(v, d, list.Items)}
	if list.Next != "" {
		m.older = d.path + "?" + url.Values{"after": {list.Next}}.Encode()
	}
	page.Body = listBody(m)
	return page
}

func listGrid(v *frame.Visit, d desk, all []reading.Program) parts.Grid {
	g := parts.Grid{Caption: v.T(d.list + ".title"), Silent: true, Columns: []parts.Column{
		{Text: v.T("programs.name")}, {Text: v.T("programs.environment")}, {Text: v.T("programs.state")}, {Text: v.T("programs.used")},
	}}
	for _, p := range all {
		used := v.T("programs.never")
		if last := p.LastUse(); !last.IsZero() {
			used = texts.Ago(v.Context(), last, v.At)
		}
		g.Lines = append(g.Lines, []parts.Cell{
			{Text: programName(v, p), Href: d.at(p.ID)},
			{Text: v.T("programs.in_" + p.Environment)},
			{Body: parts.StatusTag(programTag(v, p.State))},
			{Text: used},
		})
	}
	return g
}

// programName is what its owner calls it, until that was erased.
func programName(v *frame.Visit, p reading.Program) string {
	if p.Name == nil {
		return v.T("programs.erased")
	}
	return *p.Name
}

func programTag(v *frame.Visit, state string) parts.Tag {
	kinds := map[string]parts.Kind{clients.Working: parts.Good, clients.Suspended: parts.Bad, clients.Closed: parts.Neutral}
	return parts.Tag{Kind: kinds[state], Text: v.T("programs.state_" + state)}
}
