package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"testing"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/clients"
)

var (
	shownID     = regexp.MustCompile(`[0-9a-f]{32}-[0-9]+`)
	shownSecret = regexp.MustCompile(`id="client-secret">([A-Za-z0-9_-]{43})<`)
)

// shown is the program of the client whose secret a page shows.
func (p *page) shownProgram() *statusProgram {
	p.t.Helper()
	secret := shownSecret.FindSubmatch(p.Raw)
	if secret == nil {
		p.t.Fatalf("no secret is shown:\n%s", p.text())
	}
	return &statusProgram{visitor: &visitor{t: p.t, url: p.url, cookies: map[string]string{}}, id: string(shownID.Find(p.Raw)), secret: string(secret[1])}
}

// An officer registers a program, gives it a new secret, takes the old one back, and stops it.
func TestAnOfficerLooksAfterAProgram(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	b.get("/staff/programs").on("O30", "empty")
	register := func(name, contact string) *page {
		return b.get("/staff/programs/new").on("O31", "").fill("program", name, "contact", contact, "environment", "production").submit()
	}
	register(" ", "it@example.org").on("O31", "client_name_malformed")
	register("Status board", "nobody").on("O31", "address_malformed")
	form := b.get("/staff/programs/new").fill("program", "Status board", "contact", "it@example.org", "environment", "production")
	first := form.submit().on("O31", "shown").shownProgram().signedIn()
	form.submit().on("O31", "already_shown").hides(first.secret).link("/staff/programs/"+dashed(first.id)).on("O32", "")
	first.must(404, first.asks("EAC9900112345"))

	own := b.get("/staff/programs").on("O30", "").says("Status board", "Working").link("/staff/programs/"+dashed(first.id)).on("O32", "").says("it@example.org", first.id)
	path, elsewhere := own.path, b.get(own.path) // the same page, in two tabs
	second := own.submit("issue").on("O32", "shown").shownProgram().signedIn()
	own.submit("issue").on("O32", "already_shown").says(first.id, second.id)
	elsewhere.submit("issue").on("O32", "client_two_credentials")
	b.get(path).submit("1").on("O32", "").hides(first.id)
	first.must(401, first.asks("EAC9900112345"))
	second.must(404, second.asks("EAC9900112345"))

	b.get(path).fill("why", "leaked").submit("suspend").on("O32", "suspended").says("became known to others")
	second.must(401, second.asks("EAC9900112345"))
	b.get(path).submit("resume").on("O32", "")
	second.must(404, second.asks("EAC9900112345"))
	b.get(path).submit("close").on("O32", "closed")
	second.must(401, second.asks("EAC9900112345"))
	b.get("/staff/programs").on("O30", "").says("Closed")

	ana := p.signUp("ana@example.org").pages("en")
	if got := ana.request(http.MethodGet, path, nil); got.Status != http.StatusNotFound {
		t.Errorf("an applicant is answered %d", got.Status)
	}
}

