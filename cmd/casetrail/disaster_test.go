package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/projections"
)

// emptied is a database in which nothing is.
func emptied(t testing.TB) string {
	t.Helper()
	url := pgtest.New(t)
	tampered(t, url, "drop schema app cascade", "drop table casetrail_migrations")
	return url
}

// on is the program on other stores.
func on(t testing.TB, s stores) *program {
	t.Helper()
	return newProgram(t, "DATABASE_URL="+s.Database, "CASETRAIL_KEYS_URL="+s.Keys, "CASETRAIL_SECRETS="+s.Secrets, "CASETRAIL_LOG="+s.Log)
}

// disaster is a product that was saved, went on, and is gone.
type disaster struct {
	stores   stores
	saved    string // the backup's folder
	ledger   string // of erasures, made later
	token    string // the last position that a client was answered
	position uint64
	receipt  string
	quillon  *person // erased after the backup
	ben      *person
	officer  *visitor
}

func newDisaster(t *testing.T) disaster {
	t.Helper()
	s := testStores(t)
	s.Keys = pgtest.New(t, pgtest.Keys)
	p, operator := serveOn(t, s), on(t, s)
	d := disaster{stores: s, saved: filepath.Join(t.TempDir(), "saved"), ledger: filepath.Join(t.TempDir(), "erasures")}
	d.officer = p.officer("olive@example.org")
	var code string
	d.receipt, code = p.newCase(d.officer, "I-130")
	d.quillon, d.ben = p.signUp(erasedAddress), p.signUp("ben@example.org")
	link := map[string]string{"receipt_number": d.receipt, "birth_date": "1980-07-31", "access_code": code}
	d.ben.must(201, d.ben.do("POST", "/api/v1/cases", link))
	p.mails(3, erasedAddress, "") // the welcome, so that nothing is on its way
	operator.must(0, operator.run("", "backup", d.saved))

	p.signUp("carol@example.org")
	operator.must(0, operator.run("", "account", "erase", d.quillon.id.String(), "--yes"))
	p.nowhere(erasedMarks)
	act := map[string]any{"code": "FT0", "occurred": today(0)}
	last := d.officer.must(201, d.officer.do("POST", "/api/v1/staff/cases/"+d.receipt+"/actions", act))
	d.token = last.Header.Get("Casetrail-Position")
	position, _, err := projections.ParseToken(d.token)
	if err != nil {
		t.Fatal(err)
	}
	d.position = uint64(position)
	if err := os.WriteFile(d.ledger, []byte(operator.must(0, operator.run("", "account", "erasures")).out), 0o600); err != nil {
		t.Fatal(err)
	}
	p.stop()
	return d
}

// serves runs the product on what was restored: whoever was there works on, and what was remembered of the old epoch means
// nothing.
func (d disaster) serves(t *testing.T, s stores) *product {
	t.Helper()
	p := serveOn(t, s)
	d.ben.url, d.quillon.url, d.officer.url = p.url, p.url, p.url
	p.filled()
	d.ben.seesCodes(d.receipt, d.token, "XRECEIVED") // the action was lost, the old position is ignored
	act := map[string]any{"code": "FT0", "occurred": today(0)}
	done := d.officer.must(201, d.officer.do("POST", "/api/v1/staff/cases/"+d.receipt+"/actions", act))
	d.ben.seesCodes(d.receipt, done.Header.Get("Casetrail-Position"), "FT0", "XRECEIVED")
	p.nowhere(erasedMarks)
	p.readsErased(d.quillon.id)
	d.quillon.must(401, d.quillon.do("GET", "/api/v1/cases", nil))
	p.cannotSignIn(erasedAddress)
	return p
}
