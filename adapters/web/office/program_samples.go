package office

import (
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections/clients"
)

// sampleProgram is one that is being given a new secret.
func sampleProgram(name, environment, state, why string, secrets int) reading.Program {
	id, contact := uuid.NewSHA1(uuid.Nil, []byte(name)), "it@agency.example"
	since := time.Date(2026, time.March, 2, 15, 0, 0, 0, time.UTC)
	p := reading.Program{Client: clients.Client{
		ID: id, OwnerKind: "staff", Name: &name, Contact: &contact, Environment: environment, State: state, Why: why, Registered: since,
	}, Used: map[client.ID]time.Time{}}
	for n := range secrets {
		p.Credentials.Of = append(p.Credentials.Of, clients.Credential{Number: n + 1, Issued: since.AddDate(0, n, 0)})
	}
	if secrets > 0 {
		p.Used[client.ID{Client: id, Number: 1}] = since.AddDate(0, 2, 0)
	}
	return p
}

func programSamples() []frame.Sample {
	board := sampleProgram("Status board", client.Production, clients.Working, "", 2)
	onHold := sampleProgram("Case tracker", client.Sandbox, clients.Suspended, client.WhyLeaked, 1)
	closed := sampleProgram("Old importer", client.Production, clients.Closed, "", 0)
	list := func(late bool, all ...reading.Program) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return programsPage(v, reading.Programs{Items: all, Behind: late}) }
	}
	shown := workflow.Credential{ID: client.ID{Client: board.ID, Number: 1}, Secret: "u3vQ9gWm2Zr5tYb8xKc1nDf4hJp7sLa0eRi6oTy-WqE"}
	first := func(v *frame.Visit) frame.Page { return secretPage(v.T("register_program.shown_title"), shown) }
	second := func(v *frame.Visit) frame.Page { return secretPage(v.T("program.shown_title"), shown) }
	one := func(p reading.Program) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return programPage(v, p, false) }
	}
	typed := url.Values{"program": {"Status board"}, "contact": {"nobody"}, "environment": {client.Sandbox}}
	path := programPath(board.ID)
	return []frame.Sample{
		{Screen: "O30", Page: list(false, board, onHold, closed)},
		{Screen: "O30", State: "empty", Page: list(false)},
		{Screen: "O30", State: "behind", Page: list(true, board)},
		{Screen: "O31", Page: registerPage},
		{Screen: "O31", State: "shown", Page: first},
		{Screen: "O31", State: "client_name_malformed", Page: registerPage, Failed: frame.At("program", workflow.ErrClientName), Typed: typed},
		{Screen: "O31", State: "address_malformed", Page: registerPage, Failed: frame.At("contact", workflow.ErrAddress), Typed: typed},
		{Screen: "O32", Path: path, Page: one(board)},
		{Screen: "O32", State: "suspended", Path: programPath(onHold.ID), Page: one(onHold)},
		{Screen: "O32", State: "closed", Path: programPath(closed.ID), Page: one(closed)},
		{Screen: "O32", State: "shown", Path: path, Page: second},
		{Screen: "O32", State: "client_two_credentials", Path: path, Page: one(board), Failed: client.ErrTwoCredentials},
	}
}
