package main

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/staff"
)

// scene is who and what is known.
type scene struct {
	*product
	ana       *person // has an account
	eve       *person // tries
	half      string  // address of somebody who has not finished signing up
	half2     uuid.UUID
	again     uuid.UUID // a registration for ana's address
	open      string    // a case whose letter went out
	code      string
	spent     string // a case whose code ana has used
	spentCode string
	protected string
	elsewhere string // a case without an access code
	lost      string // a reset for ana's address
	followed  string // one whose link was followed
	nobodys   string // a reset for nobody's
	olive     string // a member of staff
	ned       string // one who was invited
	gone      string // one who was disabled
	program   *statusProgram
	sandbox   *statusProgram
	text      uuid.UUID // a message that was sent
}

func (p *product) scene() scene {
	p.t.Helper()
	s := scene{product: p, half: "ben@example.org"}
	olive := p.officer("olive@example.org")
	s.open, s.code = p.newCase(olive, "I-130")
	filing := paper("I-130")
	filing["protected"] = true
	s.protected = olive.must(201, olive.do("POST", "/api/v1/staff/cases", filing)).text("receipt_number")
	filing = paper("I-130")
	filing["receipt_number"] = "EAC9900012345"
	s.elsewhere = olive.must(201, olive.do("POST", "/api/v1/staff/cases", filing)).text("receipt_number")
	s.ana, s.eve = p.signUp("ana@example.org"), p.signUp("eve@example.org")
	s.ana.must(201, s.ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": s.open, "birth_date": "1980-07-31"}))
	s.spent, s.spentCode = p.newCase(olive, "I-130")
	s.ana.must(201, s.ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": s.spent, "birth_date": "1980-07-31", "access_code": s.spentCode}))
	p.confirm(p.visitor(), s.half)
	s.followed = p.forgotten("ana@example.org").Session.String()
	s.lost, _ = p.resetLink("ana@example.org")
	s.nobodys = p.resetOf("nobody@example.org")
	s.half2, s.again = p.registered("new@example.org"), p.registered("ana@example.org")
	s.olive, s.ned, s.gone = p.token(olive).Holder.ID, p.newcomer("ned@example.org").Holder.ID, p.newcomer("gil@example.org").Holder.ID
	if _, err := p.core.staff.Do(p.t.Context(), s.gone, staff.Disable{}, operates("leaves")); err != nil {
		p.t.Fatal(err)
	}
	s.program, s.sandbox = p.program(client.Production).signedIn(), p.program(client.Sandbox).signedIn()
	s.text = p.textedTo(s.ana)
	p.quiet()
	return s
}

// textedTo is a text message that was sent to somebody.
func (p *product) textedTo(who *person) (id uuid.UUID) {
	p.t.Helper()
	who.must(202, who.do("POST", "/api/v1/account/methods/text", map[string]string{"phone": "(202) 555-0123"}))
	p.quiet()
	for r := range p.everything() {
		if r.Type == (delivery.Requested{}).EventType() {
			id = uuid.MustParse(r.Stream[len("delivery-"):])
		}
	}
	return id
}

// registered is an account that nobody has confirmed yet.
func (p *product) registered(email string) uuid.UUID {
	p.t.Helper()
	v := p.visitor()
	return uuid.MustParse(v.must(202, v.do("POST", "/api/v1/sign-up", map[string]string{"email": email, "language": "en"})).text("account"))
}

func (s scene) rows() []pair {
	signUp := func(email string) func() reply {
		return func() reply {
			return s.visitor().do("POST", "/api/v1/sign-up", map[string]string{"email": email, "language": "en"})
		}
	}
	forget := func(email string) func() reply {
		return func() reply {
			return s.visitor().do("POST", "/api/v1/password-reset", map[string]string{"email": email, "language": "en"})
		}
	}
	reset := func(id string) func() reply {
		return func() reply {
			return s.visitor().do("POST", "/api/v1/password-reset/"+id+"/opening", map[string]string{"token": "guessed"})
		}
	}
	resend := func(id uuid.UUID) func() reply {
		return func() reply { return s.visitor().do("POST", "/api/v1/sign-up/"+id.String()+"/link", nil) }
	}
	confirm := func(id uuid.UUID) func() reply {
		return func() reply {
			return s.visitor().do("POST", "/api/v1/sign-up/"+id.String()+"/confirmation", map[string]string{"token": "guessed"})
		}
	}
	signIn := func(door, email string) func() reply {
		return func() reply {
			return s.visitor().do("POST", door, map[string]string{"email": email, "password": "Wrong-Horse-7"})
		}
	}
	enrol := func(id string) func() reply {
		return func() reply {
			return s.visitor().do("POST", "/api/v1/staff/enrolment/"+id, map[string]string{"token": "guessed"})
		}
	}
	tooOften := func(email string) func() reply {
		return func() (last reply) {
			for range 6 {
				last = signIn("/api/v1/session", email)()
			}
			return last
		}
	}
	link := func(receipt, born, code string) func() reply {
		return func() reply {
			body := map[string]string{"receipt_number": receipt, "birth_date": born}
			if code != "" {
				body["access_code"] = code
			}
			return s.eve.do("POST", "/api/v1/cases", body)
		}
	}
	look := func(method, receipt, rest string, body any) func() reply {
		return func() reply { return s.eve.do(method, "/api/v1/cases/"+receipt+rest, body) }
	}
	status := func(receipt, born, name string) func() reply {
		return func() reply {
			return s.visitor().do("POST", "/api/v1/status-check", map[string]string{"receipt_number": receipt, "birth_date": born, "last_name": name})
		}
	}
	const unknown, right, wrong, guessed, applicants, staff = "IOE0999999999", "1980-07-31", "1980-07-30", "0000-1111-2222", "/api/v1/session", "/api/v1/staff/session"
	proof, guess := map[string]string{"birth_date": right, "access_code": guessed}, map[string]string{"birth_date": wrong, "access_code": guessed}
	shown, late := map[string]string{"birth_date": right, "access_code": s.code}, map[string]string{"birth_date": wrong, "access_code": s.spentCode}
	return []pair{
		{what: "signing up with a known address", status: 202, known: signUp("ana@example.org"), others: tries{"unknown": signUp("nobody@example.org"), "unfinished": signUp(s.half)}},
		{what: "asking for a link again for a known address", status: 202, known: resend(s.again), others: tries{"unknown": resend(s.half2)}},
		{what: "guessing the link of an account", status: 404, known: confirm(s.ana.id), others: tries{"unknown": confirm(uuid.New()), "pending": confirm(s.half2), "pending for a known address": confirm(s.again)}},
		{what: "forgetting the password of a known address", status: 202, known: forget("ana@example.org"), others: tries{"unknown": forget("nobody@example.org"), "unfinished": forget(s.half), "unconfirmed": forget("new@example.org"), "staff": forget("olive@example.org")}},
		{what: "guessing the link of a reset", status: 404, known: reset(s.lost), others: tries{"unknown": reset(uuid.NewString()), "spent": reset(s.followed), "of nobody": reset(s.nobodys)}},
		{what: "guessing the link of a member of staff", status: 404, known: enrol(s.ned), others: tries{"unknown": enrol(uuid.NewString()), "enrolled": enrol(s.olive), "disabled": enrol(s.gone)}},
		{what: "guessing a password", status: 401, known: signIn(applicants, "ana@example.org"), others: tries{"unknown": signIn(applicants, "nobody@example.org"), "unfinished": signIn(applicants, s.half), "staff": signIn(applicants, "olive@example.org"), "no address at all": signIn(applicants, "nonsense")}},
		{what: "guessing too often", status: 429, known: tooOften("eve@example.org"), others: tries{"unknown": tooOften("somebody@example.org"), "unfinished": tooOften("new@example.org")}},
		{what: "guessing the password of staff", status: 401, known: signIn(staff, "olive@example.org"), others: tries{"unknown": signIn(staff, "nobody@example.org"), "applicant": signIn(staff, "ana@example.org")}},
		{what: "linking by receipt number with a wrong birth date", status: 404, known: link(s.open, wrong, ""), others: tries{"unknown": link(unknown, wrong, ""), "protected": link(s.protected, right, "")}},
		{what: "linking with a wrong code", status: 404, known: link(s.open, right, guessed), others: tries{"wrong date too": link(s.open, wrong, guessed), "unknown": link(unknown, right, guessed), "protected": link(s.protected, right, guessed), "no letter was sent": link(s.elsewhere, right, guessed), "another case's code": link(s.protected, right, s.code)}},
		{what: "having the letter, and a wrong birth date", status: 404, known: link(s.open, wrong, s.code)},
		{what: "asking for a status with a wrong birth date", status: 404, known: status(s.open, wrong, ""), others: tries{"unknown": status(unknown, wrong, ""), "protected": status(s.protected, right, ""), "a wrong name": status(s.open, "", "Nobody"), "protected, by a wrong name": status(s.protected, "", "Nobody")}},
		{what: "looking at another's case", status: 404, known: look("GET", s.open, "", nil), others: tries{"unknown": look("GET", unknown, "", nil), "protected": look("GET", s.protected, "", nil)}},
		{what: "looking at another's history", status: 404, known: look("GET", s.open, "/history", nil), others: tries{"unknown": look("GET", unknown, "/history", nil), "protected": look("GET", s.protected, "/history", nil)}},
		{what: "upgrading another's link", status: 404, known: look("POST", s.open, "/upgrade", proof), others: tries{"unknown": look("POST", unknown, "/upgrade", proof), "protected": look("POST", s.protected, "/upgrade", proof)}},
		{what: "disputing a code that somebody guessed", status: 404, known: look("POST", s.open, "/access-codes/dispute", proof), others: tries{"wrong date too": look("POST", s.open, "/access-codes/dispute", guess), "unknown": look("POST", unknown, "/access-codes/dispute", proof), "protected": look("POST", s.protected, "/access-codes/dispute", proof), "no letter was sent": look("POST", s.elsewhere, "/access-codes/dispute", proof), "another case's code": look("POST", s.protected, "/access-codes/dispute", shown)}},
		{what: "disputing with a wrong birth date", status: 404, known: look("POST", s.spent, "/access-codes/dispute", late), others: tries{"unknown": look("POST", unknown, "/access-codes/dispute", late), "another case": look("POST", s.open, "/access-codes/dispute", late)}},
		{what: "removing another's link", status: 204, known: look("DELETE", s.open, "", nil), others: tries{"unknown": look("DELETE", unknown, "", nil), "protected": look("DELETE", s.protected, "", nil)}},
	}
}
