package office

import (
	"net/url"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/projections/clients"
)

const (
	programsPath = "/staff/programs"
	programsMost = 25
)

var (
	_ = texts.Family("programs.in_", client.Environments...)
	_ = texts.Family("programs.state_", clients.Working, clients.Suspended, clients.Closed)
)

func (p Pages) bindPrograms(b *frame.Binder) {
	b.Show("O30", func(v *frame.Visit) (frame.Page, error) {
		list, err := p.Reading.Programs(v.Context(), uuid.Nil, v.After(), v.Query("after"), programsMost)
		return programsPage(v, list), err
	})
	b.Show("O31", func(v *frame.Visit) (frame.Page, error) { return registerPage(v), nil })
	b.Do("O31", "", p.register)
	b.Show("O32", p.showProgram)
	for act, do := range map[string]frame.Do{
		"issue": p.issueSecret, "revoke": p.revokeSecret, "suspend": p.suspendProgram, "resume": p.resumeProgram, "close": p.closeProgram,
	} {
		b.Do("O32", act, do)
	}
}

func programsPage(v *frame.Visit, list reading.Programs) frame.Page {
	page := frame.Page{Title: v.T("programs.title")}
	switch {
	case list.Behind:
		page.State = "behind"
	case len(list.Items) == 0:
		page.State = "empty"
	}
	older := ""
	if list.Next != "" {
		older = programsPath + "?" + url.Values{"after": {list.Next}}.Encode()
	}
	page.Body = programsBody(behind(v, list.Behind), programsGrid(v, list.Items), older)
	return page
}

func programsGrid(v *frame.Visit, all []reading.Program) parts.Grid {
	g := parts.Grid{Caption: v.T("programs.title"), Silent: true, Columns: []parts.Column{
		{Text: v.T("programs.name")}, {Text: v.T("programs.environment")}, {Text: v.T("programs.state")}, {Text: v.T("programs.used")},
	}}
	for _, p := range all {
		used := v.T("programs.never")
		if last := p.LastUse(); !last.IsZero() {
			used = texts.Ago(v.Context(), last, v.At)
		}
		g.Lines = append(g.Lines, []parts.Cell{
			{Text: programName(v, p), Href: programPath(p.ID)},
			{Text: v.T("programs.in_" + p.Environment)},
			{Body: parts.StatusTag(programTag(v, p.State))},
			{Text: used},
		})
	}
	return g
}

func programPath(id uuid.UUID) string { return programsPath + "/" + id.String() }

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
