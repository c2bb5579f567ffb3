package main

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/casetrail/casetrail/domain/client"
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
	first := register("Status board", "it@example.org").on("O31", "shown").shownProgram().signedIn()
	first.must(404, first.asks("EAC9900112345"))

	own := b.get("/staff/programs").on("O30", "").says("Status board", "Working").link("/staff/programs/"+dashed(first.id)).on("O32", "").says("it@example.org", first.id)
	path, elsewhere := own.path, b.get(own.path) // the same page, in two tabs
	second := own.submit("issue").on("O32", "shown").shownProgram().signedIn()
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

func TestTheListOfProgramsSaysThatItIsBehind(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	register := func(name string) reply {
		return b.must(201, b.do("POST", "/api/v1/staff/clients", map[string]any{
			"name": name, "contact": "it@example.org", "environment": "sandbox", "scopes": []string{client.CaseStatus},
		}))
	}
	b.wrote(register("First"))
	b.get("/staff/programs").on("O30", "").says("First")
	defer p.hold(projections.Schema(clients.Projection) + ".clients")()
	b.wrote(register("Second"))
	b.get("/staff/programs").on("O30", "behind").says("First", "Newer changes are being added").hides("Second")
}

// dashed is the client of a client id, as addresses name it.
func dashed(id string) string { return client.ParseID(id).Client.String() }
