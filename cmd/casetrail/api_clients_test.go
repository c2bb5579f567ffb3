package main

import (
	"testing"

	"github.com/google/uuid"
)

// programOf is the program of an answer that shows a secret,  as somebody runs it who got it.
func (v *visitor) programOf(r reply) *statusProgram {
	v.t.Helper()
	return &statusProgram{visitor: &visitor{t: v.t, url: v.url, cookies: map[string]string{}}, id: r.text("client_id"), secret: r.text("client_secret")}
}

// A representative registers a program, changes its secret without a failed request, and sees which one is in use.
func TestARepresentativeLooksAfterAProgram(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	rita := p.signUpAs("rita@example.org", "representative")
	application := map[string]any{"name": "Case tracker", "contact": "it@example.org", "environment": "sandbox", "scopes": []string{"case-status"}}
	key := uuid.NewString()
	made := rita.must(201, rita.again(key, "POST", "/api/v1/account/clients", application))
	if again := rita.must(409, rita.again(key, "POST", "/api/v1/account/clients", application)); again.text("code") != "already_shown" {
		t.Errorf("sent again: %s", again.Raw)
	}
	old := rita.programOf(made).signedIn()
	old.must(404, old.asks("EAC9999103403")) // no demo is loaded here

	own := "/api/v1/account/clients/" + made.text("client")
	next := rita.programOf(rita.must(201, rita.do("POST", own+"/credentials", nil))).signedIn()
	if r := rita.must(409, rita.do("POST", own+"/credentials", nil)); r.text("code") != "client.two_credentials" {
		t.Errorf("a third: %s", r.Raw)
	}
	next.must(404, next.asks("EAC9999103403"))
	old.must(404, old.asks("EAC9999103403"))
	rita.must(204, rita.do("DELETE", own+"/credentials/1", nil))
	old.must(401, old.asks("EAC9999103403"))
	next.must(404, next.asks("EAC9999103403"))

	olive, ana := p.officer("olive@example.org"), p.signUp("ana@example.org")
	at := rita.must(201, rita.do("POST", own+"/credentials", nil)).Header.Get("Casetrail-Position")
	for who, path := range map[*visitor]string{rita.visitor: "/api/v1/account/clients", olive: "/api/v1/staff/clients"} {
		list, _ := who.must(200, who.do("GET", path, nil, "Casetrail-Wait-For", at)).Body["clients"].([]any)
		if len(list) != 1 {
			t.Fatalf("%s has %d clients", path, len(list))
		}
		line := list[0].(map[string]any)
		credentials := line["credentials"].([]any)
		if line["name"] != "Case tracker" || line["state"] != "working" || len(credentials) != 2 ||
			credentials[0].(map[string]any)["client_id"] != next.id || credentials[0].(map[string]any)["last_used"] == nil || credentials[1].(map[string]any)["last_used"] != nil {
			t.Errorf("%s: %v", path, line)
		}
	}

	if r := ana.must(404, ana.do("POST", "/api/v1/account/clients", application)); r.text("code") != "client.unknown" {
		t.Errorf("an applicant registers: %s", r.Raw)
	}
	if list := ana.must(200, ana.do("GET", "/api/v1/account/clients", nil)).Body["clients"].([]any); len(list) != 0 {
		t.Errorf("an applicant sees %v", list)
	}
	for _, r := range []reply{
		ana.do("POST", own+"/credentials", nil), ana.do("DELETE", own+"/credentials/2", nil), ana.do("DELETE", own, nil),
	} {
		if r.Status != 404 || r.text("code") != "client.unknown" {
			t.Errorf("another account: %d %s", r.Status, r.Raw)
		}
	}
	staff := "/api/v1/staff/clients/" + made.text("client")
	olive.must(200, olive.do("POST", staff+"/suspension", map[string]string{"why": "misuse"}))
	next.must(401, next.asks("EAC9999103403"))
	olive.must(204, olive.do("DELETE", staff+"/suspension", nil))
	next.must(404, next.asks("EAC9999103403"))
	rita.must(204, rita.do("DELETE", own, nil))
	next.must(401, next.asks("EAC9999103403"))
}
