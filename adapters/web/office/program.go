package office

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

func (p Pages) showProgram(v *frame.Visit) (frame.Page, error) {
	id, err := programID(v)
	if err != nil {
		return frame.Page{}, err
	}
	program, late, err := p.Reading.Program(v.Context(), id, uuid.Nil, v.After())
	return programPage(v, program, late), err
}

// programID is the client that the address names; what is no id names none.
func programID(v *frame.Visit) (uuid.UUID, error) {
	id, err := uuid.Parse(v.Param("client"))
	if err != nil {
		return uuid.Nil, client.ErrUnknown
	}
	return id, nil
}

func programPage(v *frame.Visit, p reading.Program, late bool) frame.Page {
	page := frame.Page{Title: programName(v, p), Back: &parts.Link{Text: v.T("programs.title"), Href: programsPath}}
	if p.State != clients.Working && v.Failed() == nil {
		page.State = p.State
	}
	page.Formless = !mayIssue(p) // that form is the page's own
	forms := map[string]parts.Form{}
	for _, act := range []string{"issue", "revoke", "suspend", "resume", "close"} {
		forms[act] = v.Form(act)
	}
	page.Body = programBody(programModel{
		Program: p, late: behind(v, late), forms: forms, facts: programFacts(v, p), secrets: secretsGrid(v, p),
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
	late    string
	forms   map[string]parts.Form
	facts   []parts.Row
	secrets parts.Grid
}

var (
	_ = texts.Family("program.why_", client.Reasons...)
	_ = texts.Family("program.owner_", "staff", "operator", "applicant")
)

func programFacts(v *frame.Visit, p reading.Program) []parts.Row {
	contact := v.T("programs.erased")
	if p.Contact != nil {
		contact = *p.Contact
	}
	facts := []parts.Row{
		{Key: v.T("programs.state"), Body: parts.StatusTag(programTag(v, p.State))},
		{Key: v.T("programs.environment"), Value: v.T("programs.in_" + p.Environment)},
		{Key: v.T("register_program.contact"), Value: contact},
		{Key: v.T("program.registered"), Value: texts.Moment(v.Context(), p.Registered)},
		{Key: v.T("program.owner"), Value: v.T("program.owner_" + p.OwnerKind)},
	}
	if p.Why != "" {
		facts = append(facts, parts.Row{Key: v.T("program.why"), Value: v.T("program.why_" + p.Why)})
	}
	return facts
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
			{Text: texts.Moment(v.Context(), c.Issued)},
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

// issueSecret shows the new secret in its answer: it is shown once.
func (p Pages) issueSecret(v *frame.Visit) (frame.Next, error) {
	id, err := programID(v)
	if err != nil {
		return frame.Next{}, err
	}
	shown, done, err := p.ClientDesk.Issue(v.Context(), id, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Wrote(done.Position)
	return frame.Here(secretPage(v.T("program.shown_title"), shown)), nil
}

func (p Pages) revokeSecret(v *frame.Visit) (frame.Next, error) {
	number, err := strconv.Atoi(v.Value("credential"))
	if err != nil {
		return frame.Next{}, client.ErrNoCredential
	}
	return p.manage(v, client.RevokeCredential{Number: number})
}

func (p Pages) suspendProgram(v *frame.Visit) (frame.Next, error) {
	return p.manage(v, client.Suspend{Why: v.Value("why")})
}

func (p Pages) resumeProgram(v *frame.Visit) (frame.Next, error) { return p.manage(v, client.Resume{}) }

func (p Pages) closeProgram(v *frame.Visit) (frame.Next, error) { return p.manage(v, client.Close{}) }

// manage runs a command on the client of the address and leads back to it.
func (p Pages) manage(v *frame.Visit, command client.Command) (frame.Next, error) {
	id, err := programID(v)
	if err != nil {
		return frame.Next{}, err
	}
	done, err := p.Clients.Do(v.Context(), id.String(), command, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Wrote(done.Position)
	return frame.To(programPath(id)), nil
}
