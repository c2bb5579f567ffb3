package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
)

func TestTheStartPage(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.browse("en")
	b.get("/").on("P01", "demonstration").says("Know where your immigration case stands", "This is a demonstration", "Watch out for scams").link("Check case status").on("P04", "")
	b.get("/").link("Español").on("P01", "demonstration").says("Sepa en qué etapa está su caso")
	ana := p.signUp("ana@example.org").pages("en")
	ana.get("/").on("P01", "signed_in").says("Go to your home page").hides(`href="/sign-up"`)
}

// A real deployment says who runs it and how they are reached, in the reader's language; one that was told nothing says so,
// and what to do instead. Neither calls itself a demonstration, unless it was told to.
func TestWhoRunsTheSite(t *testing.T) {
	t.Parallel()
	p, post := migrated(t), newPostOffice(t)
	const demonstration, government = "Casetrail is a demonstration", "This is not a government website."
	unnamed := p.serve(post).browse("en")
	unnamed.get("/").on("P01", "unnamed").says("have not put their name here yet").hides(demonstration, `href="/dev"`)
	unnamed.get("/help").on("P05", "unnamed").says("the last letter about your case").hides(demonstration)
	unnamed.at.everywhere(government)

	contact := filepath.Join(p.dir, "contact.toml")
	if err := os.WriteFile(contact, []byte(example(t)), 0o644); err != nil {
		t.Fatal(err)
	}
	named := p.with("CASETRAIL_CONTACT=" + contact).serve(post).browse("en")
	named.get("/").on("P01", "").says("The Example Case Office runs this site.").hides(demonstration)
	named.at.everywhere(government + " The Example Case Office runs this site.")
	help := named.at.link("/help#contact").on("P05", "").says("1-800-555-0100", "8 a.m. to 6 p.m. Eastern Time", "100 Example Street").hides(demonstration)
	for _, href := range []string{"tel:18005550100", "https://agency.example/contact"} {
		if !slices.Contains(help.links(), href) {
			t.Errorf("no link leads to %s, only %q", href, help.links())
		}
	}
	named.language = "es"
	named.get("/help").on("P05", "").says("hora del Este").hides("Eastern Time")

	told := p.with("CASETRAIL_DEMONSTRATION=true", "CASETRAIL_CONTACT="+contact).serve(post).browse("en")
	told.get("/").on("P01", "demonstration").says("All people and cases here are made up.").hides(`href="/dev"`, "Example Case Office")
	told.get("/help").on("P05", "demonstration").hides("1-800-555-0100")
	told.at.everywhere(demonstration)
}

