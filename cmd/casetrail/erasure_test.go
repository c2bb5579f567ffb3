package main

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/directory"
)

const erasedAddress = "quillon.thistlemere@wend-marigold.example"

// erasedMarks is what may be nowhere once Quillon is erased.
var erasedMarks = []mark{
	{what: "address", value: erasedAddress},
	{what: "local part", value: "quillon.thistlemere"},
	{what: "domain", value: "wend-marigold"},
	{what: "password", value: goodPassword},
	{what: "phone number", value: "2025550147"},
}

// An erased account holder is nowhere: not in the log, not in the tables, not in the keys. What they saw stays as it was for
// everybody else, and they may come back as somebody new.
func TestAnErasedHolderIsNowhere(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Keys = pgtest.New(t, pgtest.Keys)
	p := serveOn(t, s)
	officer := p.officer("olive@example.org")
	receipt, code := p.newCase(officer, "I-130")
	quillon, ben := p.signUp(erasedAddress), p.signUp("ben@example.org")
	quillon.must(202, quillon.do("POST", "/api/v1/account/methods/text", map[string]string{"phone": "202-555-0147"}))
	quillon.must(200, quillon.do("POST", "/api/v1/account/methods/text/entry", map[string]string{"code": p.textTo("+12025550147", 1)}))
	quillon.must(201, quillon.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31"}))
	ben.must(201, ben.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
	p.mails(1, erasedAddress, receipt) // told of the links
	if found := search(dump(t, s.Database), erasedMarks); len(found) == 0 {
		t.Fatal("the address stands nowhere before the erasure: the search has searched something else")
	}

	if _, err := p.core.erasure().Erase(t.Context(), quillon.id, operates("erase "+quillon.id.String())); err != nil {
		t.Fatal(err)
	}
	p.nowhere(erasedMarks)

	p.readsErased(quillon.id)
	ben.seesCodes(receipt, "", "XRECEIVED")
	if file := officer.must(200, officer.do("GET", "/api/v1/staff/cases/"+receipt, nil)); strings.Contains(string(file.Raw), quillon.id.String()) {
		t.Errorf("the file still shows the link of an erased account: %s", file.Raw)
	}
	quillon.must(401, quillon.do("GET", "/api/v1/cases", nil))
	p.cannotSignIn(erasedAddress)
	again := p.signUp(erasedAddress)
	if again.id == quillon.id {
		t.Error("an erased account came back")
	}
	if list := again.must(200, again.do("GET", "/api/v1/cases", nil)); len(list.Body["cases"].([]any)) != 0 {
		t.Errorf("who comes back finds what they had: %s", list.Raw)
	}
}

// The operator erases with the real program, beside the servers; what a legal hold protects stays.
func TestTheOperatorErasesUnlessAHoldForbids(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Keys = pgtest.New(t, pgtest.Keys)
	p := serveOn(t, s)
	operator := on(t, s)
	quillon, ben := p.signUp(erasedAddress), p.signUp("ben@example.org")
	p.mails(3, "ben@example.org", "") // the welcome, so that nothing is on its way
	if err := p.core.keys.Hold(t.Context(), personal.Holder(ben.id), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}

	operator.must(exitUsage, operator.run("", "account", "erase", quillon.id.String())) // has to say --yes
	operator.must(exitUsage, operator.run("", "account", "erase", "quillon", "--yes"))
	refused := operator.must(exitRefused, operator.run("", "account", "erase", ben.id.String(), "--yes"))
	if !strings.Contains(refused.err, "legal hold") {
		t.Errorf("a hold is refused with %q", refused.err)
	}
	if _, err := p.core.erasure().Erase(t.Context(), ben.id, operates("erase "+ben.id.String())); !errors.Is(err, workflow.ErrHeld) {
		t.Errorf("a hold answers %v", err)
	}
	ben.must(200, ben.do("GET", "/api/v1/cases", nil))
	erase := []string{"account", "erase", quillon.id.String(), "--yes", "--json", "--key", "request-17"}
	for range 2 { // sent again, it is the same act
		if done := operator.object(operator.must(0, operator.run("", erase...))); done["erased"] != quillon.id.String() {
			t.Errorf("the program answers %v", done)
		}
	}
	p.nowhere(erasedMarks)
	p.cannotSignIn(erasedAddress)
	for _, id := range []string{quillon.id.String(), uuid.NewString()} { // there is no such account, any more or ever
		operator.must(exitRefused, operator.run("", "account", "erase", id, "--yes"))
	}
	tail := operator.must(0, operator.run("", "log", "tail", "--stream", eventstore.Stream(account.Decider.Category, quillon.id.String())))
	if !strings.Contains(tail.out, account.Registered{}.EventType()) || !strings.Contains(tail.out, account.Erased{}.EventType()) {
		t.Errorf("the log has lost what happened:\n%s", tail.out)
	}
}

// An account has no personal field that the marks above do not go through.
func TestEverySealedFieldOfAnAccountIsErased(t *testing.T) {
	t.Parallel()
	var sealed []string
	for _, entry := range account.Decider.Catalog {
		event := reflect.TypeOf(entry.Example)
		for i := range event.NumField() {
			if strings.HasPrefix(event.Field(i).Tag.Get("log"), "sealed") {
				sealed = append(sealed, entry.Type+" "+event.Field(i).Name)
			}
		}
	}
	want := (account.Registered{}).EventType() + " Address, " + (account.PhoneOffered{}).EventType() + " Phone"
	if strings.Join(sealed, ", ") != want {
		t.Errorf("sealed are %v: put a marked value into each in the tests of erasure", sealed)
	}
}

func operates(key string) domain.Act {
	return domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", key, time.Now(), nil)
}

// nowhere waits until the reactors and the read models have done their part, and no mark is in a dump any longer.
func (p *product) nowhere(marks []mark) {
	p.t.Helper()
	var found []find
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		var destroyed int
		err := p.core.keysPool.QueryRow(p.t.Context(), "select count(*) from keys.subjects where destroyed_at is not null").Scan(&destroyed)
		if err != nil {
			p.t.Fatal(err)
		}
		if found = search(append(dump(p.t, p.stores.Database), dump(p.t, p.stores.Keys)...), marks); len(found) == 0 && destroyed == 1 {
			return
		}
	}
	p.t.Fatalf("after the erasure: found %v, or the key is still there; log:\n%s", found, p.logged)
}

// readsErased reads the account's stream and its row, which are still there.
func (p *product) readsErased(id uuid.UUID) {
	p.t.Helper()
	for r, err := range p.core.log.Read(p.t.Context(), eventstore.Stream(account.Decider.Category, id.String()), 0) {
		if err != nil {
			p.t.Fatal(err)
		}
		event, err := p.core.codec.Decode(r)
		if err != nil {
			p.t.Fatal(err)
		}
		if e, ok := event.(account.Registered); ok {
			if err := p.core.codec.OpenTexts(p.t.Context(), &e.Address); err != nil {
				p.t.Fatal(err)
			}
			if _, state := e.Address.Value(); state != personal.Erased {
				p.t.Errorf("the address reads as %v", e.Address)
			}
		}
	}
	var state string
	var address *string
	row := p.core.pool.QueryRow(p.t.Context(), "select state, address from "+projections.Schema(directory.Projection)+".accounts where id = $1", id)
	if err := row.Scan(&state, &address); err != nil || state != directory.Erased || address != nil {
		p.t.Errorf("the directory has state %q, an address: %t, %v", state, address != nil, err)
	}
}

// cannotSignIn says that an address and its password are answered like those of nobody.
func (p *product) cannotSignIn(address string) {
	p.t.Helper()
	v := p.visitor()
	answer := v.must(401, v.do("POST", "/api/v1/session", map[string]string{"email": address, "password": goodPassword}))
	nobody := v.must(401, v.do("POST", "/api/v1/session", map[string]string{"email": "nobody@example.org", "password": goodPassword}))
	if answer.text("code") != nobody.text("code") || answer.text("title") != nobody.text("title") {
		p.t.Errorf("an erased account answers %s, nobody's %s", answer.Raw, nobody.Raw)
	}
}
