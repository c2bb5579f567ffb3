// Package programs has the screens of API clients: staff look after all of them, legal representatives after their own.
// Both see the same pages; a desk says what differs.
package programs

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Pages are those screens, over the workflows that they run and the queries that they ask.
type Pages struct {
	Clients    workflow.Clients
	ClientDesk workflow.ClientDesk
	Reading    *reading.Reader
}

// desk is where somebody looks after API clients. Its screens are named as the files of their words are.
type desk struct {
	path                    string // of the list
	list, register, program string // its screens
	own                     bool   // a representative's: nothing of others, and nothing of what only staff may do
}

var (
	agency = desk{path: "/staff/programs", list: "programs", register: "register_program", program: "program"}
	own    = desk{path: "/settings/programs", list: "own_programs", register: "register_own_program", program: "own_program", own: true}
)

var (
	_ = texts.Family("programs.", "title", "lead")
	_ = texts.Family("own_programs.", "title", "lead")
	_ = texts.Family("register_program.", "title", "lead", "shown_title")
	_ = texts.Family("register_own_program.", "title", "lead", "shown_title")
	_ = texts.Family("program.", "shown_title")
	_ = texts.Family("own_program.", "shown_title")
)

func (d desk) at(id uuid.UUID) string { return d.path + "/" + id.String() }

// Bind binds them.
func (p Pages) Bind(b *frame.Binder) {
	p.bind(b, agency, "O30", "O31", "O32")
	for act, do := range map[string]command{"suspend": suspend, "resume": resume} {
		b.Do("O32", act, p.manage(agency, do))
	}
	p.bind(b, own, "T14", "T15", "T16")
}

// bind binds what both desks have. Whoever has an account and is no representative finds no such pages.
func (p Pages) bind(b *frame.Binder, d desk, list, register, program string) {
	b.Show(list, func(v *frame.Visit) (frame.Page, error) { return p.showList(v, d) })
	b.Show(register, func(v *frame.Visit) (frame.Page, error) {
		return registerPage(v, d), p.ClientDesk.Admit(v.Context(), v.Actor())
	})
	b.Do(register, "", func(v *frame.Visit) (frame.Next, error) { return p.register(v, d) })
	b.Show(program, func(v *frame.Visit) (frame.Page, error) { return p.showProgram(v, d) })
	b.Do(program, "issue", func(v *frame.Visit) (frame.Next, error) { return p.issue(v, d) })
	for act, do := range map[string]command{"revoke": revoke, "close": end} {
		b.Do(program, act, p.manage(d, do))
	}
}

// owner is whose clients are shown; uuid.Nil, which is staff, sees all.
func (d desk) owner(v *frame.Visit) uuid.UUID {
	if d.own {
		return v.Holder()
	}
	return uuid.Nil
}
