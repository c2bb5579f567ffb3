package programs

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

// Samples are their states.
func Samples() []frame.Sample {
	officers := sampleDesk{desk: agency, names: [3]string{"Status board", "Case tracker", "Old importer"}}
	representatives := sampleDesk{desk: own, names: [3]string{"Office calendar", "Client letters", "First try"}}
	return append(officers.samples("O30", "O31", "O32"), append(representatives.samples("T14", "T15", "T16"),
		frame.Sample{Screen: "T15", State: "wait", Page: representatives.form, Failed: workflow.ErrWait.After(20 * time.Hour), Typed: representatives.typed("it@example.com")},
	)...)
}

// sampleDesk has three programs, which bear these names: one that is being given a new secret, one on hold, one closed.
type sampleDesk struct {
	desk
	names [3]string
}

// samples are the states that both desks have.
func (s sampleDesk) samples(list, register, program string) []frame.Sample {
	working := s.program(0, client.Production, clients.Working, "", 2)
	onHold := s.program(1, client.Sandbox, clients.Suspended, client.WhyLeaked, 1)
	closed := s.program(2, client.Production, clients.Closed, "", 0)
	all := func(late bool, some ...reading.Program) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page {
			return listPage(v, s.desk, reading.Programs{Items: some, Behind: late})
		}
	}
	one := func(p reading.Program) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page { return programPage(v, s.desk, p, false) }
	}
	path := s.at(working.ID)
	return []frame.Sample{
		{Screen: list, Page: all(false, working, onHold, closed)},
		{Screen: list, State: "empty", Page: all(false)},
		{Screen: list, State: "behind", Page: all(true, working)},
		{Screen: register, Page: s.form},
		{Screen: register, State: "shown", Page: s.secret(s.register, working.ID)},
		{Screen: register, State: "already_shown", Page: func(v *frame.Visit) frame.Page { return twicePage(v, s.desk, working.ID) }},
		{Screen: register, State: "client_name_malformed", Page: s.form, Failed: frame.At("program", workflow.ErrClientName), Typed: s.typed("nobody")},
		{Screen: register, State: "address_malformed", Page: s.form, Failed: frame.At("contact", workflow.ErrAddress), Typed: s.typed("nobody")},
		{Screen: program, Path: path, Page: one(working)},
		{Screen: program, State: "suspended", Path: s.at(onHold.ID), Page: one(onHold)},
		{Screen: program, State: "closed", Path: s.at(closed.ID), Page: one(closed)},
		{Screen: program, State: "shown", Path: path, Page: s.secret(s.desk.program, working.ID)},
		{Screen: program, State: "client_two_credentials", Path: path, Page: one(working), Failed: client.ErrTwoCredentials},
		{Screen: program, State: "already_shown", Path: path, Page: one(working), Failed: workflow.ErrAlreadyShown},
	}
}

func (s sampleDesk) program(which int, environment, state, why string, secrets int) reading.Program {
	name, contact, kind := s.names[which], "it@agency.example", "staff"
	if s.own {
		contact, kind = "it@example.com", "applicant"
	}
	id, since := uuid.NewSHA1(uuid.Nil, []byte(name)), time.Date(2026, time.March, 2, 15, 0, 0, 0, time.UTC)
	p := reading.Program{Client: clients.Client{
		ID: id, OwnerKind: kind, Name: &name, Contact: &contact, Environment: environment, Scopes: []string{client.CaseStatus}, State: state, Why: why, Registered: since,
	}, Used: map[client.ID]time.Time{}}
	for n := range secrets {
		p.Credentials.Of = append(p.Credentials.Of, clients.Credential{Number: n + 1, Issued: since.AddDate(0, n, 0)})
	}
	if secrets > 0 {
		p.Used[client.ID{Client: id, Number: 1}] = since.AddDate(0, 2, 0)
	}
	return p
}

func (s sampleDesk) form(v *frame.Visit) frame.Page { return registerPage(v, s.desk) }

func (s sampleDesk) typed(contact string) url.Values {
	return url.Values{"program": {s.names[0]}, "contact": {contact}, "environment": {client.Sandbox}}
}

// secret opens nothing.
func (s sampleDesk) secret(screen string, of uuid.UUID) func(*frame.Visit) frame.Page {
	shown := workflow.Credential{ID: client.ID{Client: of, Number: 1}, Secret: "u3vQ9gWm2Zr5tYb8xKc1nDf4hJp7sLa0eRi6oTy-WqE"}
	return func(v *frame.Visit) frame.Page { return secretPage(v.T(screen+".shown_title"), shown, s.desk) }
}