// A representative does so with a program of her own. What the agency puts on hold she cannot let go on, and nobody else
// finds any of it.
func TestARepresentativeLooksAfterAProgramOnPages(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive, rita := p.officer("olive@example.org").pages("en"), p.signUpAs("rita@example.org", "representative").pages("en")
	rita.get("/settings").on("T01", "representative").link("/settings/programs").on("T14", "empty")
	register := func(name, contact, environment string) *page {
		return rita.get("/settings/programs/new").on("T15", "").fill("program", name, "contact", contact, "environment", environment).submit()
	}
	register(" ", "it@example.org", "sandbox").on("T15", "client_name_malformed")
	register("Office calendar", "nobody", "sandbox").on("T15", "address_malformed")
	form := rita.get("/settings/programs/new").fill("program", "Office calendar", "contact", "it@example.org", "environment", "production")
	first := form.submit().on("T15", "shown").shownProgram().signedIn()
	form.submit().on("T15", "already_shown").hides(first.secret).link("/settings/programs/"+dashed(first.id)).on("T16", "")
	first.must(404, first.asks("EAC9900112345"))

	one := rita.get("/settings/programs").on("T14", "").says("Office calendar", "Working").link("/settings/programs/"+dashed(first.id)).on("T16", "").says("it@example.org", first.id, "status of a case")
	path, elsewhere := one.path, rita.get(one.path)
	second := one.submit("issue").on("T16", "shown").shownProgram().signedIn()
	one.submit("issue").on("T16", "already_shown").says(first.id, second.id)
	elsewhere.submit("issue").on("T16", "client_two_credentials")
	rita.get(path).submit("1").on("T16", "").hides(first.id)
	first.must(401, first.asks("EAC9900112345"))
	second.must(404, second.asks("EAC9900112345"))

	olive.get("/staff/programs/"+dashed(first.id)).on("O32", "").says("A legal representative").fill("why", "misuse").submit("suspend").on("O32", "suspended")
	rita.cookies["__Host-after"] = olive.cookies["__Host-after"] // she looks when it is there
	held := rita.get(path).on("T16", "suspended").says("It was misused", "Contact us").hides("Let it go on", "Make another secret")
	for _, act := range []string{"suspend", "resume"} {
		if got := rita.request(http.MethodPost, path+"/"+act, url.Values{"_token": {held.value("_token")}}); got.Status != http.StatusNotFound {
			t.Errorf("%s of a representative is answered %d", act, got.Status)
		}
	}
	second.must(401, second.asks("EAC9900112345"))

	p.strangersFindNoProgram(path)
	rita.get(path).submit("close").on("T16", "closed")
	for n := range limits.Of(limits.ClientAccount).Max - 2 { // the form that was sent twice counts twice
		register("Program "+strconv.Itoa(n), "it@example.org", "sandbox").on("T15", "shown")
	}
	register("One more", "it@example.org", "sandbox").on("T15", "wait")
}

// strangersFindNoProgram tries the pages of a representative's program as an applicant, and as another representative.
func (p *product) strangersFindNoProgram(path string) {
	p.t.Helper()
	ana, rob := p.signUp("ana@example.org").pages("en"), p.signUpAs("rob@example.org", "representative").pages("en")
	for _, address := range []string{path, "/staff/programs"} {
		if got := rob.request(http.MethodGet, address, nil); got.Status != http.StatusNotFound {
			p.t.Errorf("another representative is answered %d at %s", got.Status, address)
		}
	}
	rob.get("/settings/programs").on("T14", "empty").hides("Office calendar")
	ana.get("/settings").on("T01", "").hides("API client")
	token := ana.at.value("_token")
	for _, address := range []string{"/settings/programs", "/settings/programs/new", path} {
		if got := ana.request(http.MethodGet, address, nil); got.Status != http.StatusNotFound {
			p.t.Errorf("an applicant is answered %d at %s", got.Status, address)
		}
	}
	robs := rob.get("/settings/programs/new").value("_token")
	for _, sent := range []struct {
		by        *browser
		token, to string
	}{{ana, token, "/settings/programs/new"}, {ana, token, path + "/close"}, {rob, robs, path + "/issue"}, {rob, robs, path + "/revoke"}} {
		typed := url.Values{"_token": {sent.token}, "program": {"Mine"}, "contact": {"it@example.org"}, "environment": {"sandbox"}, "credential": {"2"}}
		if got := sent.by.request(http.MethodPost, sent.to, typed); got.Status != http.StatusNotFound {
			p.t.Errorf("somebody else is answered %d at %s", got.Status, sent.to)
		}
	}
}

func TestListsOfProgramsSayThatTheyAreBehind(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive, rita := p.officer("olive@example.org").pages("en"), p.signUpAs("rita@example.org", "representative").pages("en")
	register := func(b *browser, path, name string) {
		b.wrote(b.must(201, b.do("POST", path, map[string]any{
			"name": name, "contact": "it@example.org", "environment": "sandbox", "scopes": []string{client.CaseStatus},
		})))
	}
	register(olive, "/api/v1/staff/clients", "First")
	olive.get("/staff/programs").on("O30", "").says("First")
	register(rita, "/api/v1/account/clients", "Own")
	rita.get("/settings/programs").on("T14", "").says("Own")
	defer p.hold(projections.Schema(clients.Projection) + ".clients")()
	register(olive, "/api/v1/staff/clients", "Second")
	register(rita, "/api/v1/account/clients", "Other")
	olive.get("/staff/programs").on("O30", "behind").says("First", "Newer changes are being added").hides("Second")
	rita.get("/settings/programs").on("T14", "behind").says("Own", "Newer changes are being added").hides("Other", "First")
}

// dashed is the client of a client id, as addresses name it.
func dashed(id string) string { return client.ParseID(id).Client.String() }
