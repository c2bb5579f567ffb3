package main

import (
	"testing"

	"github.com/google/uuid"
)

// Whoever tries addresses, receipt numbers or ids learns nothing from the answer and nothing from the work: known and
// unknown get the same status, headers and body, cost the same statements and the same hashing, and write the same.
func TestKnownAndUnknownAreTheSame(t *testing.T) {
	t.Parallel()
	p, w := serveObserved(t)
	s := p.scene()
	for _, row := range s.rows() {
		first, did := w.during(row.known)
		if first.Status != row.status {
			t.Errorf("%s answers %d: %s", row.what, first.Status, first.Raw)
		}
		if len(did.Statements) < 2 {
			t.Errorf("%s: only %d statements were noted", row.what, len(did.Statements))
		}
		for who, other := range row.others {
			got, work := w.during(other)
			if what := differs(first, got, did, work); what != "" {
				t.Errorf("%s: %s differs in %s\n%d %s\n%d %s", row.what, who, what, first.Status, first.Raw, got.Status, got.Raw)
			}
		}
	}
}

// pair is one thing that somebody tries: with what is known, and with others.
type pair struct {
	what   string
	status int
	known  func() reply
	others map[string]func() reply
}

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
	protected string
	elsewhere string // a case without an access code
	lost      string // a reset for ana's address
	nobodys   string // a reset for nobody's
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
	p.confirm(p.visitor(), s.half)
	s.lost, _ = p.resetLink("ana@example.org")
	s.nobodys = p.resetOf("nobody@example.org")
	s.half2, s.again = p.registered("new@example.org"), p.registered("ana@example.org")
	return s
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
	proof := map[string]string{"birth_date": right, "access_code": guessed}
	return []pair{
		{"signing up with a known address", 202, signUp("ana@example.org"), map[string]func() reply{"unknown": signUp("nobody@example.org"), "unfinished": signUp(s.half)}},
		{"asking for a link again for a known address", 202, resend(s.again), map[string]func() reply{"unknown": resend(s.half2)}},
		{"guessing the link of an account", 404, confirm(s.ana.id), map[string]func() reply{"unknown": confirm(uuid.New()), "pending": confirm(s.half2), "pending for a known address": confirm(s.again)}},
		{"forgetting the password of a known address", 202, forget("ana@example.org"), map[string]func() reply{"unknown": forget("nobody@example.org"), "unfinished": forget(s.half), "unconfirmed": forget("new@example.org"), "staff": forget("olive@example.org")}},
		{"guessing the link of a reset", 404, reset(s.lost), map[string]func() reply{"unknown": reset(uuid.NewString()), "of nobody": reset(s.nobodys)}},
		{"guessing a password", 401, signIn(applicants, "ana@example.org"), map[string]func() reply{"unknown": signIn(applicants, "nobody@example.org"), "unfinished": signIn(applicants, s.half), "staff": signIn(applicants, "olive@example.org"), "no address at all": signIn(applicants, "nonsense")}},
		{"guessing too often", 429, tooOften("eve@example.org"), map[string]func() reply{"unknown": tooOften("somebody@example.org"), "unfinished": tooOften("new@example.org")}},
		{"guessing the password of staff", 401, signIn(staff, "olive@example.org"), map[string]func() reply{"unknown": signIn(staff, "nobody@example.org"), "applicant": signIn(staff, "ana@example.org")}},
		{"linking by receipt number with a wrong birth date", 404, link(s.open, wrong, ""), map[string]func() reply{"unknown": link(unknown, wrong, ""), "protected": link(s.protected, right, "")}},
		{"linking with a wrong code", 404, link(s.open, right, guessed), map[string]func() reply{"wrong date too": link(s.open, wrong, guessed), "unknown": link(unknown, right, guessed), "protected": link(s.protected, right, guessed), "no letter was sent": link(s.elsewhere, right, guessed), "another case's code": link(s.protected, right, s.code)}},
		{"having the letter, and a wrong birth date", 404, link(s.open, wrong, s.code), nil},
		{"asking for a status with a wrong birth date", 404, status(s.open, wrong, ""), map[string]func() reply{"unknown": status(unknown, wrong, ""), "protected": status(s.protected, right, ""), "a wrong name": status(s.open, "", "Nobody"), "protected, by a wrong name": status(s.protected, "", "Nobody")}},
		{"looking at another's case", 404, look("GET", s.open, "", nil), map[string]func() reply{"unknown": look("GET", unknown, "", nil), "protected": look("GET", s.protected, "", nil)}},
		{"looking at another's history", 404, look("GET", s.open, "/history", nil), map[string]func() reply{"unknown": look("GET", unknown, "/history", nil), "protected": look("GET", s.protected, "/history", nil)}},
		{"upgrading another's link", 404, look("POST", s.open, "/upgrade", proof), map[string]func() reply{"unknown": look("POST", unknown, "/upgrade", proof), "protected": look("POST", s.protected, "/upgrade", proof)}},
		{"removing another's link", 204, look("DELETE", s.open, "", nil), map[string]func() reply{"unknown": look("DELETE", unknown, "", nil), "protected": look("DELETE", s.protected, "", nil)}},
	}
}
