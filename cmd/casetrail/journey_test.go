package main

import (
	"strings"
	"syscall"
	"testing"
)

// A person sees a case with what a letter brought them, and another with less until a letter comes: on the real program,
// with a mail server and a printer's folder, and with officers on the web and at the command line.
func TestJourneyWithTheRealProgram(t *testing.T) {
	t.Parallel()
	journey(t, migrated(t))
}

func journey(t *testing.T, program *program) {
	t.Helper()
	post := newPostOffice(t)
	server := program.serve(post)
	officer := server.invited(program, "olive@example.gov")
	byLetter := officer.must(201, officer.do("POST", "/api/v1/staff/cases", paper("I-130"))).text("receipt_number")
	atTheDesk := strings.TrimSpace(program.must(0, program.run(patsData, receive("I-765")...)).out)
	ana := server.signUp("ana@example.org")

	full := ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{
		"receipt_number": byLetter, "birth_date": "1980-07-31", "access_code": post.letter(byLetter, 1),
	}))
	status := ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": atTheDesk, "birth_date": "1980-07-31"}))
	if full.text("tier") != "full" || status.text("tier") != "status" {
		t.Fatalf("linked in tiers %q and %q", full.text("tier"), status.text("tier"))
	}

	program.must(0, program.run("", "case", "act", atTheDesk, "FT0", "--occurred", today(-1)))
	act := officer.must(201, officer.do("POST", "/api/v1/staff/cases/"+byLetter+"/actions", map[string]any{"code": "FT0", "occurred": today(-1)}))
	for _, receipt := range []string{byLetter, atTheDesk} {
		ana.seesCodes(receipt, act.Header.Get("Casetrail-Position"), "FT0", "XRECEIVED")
	}

	upgraded := ana.must(200, ana.do("POST", "/api/v1/cases/"+atTheDesk+"/upgrade", map[string]string{
		"birth_date": "1980-07-31", "access_code": post.letter(atTheDesk, 1),
	}))
	if upgraded.text("tier") != "full" {
		t.Fatalf("upgraded to tier %q", upgraded.text("tier"))
	}
	server.mails(1, "ana@example.org", "case") // she is told
	list := ana.must(200, ana.do("GET", "/api/v1/cases", nil)).Body["cases"].([]any)
	if len(list) != 2 || list[0].(map[string]any)["tier"] != "full" || list[1].(map[string]any)["tier"] != "full" {
		t.Fatalf("the list is %v", list)
	}
	if code := server.signal(syscall.SIGTERM); code != 0 {
		t.Errorf("told to stop, the server exits with %d:\n%s", code, server.logged)
	}
}

const patsData = `{"role":"applicant","given_name":"Pat","family_name":"Example","birth_date":"1980-07-31","address":"Pat Example\n12 Example Street\nExampleville, EX 00000"}`

// receive is the command line on which an officer at a desk receives a filing; the person's data comes from elsewhere.
func receive(form string, more ...string) []string {
	return append([]string{"case", "receive", "--form", form, "--date", today(-30), "--office", "NBC"}, more...)
}

// invited is an officer whom an operator has invited at the command line.
func (r *running) invited(p *program, email string) *visitor {
	r.t.Helper()
	invitation := p.object(p.must(0, p.run("", "staff", "add", "Olive Officer", email, "--url", r.url, "--json")))
	return r.enroll(invitation["staff"].(string), invitation["token"].(string))
}

// seesCodes says which codes the history of a case must have, newest first, and the status with it.
func (v *visitor) seesCodes(receipt, position string, want ...string) {
	v.t.Helper()
	seen := v.must(200, v.do("GET", "/api/v1/cases/"+receipt, nil, "Casetrail-Wait-For", position))
	if got := seen.Body["status"].(map[string]any)["code"]; got != want[0] {
		v.t.Errorf("the status of %s is %v, not %s", receipt, got, want[0])
	}
	history := v.must(200, v.do("GET", "/api/v1/cases/"+receipt+"/history", nil)).Body["history"].([]any)
	var got []string
	for _, e := range history {
		got = append(got, e.(map[string]any)["code"].(string))
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		v.t.Errorf("the history of %s has %v, not %v", receipt, got, want)
	}
}
