package programs

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/projections/clients"
)

func (p Pages) showProgram(v *frame.Visit, d desk) (frame.Page, error) {
	id, err := programID(v)
	if err != nil {
		return frame.Page{}, err
	}
	program, late, err := p.Reading.Program(v.Context(), id, d.owner(v), v.After())
	return programPage(v, d, program, late), err
}

// programID is the client that the address names; what is no id names none.
func programID(v *frame.Visit) (uuid.UUID, error) {
	id, err := uuid.Parse(v.Param("client"))
	if err != nil {
		return uuid.Nil, client.ErrUnknown
	}
	return id, nil
}

func programPage(v *frame.Visit, d desk, p reading.Program, late bool) frame.Page {
	page := frame.Page{Title: programName(v, p), Back: &parts.Link{Text: v.T(d.list + ".title"), Href: d.path}}
	if p.State != clients.Working && v.Failed() == nil {
		page.State = p.State
	}
	page.Formless = !mayIssue(p) // that form is the page's own
	forms := map[string]parts.Form{}
	for _, act := range v.Screen.Acts {
		forms[act] = v.Form(act)
	}
	page.Body = programBody(programModel{
		Program: p, desk: d, late: v.Behind(late), forms: forms, facts: programFacts(v, d, p), secrets: secretsGrid(v, p),
	})
	return page
}

// mayIssue says whether the client can be given one more secret now.
func mayIssue(p reading.Program) bool {
	return p.State == clients.Working && len(p.Credentials.Of) < limits.ClientCredentials
}

// programModel is what the page of a client shows, and the forms behind its buttons.
type programModel struct {
	reading.Program
	desk
	late    string
	forms   map[string]parts.Form
	facts   []parts.Row
	secrets parts.Grid
}

var (
	_ = texts.Family("program.why_", client.Reasons...)
	_ = texts.Family("program.owner_", "staff", "operator", "applicant")
	_ = texts.Family("program.may_", client.CaseStatus)
)

func programFacts(v *frame.Visit, d desk, p reading.Program) []parts.Row {
	contact := v.T("programs.erased")
	if p.Contact != nil {
		contact = *p.Contact
	}
	facts := []parts.Row{{Key: v.T("programs.state"), Body: parts.StatusTag(programTag(v, p.State))}}
	if p.Why != "" {
		facts = append(facts, parts.Row{Key: v.T("program.why"), Value: v.T("program.why_" + p.Why)})
	}
	facts = append(facts, []parts.Row{
		{Key: v.T("programs.environment"), Value: v.T("programs.in_" + p.Environment)},
		{Key: v.T("program.may"), Value: mayDo(v, p.Scopes)},
		{Key: v.T("register_program.contact"), Value: contact},
		{Key: v.T("program.registered"), Value: texts.Moment(v.Context(), p.Registered)},
	}...)
	if !d.own {
		facts = append(facts, parts.Row{Key: v.T("program.owner"), Value: v.T("program.owner_" + p.OwnerKind)})
	}
	return facts
}

func mayDo(v *frame.Visit, scopes []string) string {
	var all []string
	for _, name := range scopes {
		all = append(all, v.T("program.may_"+name))
	}
	return texts.List(v.Context(), all...)
}

func secretsGrid(v *frame.Visit, p reading.Program) parts.Grid {
	g := parts.Grid{Caption: v.T("program.secrets"), Silent: true, Columns: []parts.Column{
		{Text: v.T("program.client_id")}, {Text: v.T("program.issued")}, {Text: v.T("programs.used")}, {Text: v.T("word.action")},
	}}
	for _, c := range p.Credentials.Of {
		id, used := client.ID{Client: p.ID, Number: c.Number}.String(), v.T("programs.never")
		if last := p.UsedLast(c.Number); !last.IsZero() {
			used = texts.Ago(v.Context(), last, v.At)
		}
		g.Lines = append(g.Lines, []parts.Cell{
			{Body: parts.CopyButton("id-"+strconv.Itoa(c.Number), v.T("program.client_id"), id)},
			{Text: texts.Day(v.Context(), c.Issued)},
			{Text: used},
			{Body: revokeButton(strconv.Itoa(c.Number), id)},
		})
	}
	return g
}

func whyOptions(ctx context.Context) (all []parts.Option) {
	for _, why := range client.Reasons {
		all = append(all, parts.Option{Value: why, Text: texts.T(ctx, "program.why_"+why)})
	}
	return all
}
