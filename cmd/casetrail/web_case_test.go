package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// followed is a case whose holder reads pages while an officer works on it.
type followed struct {
	*product
	officer *visitor
	ana     *person
	receipt string
}

func (p *product) follow() followed {
	p.t.Helper()
	f := followed{product: p, officer: p.officer("olive@example.org")}
	receipt, code := p.newCase(f.officer, "N-400")
	f.receipt, f.ana = receipt, p.signUp("ana@example.org")
	f.ana.must(201, f.ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
	return f
}

// act records something; the holder's next page shows it.
func (f followed) act(path string, body map[string]any) {
	f.t.Helper()
	done := f.officer.must(201, f.officer.do("POST", "/api/v1/staff/cases/"+f.receipt+path, body))
	f.ana.cookies["__Host-after"] = done.Header.Get("Casetrail-Position")
}

func (f followed) did(code string, params map[string]string) {
	f.t.Helper()
	f.act("/actions", map[string]any{"code": code, "occurred": today(-1), "params": params})
}

// reads is the page in both languages, the English one last.
func (f followed) reads(path, screen, state string) *page {
	f.t.Helper()
	f.ana.pages("es").get("/cases/"+f.receipt+path).on(screen, state)
	return f.ana.pages("en").get("/cases/"+f.receipt+path).on(screen, state)
}

// One case goes through all that its page can show.
func TestACaseIsFollowedOnItsPage(t *testing.T) {
	t.Parallel()
	f := serveProduct(t).follow()
	f.reads("", "C02", "").says("Case Was Received", "Form N-400", f.receipt, "Full access")
	f.reads("/history", "C03", "").says("Case Was Received")
	f.did("FSA0", nil)
	f.reads("", "C02", "quiet").says("Your status did not change.").hides("Background")
	f.did("FNA", map[string]string{"date": today(20), "time": "09:30", "office": "XCH"})
	f.reads("", "C02", "action_needed").says("You need to act", "Go to your fingerprint appointment", "in 20 days", "Chicago Application Support Center")
	f.did("FNB", nil)
	f.did("IK", map[string]string{"notice": "I-797E", "due": today(60)})
	f.reads("", "C02", "paused").says("Answer our request for evidence", "60 days left", "We are waiting for your answer.")
	f.did("KEA", nil) // a newer step that asks for nothing does not hide what is asked
	f.reads("", "C02", "paused").says("Address Was Updated", "Answer our request for evidence", "60 days left").hides("do not need to do anything")
	f.did("HA", nil)
	f.act("/transfer", map[string]any{"office": "CHI", "occurred": today(-1)})
	f.reads("", "C02", "transferred").says("Chicago Field Office, since", "It came from National Benefits Center.")
	f.did("FJ", map[string]string{"date": today(30), "time": "13:15", "office": "CHI"})
	f.reads("", "C02", "interview").says("Go to your interview", "in 30 days")
	f.did("XINTDONE", nil)
	f.did("EA", nil)
	f.reads("", "C02", "denied").says("Case Was Denied").hides("How long will it take?")
	f.act("/actions/10/correction", map[string]any{"how": "void", "why": "wrong_case"})
	corrected := f.reads("", "C02", "corrected").says("We corrected your record", "It no longer counts", "Interview Was Completed")
	if !slices.Contains(corrected.links(), "/cases/"+f.receipt+"/history#entry-11") {
		t.Error("no link leads to the correction")
	}
	f.did("EA", nil)
	f.did("AGA", nil)
	f.reads("", "C02", "reopened").says("Case Was Reopened")
	f.did("DA", nil)
	f.reads("", "C02", "approved").says("Case Was Approved")
	f.did("LAA", nil)
	f.reads("", "C02", "card").says("We are making your card")
	f.did("EK", nil)
	f.reads("", "C02", "closed").says("Withdrawn")
	f.readsHistory()
}

// readsHistory holds the page of the history and its files against what the API tells.
func (f followed) readsHistory() {
	f.t.Helper()
	f.reads("/history?stage=oath", "C03", "corrected") // no stage: all of it
	f.reads("/history?stage=after", "C03", "filtered").says("Case Was Reopened").hides("Case Was Denied")
	f.reads("/history?stage=decision", "C03", "filtered").says("Case Was Denied", "Previous Action Was Voided", "This no longer counts.")
	f.reads("/history?stage=intent", "C03", "filtered_empty").says("Show everything")
	var want []string
	for _, e := range f.ana.must(200, f.ana.do("GET", "/api/v1/cases/"+f.receipt+"/history", nil)).Body["history"].([]any) {
		e := e.(map[string]any)
		want = append(want, fmt.Sprint(e["number"], " ", e["title"].(map[string]any)["en"]))
	}
	page := f.reads("/history", "C03", "corrected").says("It belongs to another case")
	var shown []string
	for _, li := range page.all(class("ct-timeline__entry")) {
		title := nodes(li, tag("h3"))[0]
		shown = append(shown, strings.TrimPrefix(attribute(li, "id"), "entry-")+" "+text(title))
		if struck := len(nodes(title, tag("s"))) == 1; struck != (attribute(li, "id") == "entry-10") {
			f.t.Errorf("%s: struck through is %v", text(title), struck)
		}
	}
	for what, got := range map[string][]string{"page": shown, "JSON": f.keptJSON(), "CSV": f.keptCSV()} {
		if !slices.Equal(got, want) {
			f.t.Errorf("the %s tells\n%s\nand the API\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func (f followed) kept(kind string) reply {
	f.t.Helper()
	r := f.ana.pages("en").request("GET", "/cases/"+f.receipt+"/history?download="+kind, nil)
	if at := r.Header.Get("Content-Disposition"); !strings.HasPrefix(at, "attachment; filename=casetrail-"+f.receipt) || r.Header.Get("Cache-Control") != "no-store" {
		f.t.Errorf("%s comes as %q, %q", kind, at, r.Header.Get("Cache-Control"))
	}
	return r
}

func (f followed) keptJSON() (lines []string) {
	f.t.Helper()
	var file struct {
		Receipt string `json:"receipt_number"`
		History []struct {
			Number int
			Title  string
		}
	}
	if err := json.Unmarshal(f.kept("json").Raw, &file); err != nil || file.Receipt != f.receipt {
		f.t.Error(file.Receipt, err)
	}
	for _, e := range file.History {
		lines = append(lines, fmt.Sprint(e.Number, " ", e.Title))
	}
	return lines
}

func (f followed) keptCSV() (lines []string) {
	f.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(f.kept("csv").Raw), "\ufeff"))).ReadAll()
	if err != nil || len(rows) == 0 || rows[0][0] != "Number" {
		f.t.Fatal(rows, err)
	}
	for _, r := range rows[1:] {
		lines = append(lines, r[0]+" "+r[5])
	}
	return lines
}

// A link without a code shows the same, says so, and says how to see more.
func TestACaseLinkedForItsStatus(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	officer := p.officer("olive@example.org")
	receipt, _ := p.newCase(officer, "I-130")
	ana := p.signUp("ana@example.org")
	ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31"}))
	page := ana.pages("en").get("/cases/"+receipt).on("C02", "status_only").says("Status only", "You added this case without an access code.")
	if !slices.Contains(page.links(), "/cases/"+receipt+"/upgrade") {
		t.Error("no link leads to full access")
	}
	ana.pages("es").get("/cases/"+strings.ToLower(receipt)).on("C02", "status_only").says("Solo el estado")
}

// Who may not see a case learns nothing: not whether it is there, not from the page, not from its files.
func TestACaseOfSomebodyElse(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	officer := p.officer("olive@example.org")
	receipt, _ := p.newCase(officer, "I-130")
	ben := p.signUp("ben@example.org").pages("en")
	for _, path := range []string{"", "/history", "/history?download=json", "/history?download=csv"} {
		theirs := ben.get("/cases/"+receipt+path).on("P09", "404").masked()
		nobodys := ben.get("/cases/IOE9999999999"+path).on("P09", "404").masked()
		if strings.ReplaceAll(theirs, receipt, "IOE9999999999") != nobodys {
			t.Errorf("%s: another's case is not answered as one that is not there", path)
		}
		ben.get("/cases/no-number"+path).on("P09", "404")
	}
	p.browse("en").get("/cases/"+receipt).on("S01", "")
}