// example is the file that the guide to the pages shows.
func example(t *testing.T) string {
	t.Helper()
	guide, err := os.ReadFile(filepath.Join("..", "..", "adapters", "web", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(guide), "```toml\n")
	content, _, _ := strings.Cut(after, "```")
	if !found {
		t.Fatal("the guide shows no file")
	}
	return content
}

// asked are the answers of the form on the page for a status without an account.
func asked(receipt, month, day, year, name string) []string {
	return []string{"receipt", receipt, "birth_date_month", month, "birth_date_day", day, "birth_date_year", year, "last_name", name}
}

func TestTheStatusOfACaseWithoutAnAccount(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	receipt, _ := p.newCase(olive, "I-130")
	spaced := receipt[:3] + " " + receipt[3:8] + "-" + receipt[8:]
	for name, typed := range map[string][]string{
		"by date of birth": asked(spaced, "7", "31", "1980", ""),
		"by last name":     asked(receipt, "", "", "", "EXAMPLE"),
		"by both":          asked(receipt, "07", "31", "1980", "Example"),
	} {
		b := p.browse("en")
		found := b.get("/status").on("P04", "").fill(typed...).submit().on("P04", "found")
		found.says("Case Was Received", receipt, "I-130", "You do not need to do anything now").hides("Pat ", "Exampleville")
		if len(found.all(class("ct-timeline"))) != 0 {
			t.Errorf("%s: there is a history", name)
		}
		found.submit("es").on("P04", "") // in another language the question stands again, filled in
		if name != "by last name" && b.at.value("birth_date_year") != "1980" {
			t.Errorf("%s: typed again", name)
		}
		b.at.submit().on("P04", "found")
	}
	signedIn := p.signUp("ana@example.org").pages("en").get("/status").fill(asked(receipt, "7", "31", "1980", "")...).submit()
	signedIn.on("P04", "found").says("Add this case to your account").hides(`href="/sign-up"`)
}

func TestTheStatusOfACaseInSpanish(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	receipt, _ := p.newCase(olive, "I-130")
	olive.must(201, olive.do("POST", "/api/v1/staff/cases/"+receipt+"/actions", map[string]any{"code": "FT0", "occurred": today(-1)}))
	found := p.browse("es").get("/status").fill(asked(receipt, "7", "31", "1980", "")...).submit().on("P04", "found")
	found.says("Estado del caso", "Qué debe hacer usted", "Petición de Familiar Extranjero").hides("What you need to do")
}

func TestWhatIsAnsweredWithoutAStatus(t *testing.T) {
	t.Parallel()
	stores := testStores(t)
	stores.Limits = "requests=100000,status_check=2"
	p := serveOn(t, stores)
	const unknown = "IOE0999999999"
	b := p.browse("en")
	for _, c := range []struct {
		typed        []string
		state, field string
	}{
		{asked("A123456789", "7", "31", "1980", ""), "not_a_receipt", "receipt"},
		{asked("", "7", "31", "1980", ""), "not_a_receipt", "receipt"},
		{asked(unknown, "7", "31", "80", ""), "birth_date_malformed", "birth_date"},
		{asked(unknown, "", "", "", " - "), "status_proof_missing", "birth_date"},
		{asked(unknown, "7", "31", "1980", ""), "status_no_match", ""},
		{asked(unknown, "", "", "", "Example"), "status_no_match", ""},
		{asked(unknown, "", "", "", "Example"), "wait", ""},
	} {
		page := b.get("/status").fill(c.typed...).submit().on("P04", c.state)
		if c.field != "" && page.first(has("id", c.field+"-error")) == nil {
			t.Errorf("%s: nothing is said at the field %s, but %q", c.state, c.field, page.problems())
		}
		if len(page.problems()) != 1 || page.value("receipt") != c.typed[1] || page.value("last_name") != c.typed[9] {
			t.Errorf("%s: problems %q, what was typed is %q and %q", c.state, page.problems(), page.value("receipt"), page.value("last_name"))
		}
	}
}

func TestWhatANumberIs(t *testing.T) {
	t.Parallel()
	b := serveProduct(t).browse("en")
	for typed, c := range map[string]struct{ state, says string }{
		"ioe 0912 345 678": {"answered", "This is a receipt number."},
		"A123456789":       {"answered", "This is an A-Number."},
		"7K2M-9QXD-4TBV":   {"answered", "looks like an access code"},
		"123-45-6789":      {"answered", "do not type it on this site"},
		"hello":            {"unknown", "We do not know this kind of number."},
		"":                 {"unknown", "Type a number or a code first."},
	} {
		page := b.get("/numbers").on("P10", "").fill("number", typed).submit().on("P10", c.state).says(c.says)
		if page.path != "/numbers" || page.value("number") != typed {
			t.Errorf("%q: the page is %s, what was typed is %q", typed, page.path, page.value("number"))
		}
	}
}

func TestTheNoticesAndTheirEditions(t *testing.T) {
	t.Parallel()
	b := serveProduct(t).browse("es")
	b.get("/help").on("P05", "demonstration").says("Mi cuenta está bloqueada")
	for path, c := range map[string]struct{ screen, edition, says string }{
		"/accessibility": {"P06", "/edition/accessibility/2026-11", "lector de pantalla"},
		"/privacy":       {"P07", "/edition/privacy/2026-11", "Qué guardamos"},
		"/terms":         {"P08", "/edition/terms/" + account.TermsVersion, "Esta cuenta es solo suya."},
	} {
		b.get(path).on(c.screen, "").says(c.says).link(c.edition).on("P11", "").says(c.says)
		if version := c.edition[strings.LastIndex(c.edition, "/")+1:]; strings.Count(b.at.text(), version) != 2 {
			t.Errorf("%s does not say its version once in the title and once in the list: %s", c.edition, b.at.text())
		}
	}
	for _, path := range []string{"/edition/privacy/2020-01", "/edition/secrets/2026-11", "/edition/terms/2020-01"} {
		b.get(path).on("P09", "404")
	}
}

// Who writes programs finds the figures that are in force, numbers that work, and the answers as they are.
func TestWhatProgramsNeed(t *testing.T) {
	t.Parallel()
	p := serveOn(t, withLimits(testStores(t), "client_day=123456/24h"))
	olive, b := p.officer("olive@example.org"), p.browse("en")
	b.get("/").link("/developers").on("P12", "").says("123,456", "1,000", "EAC9999103403", "/oauth/accesstoken", "null")
	b.get("/developers").link("/api/docs")
	b.language = "es"
	page := b.get("/developers").on("P12", "").says("Para quienes escriben programas")

	filing := paper("I-765")
	filing["receipt_number"] = "EAC9999103403"
	at := olive.must(201, olive.do("POST", "/api/v1/staff/cases", filing)).Header.Get("Casetrail-Position")
	olive.must(200, olive.do("GET", "/api/v1/staff/cases/EAC9999103403", nil, "Casetrail-Wait-For", at)) // it is in the read model
	s := p.program(client.Sandbox)
	for block, r := range map[string]reply{"token-answer": s.must(200, s.grants()), "status-answer": s.must(200, s.signedIn().asks("EAC9999103403"))} {
		if says, gets := keysOf(t, page.block(block)), keysOf(t, string(r.Raw)); !slices.Equal(says, gets) {
			t.Errorf("%s has %q, and what is answered %q", block, says, gets)
		}
	}
	wrong, nobody := *s, s.at(s.url)
	wrong.secret, nobody.token = "wrong", "wrong"
	faults := []reply{wrong.grants(), nobody.asks("EAC9999103403"), s.asks("EAC9999103404"), s.asks("EAC")}
	for range limits.Of(limits.SandboxSecond).Max + 1 {
		faults = append(faults, s.asks("EAC9999103404")) // one of them is one too many, unless they take more than a second
	}
	for _, r := range faults {
		row := strconv.Itoa(r.Status) + " " + r.text("message")
		if r.Status < 400 || !strings.Contains(page.text(), row) {
			t.Errorf("the page does not say %q", row)
		}
	}
	if got := page.block("fault-answer"); got != string(faults[2].Raw) {
		t.Errorf("what is wrong looks like %s, not like %s", got, faults[2].Raw)
	}
}

// block is what stands in a block of lines.
func (p *page) block(id string) string {
	p.t.Helper()
	return text(p.first(has("id", id)))
}

// keysOf are the names in a JSON text, with those around them.
func keysOf(t *testing.T, raw string) (all []string) {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, inside := range v {
				all = append(all, at+"."+name)
				walk(at+"."+name, inside)
			}
		case []any:
			walk(at+"[]", v[0])
		default:
			all = append(all, fmt.Sprintf("%s is a %T", at, v))
		}
	}
	walk("", v)
	slices.Sort(all)
	return all
}

func withLimits(s stores, more string) stores {
	s.Limits += "," + more
	return s
}
