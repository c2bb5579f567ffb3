package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/simulate"
)

// An operator fills an empty log with people, who can then sign in like everybody; playing them again adds nobody.
func TestSimulatedPeopleSignIn(t *testing.T) {
	t.Parallel()
	p := migrated(t).with("CASETRAIL_LIMITS=" + generous)
	const cases = 25
	plan := []string{"simulate", "--cases", fmt.Sprint(cases), "--days", "90", "--seed", "3", "--until", "2026-10-31", "--json"}
	played := p.object(p.must(0, p.run("", plan...)))
	if played["cases"] != float64(cases) || played["events"].(float64) < 300 {
		t.Errorf("played %v", played)
	}
	if o := p.must(exitUsage, p.run("", plan...)); !strings.Contains(o.out+o.err, "--yes") {
		t.Errorf("into a log with events: %+v", o)
	}
	if again := p.object(p.must(0, p.run("", append(plan, "--yes")...))); again["events"] != 0.0 {
		t.Errorf("played again: %v", again)
	}
	for _, wrong := range [][]string{{"--until", "tomorrow"}, {"--cases", "0"}, {"--seed", "400"}} {
		p.must(exitUsage, p.run("", append([]string{"simulate", "--yes"}, wrong...)...))
	}
	v, in := p.serve(newPostOffice(t)).visitor(), map[string]int{}
	for n := range cases {
		for _, password := range []string{simulate.Password, "not the password"} {
			r := v.do("POST", "/api/v1/session", map[string]string{"email": fmt.Sprintf("person-3-%d@example.com", n), "password": password})
			if r.Status < 300 {
				in[password]++
			} else if r.Status != http.StatusUnauthorized {
				t.Fatalf("signing in answers %d %s", r.Status, r.Raw)
			}
		}
	}
	if in[simulate.Password] < 5 || in["not the password"] != 0 {
		t.Errorf("came in: %v", in)
	}
}
