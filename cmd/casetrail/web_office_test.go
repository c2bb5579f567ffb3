package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
)

func TestAnOfficerLooksAtTheWork(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	b.get("/staff").on("O01", "empty")
	b.get("/staff/deliveries").on("O10", "empty")
	receipt, _ := p.newCase(b.visitor, "I-485")
	b.wrote(b.do("POST", "/api/v1/staff/cases/"+receipt+"/actions", map[string]any{
		"code": "IK", "occurred": today(-20), "params": map[string]string{"due": today(-2), "notice": "I-797E"},
	}))
	b.get("/staff").on("O01", "").says("Overdue", receipt, "Pat Example")
	b.get("/staff?office=NBC&stage=card").on("O01", "filtered_empty")
	b.get("/staff?office=all&stage=evidence").on("O01", "").says(receipt)
	if b.language = "es"; b.at.link("Español").value("stage") != "evidence" {
		t.Error("the language switch loses the filter: ", b.at.path)
	}
	b.get("/staff?office=TSC").on("O01", "empty")
	b.get("/staff?office=all").on("O01", "")
	if got := b.get("/staff").on("O01", "empty").value("office"); got != "TSC" {
		t.Errorf("the office that was chosen last is not opened again, but %q", got)
	}
	b.cookies["__Host-office"] = "nowhere"
	if got := b.get("/staff").on("O01", "").value("office"); got != "NBC" {
		t.Errorf("an office that is none opens %q", got)
	}
	for range 25 {
		b.wrote(b.do("POST", "/api/v1/staff/cases", paper("I-130")))
	}
	b.get("/staff").on("O01", "many").link("Página siguiente").on("O01", "")
}

func TestAnOfficerFindsACaseAndReadsItsFile(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	receipt, _ := p.newCase(b.visitor, "I-485")
	b.wrote(b.do("POST", "/api/v1/staff/cases/"+receipt+"/actions", map[string]any{"code": "FSA0", "occurred": today(-1)}))
	b.get("/staff/search").on("O03", "").fill("receipt", "A098765432").submit().on("O03", "receipt_is_a_number")
	b.at.fill("receipt", receipt[:9]).submit().on("O03", "receipt_too_short")
	b.at.fill("receipt", "IOE0000000001").submit().on("O03", "casefile_unknown")
	b.at.fill("receipt", fmt.Sprintf(" %s-%s ", receipt[:3], receipt[3:])).submit().on("O04", "").says(receipt, "Received")
	b.at.link("History").on("O22", "").says("Background Checks Were Requested", "Only staff see this")
	b.at.link("Links and codes").on("O23", "")
	b.until("Not used yet")
	b.at.link("Messages").on("O24", "")
	b.until("Letter with an access code")
	b.get("/staff/cases/nonsense").on("P09", "404")
}

// wrote lets the next pages show what the API has just recorded.
func (b *browser) wrote(r reply) {
	b.t.Helper()
	b.cookies["__Host-after"] = b.must(201, r).Header.Get("Casetrail-Position")
}

// until opens the page again until it says something that comes by itself.
func (b *browser) until(words string) {
	b.t.Helper()
	for start := time.Now(); !strings.Contains(b.at.text(), words); b.get(b.at.path) {
		if time.Since(start) > 30*time.Second {
			b.t.Fatalf("%s never says %q: %s", b.at.path, words, b.at.text())
		}
	}
}

// Whoever is not staff finds what is at no address.
func TestTheDeskOfStaffIsNotThereForOthers(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org").pages("en")
	nowhere := ana.get("/nowhere").on("P09", "404")
	for _, s := range web.Screens {
		if s.Who != door.Officer {
			continue
		}
		path := strings.NewReplacer("{receipt}", "IOE0912345678", "{number}", "1", "{client}", "none", "{code}", "none").Replace(s.Path)
		if there := ana.get(path); there.Status != 404 || strings.ReplaceAll(there.masked(), path, "") != strings.ReplaceAll(nowhere.masked(), "/nowhere", "") {
			t.Errorf("%s is %d for an applicant, unlike an address that leads nowhere", path, there.Status)
		}
	}
}

// Pages whose newest changes are not there yet say so, and a file is folded from the log.
func TestTheDeskOfStaffSaysThatItIsBehind(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	b.get("/staff/queue").on("O02", "empty")
	receipt, _ := p.newCase(b.visitor, "I-485")
	b.get("/staff/queue").on("O02", "").says("National Benefits Center").link("Received").on("O01", "").says(receipt)
	defer p.hold(projections.Schema(cases.Projection) + ".cases")()
	b.wrote(b.do("POST", "/api/v1/staff/cases/"+receipt+"/actions", map[string]any{"code": "FT0", "occurred": today(-1)}))
	b.get("/staff").on("O01", "behind").says("Newer changes are being added")
	b.get("/staff/queue").on("O02", "behind").says("Newer changes are being added")
	b.get("/staff/cases/"+receipt).on("O04", "behind").says("FT0")
}

// hold keeps a table from being written, so that a read model waits, until the answer is called. It can be read.
func (p *product) hold(table string) (release func()) {
	p.t.Helper()
	tx, err := p.core.pool.Begin(p.t.Context())
	if err == nil {
		_, err = tx.Exec(p.t.Context(), "set local idle_in_transaction_session_timeout = 0; lock table "+table+" in share mode")
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return func() { _ = tx.Rollback(p.t.Context()) } // nothing was written
}

func TestAnOfficerSeesWhatCameBack(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	p.browse("en").get("/sign-up").fill("email", "nobody@example.org").submit().on("A02", "")
	sent := p.mails(1, "nobody@example.org", "/confirm/")[0]
	act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", "bounce", time.Now(), nil)
	if _, err := p.core.deliveries.Do(t.Context(), sent.ID.String(), delivery.RecordBounce{Code: "5.1.1"}, act); err != nil {
		t.Fatal(err)
	}
	b := p.officer("olive@example.org").pages("en")
	b.get("/staff/deliveries")
	b.until("Came back")
	b.at.on("O10", "").says("5.1.1")
}
