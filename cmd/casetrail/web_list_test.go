package main

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
)

// many is an account holder with so many cases, the first of which is asked for evidence, and has a receipt number that is
// no electronic one.
func (p *product) many(n int) (b *browser, receipts []string) {
	p.t.Helper()
	officer, ana := p.officer("olive@example.org"), p.signUp("ana@example.org")
	for i := range n {
		filing := paper("I-765")
		if i == 0 {
			filing["receipt_number"], filing["form"] = "EAC9912345678", "N-400"
		}
		receipt := officer.must(201, officer.do("POST", "/api/v1/staff/cases", filing)).text("receipt_number")
		ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31"}))
		receipts = append(receipts, receipt)
	}
	asked := map[string]any{"code": "IKE", "occurred": today(-1), "params": map[string]string{"notice": "I-797E", "due": today(20)}}
	act := officer.must(201, officer.do("POST", "/api/v1/staff/cases/"+receipts[0]+"/actions", asked))
	ana.must(200, ana.do("GET", "/api/v1/cases", nil, "Casetrail-Wait-For", act.Header.Get("Casetrail-Position")))
	return ana.pages("en"), receipts
}

func TestAListOfManyCases(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b, receipts := p.many(21)
	b.get("/home").on("H01", "many").says("See all 21 cases", "in 20 days")
	if n := strings.Count(b.at.text(), "Answer our request for evidence"); n != 1 {
		t.Errorf("what is to be done is said %d times: %s", n, b.at.text())
	}
	b.at.link("See all 21 cases").on("C01", "many").says("21 cases")
	b.at.link("Next page").on("C01", "many")
	if lines := len(b.at.all(tag("tbody"))[0:]); lines != 1 || !strings.Contains(b.at.text(), receipts[1]) || strings.Contains(b.at.text(), receipts[0]) {
		t.Errorf("the last page does not show the oldest case alone: %s", b.at.text())
	}
	for _, href := range b.at.links() {
		if _, query, _ := strings.Cut(href, "?"); strings.Contains(query, "IOE") || strings.Contains(query, "EAC") || strings.Contains(query, "cursor") {
			t.Errorf("%s has a receipt number behind the question mark", href)
		}
	}
	b.get("/cases?stage=evidence").on("C01", "").says("1 case", receipts[0], "Answer our request for evidence by")
	b.at.link("/language/es?back=/cases%3Fstage%3Devidence").on("C01", "").says("1 caso", receipts[0])
	b.get("/language/en?back=/cases").fill("state", "closed").ask("Show results").on("C01", "filtered_empty")
	b.get("/cases?order=oldest").on("C01", "many").says(receipts[1])
	b.get("/cases?stage=invented&page=99999&order=%27").on("C01", "many")

	b.get("/cases").fill("text", "n-400").submit("Search").on("C17", "found").says(receipts[0])
	b.at.fill("text", receipts[5][9:]).submit().on("C17", "found").says(receipts[5])
	b.at.fill("text", "IOE0999999999").submit().on("C17", "none").says("No case in your account fits")
	b.at.submit("es").on("C17", "none").says("Ningún caso")
	b.get("/cases/find").on("C17", "")
	reply := b.request("POST", "/cases/find", fieldsWith(b.at, "text", strings.ToLower(receipts[3])))
	if reply.Header.Get("Location") != "/cases/"+receipts[3] {
		t.Errorf("a whole number leads to %q, not to its case", reply.Header.Get("Location"))
	}
	b.get("/cases/"+receipts[0]+"/upgrade").on("H10", "no_code").says("EAC9912345678")
}

// fieldsWith are those of the page's own form, as they would be sent.
func fieldsWith(p *page, pairs ...string) map[string][]string {
	p.t.Helper()
	_, fields := p.fill(pairs...).sends(p.button())
	return fields
}

// While a read model passes a case over, the pages say that they are behind.
func TestPagesThatAreBehindSaySo(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b, receipts := p.many(1)
	p.park(projections.Schema(cases.Projection), "casefile-"+receipts[0])
	b.get("/home").on("H01", "behind").says("Newer changes are being added")
	b.get("/cases").on("C01", "behind").says("Newer changes are being added")
	b.get("/cases/find").fill("text", "N-400").submit().on("C17", "behind")
}
