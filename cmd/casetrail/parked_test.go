package main

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/links"
)

// A read model that passes a case over still holds the right that was taken away, and shows it to nobody.
func TestARightThatWasTakenAwayIsNotServedFromARowThatIsOld(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	officer, ana, ben := p.officer("olive@example.org"), p.signUp("ana@example.org"), p.signUp("ben@example.org")
	receipt, code := p.newCase(officer, "I-130")
	ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
	ben.must(201, ben.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31"}))
	p.park(projections.Schema(links.Projection), "access-"+receipt)

	gone := ana.must(503, ana.do("DELETE", "/api/v1/cases/"+receipt, nil))
	if gone.text("code") != "view_behind" {
		t.Errorf("unlinked, while the row stays, it answers %s", gone.Raw)
	}
	ana.must(404, ana.do("GET", "/api/v1/cases/"+receipt, nil))
	ana.must(404, ana.do("GET", "/api/v1/cases/"+receipt+"/history", nil))
	if list := ana.must(200, ana.do("GET", "/api/v1/cases", nil)); len(list.Body["cases"].([]any)) != 0 || list.Body["being_updated"] != true {
		t.Errorf("her list is %s", list.Raw)
	}
	if seen := ben.must(200, ben.do("GET", "/api/v1/cases/"+receipt, nil)); seen.text("tier") != "status" {
		t.Errorf("he sees the case as %s", seen.Raw)
	}
	file := officer.must(200, officer.do("GET", "/api/v1/staff/cases/"+receipt, nil))
	if links := file.Body["links"].([]any); len(links) != 1 || strings.Contains(string(file.Raw), ana.id.String()) || file.Body["being_updated"] != true {
		t.Errorf("the file shows %v", links)
	}

	operator := p.beside()
	if o := operator.must(0, operator.run("", "projections", "parked")); !strings.Contains(o.out, "links") || !strings.Contains(o.out, "access-"+receipt) {
		t.Errorf("parked is %q", o.out)
	}
	if o := operator.must(exitUsage, operator.run("", "projections", "repair", "invented", "access-"+receipt)); !strings.Contains(o.err, "there are cases, ") {
		t.Errorf("it says %q", o.err)
	}
	operator.must(exitRefused, operator.run("", "projections", "repair", "links", "access-invented"))
	operator.must(0, operator.run("", "projections", "repair", "links", "access-"+receipt))
	if all := operator.object(operator.must(0, operator.run("", "--json", "projections", "parked"))); len(all["parked"].([]any)) != 0 {
		t.Errorf("after the repair, parked is %v", all)
	}
	ana.must(204, ana.do("DELETE", "/api/v1/cases/"+receipt, nil))
	if list := ben.must(200, ben.do("GET", "/api/v1/cases", nil)); len(list.Body["cases"].([]any)) != 1 || list.Body["being_updated"] != nil {
		t.Errorf("his list is %s", list.Raw)
	}
}

// What happens to a case whose page is passed over is folded from the log.
func TestACaseWhoseRowIsOldIsShownAsItIs(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	officer, ana := p.officer("olive@example.org"), p.signUp("ana@example.org")
	receipt, _ := p.newCase(officer, "I-130")
	ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31"}))
	p.park(projections.Schema(cases.Projection), "casefile-"+receipt)
	act := officer.must(201, officer.do("POST", "/api/v1/staff/cases/"+receipt+"/actions", map[string]any{"code": "FT0", "occurred": today(-1)}))
	for who, path := range map[*visitor]string{ana.visitor: "/api/v1/cases/", officer: "/api/v1/staff/cases/"} {
		seen := who.must(200, who.do("GET", path+receipt, nil, "Casetrail-Wait-For", act.Header.Get("Casetrail-Position")))
		if got := seen.Body["status"].(map[string]any)["code"]; got != "FT0" {
			t.Errorf("%s shows %v, not FT0", path, got)
		}
	}
	if list := ana.must(200, ana.do("GET", "/api/v1/cases", nil)); len(list.Body["cases"].([]any)) != 1 || list.Body["being_updated"] != true {
		t.Errorf("her list is %s", list.Raw)
	}
}

// What a reactor could not do is not lost: once it can, an operator lets it, while the servers run.
func TestWhatAReactorCouldNotDoIsDoneWhenItCan(t *testing.T) {
	t.Parallel()
	var tokens stubborn
	p := serveProduct(t, func(c *core) {
		tokens.Tokens = c.tokens
		c.tokens = &tokens
	})
	ana := p.signUp("ana@example.org")
	tokens.no.Store(true)
	if _, err := p.core.erasure().Erase(t.Context(), ana.id, operates("erase")); err != nil {
		t.Fatal(err)
	}
	operator, stream := p.beside(), "account-"+ana.id.String()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		var parked bool
		err := p.core.pool.QueryRow(t.Context(), `select exists (select from app.parked where consumer = 'reactor:sign_out' and stream = $1)`, stream).Scan(&parked)
		if err != nil || time.Now().After(deadline) {
			t.Fatal("the stream is not parked: ", err)
		}
		if parked {
			break
		}
	}
	if o := operator.must(0, operator.run("", "reactors", "parked")); !strings.Contains(o.out, "sign_out") || !strings.Contains(o.out, stream) {
		t.Errorf("parked is %q", o.out)
	}
	if n := p.signedIn(ana.id); n == 0 {
		t.Fatal("she is signed out, although nobody could")
	}
	operator.must(exitUsage, operator.run("", "reactors", "retry", "invented", stream))
	done := operator.object(operator.must(0, operator.run("", "--json", "reactors", "retry", "sign_out", stream)))
	if done["answered"] != 1.0 || p.signedIn(ana.id) != 0 {
		t.Errorf("retried: %v, and she has %d sessions", done, p.signedIn(ana.id))
	}
	if all := operator.object(operator.must(0, operator.run("", "--json", "reactors", "parked"))); len(all["parked"].([]any)) != 0 {
		t.Errorf("parked is still %v", all)
	}
	operator.must(exitRefused, operator.run("", "reactors", "retry", "sign_out", stream))
}

// Without a stream, everything that is parked is taken up, and a reactor that is halted goes on.
func TestAHaltedReactorGoesOnWhenItIsToldTo(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	stream := "account-" + ana.id.String()
	p.park("reactor:letters", stream)
	if _, err := p.core.pool.Exec(t.Context(), `update app.checkpoints set halted = 'landslide' where name = 'reactor:letters'`); err != nil {
		t.Fatal(err)
	}
	operator := p.beside()
	for _, l := range operator.object(operator.must(0, operator.run("", "--json", "reactors", "status")))["reactors"].([]any) {
		line := l.(map[string]any)
		if is, want := line["state"] == "halted", line["name"] == "letters"; is != want {
			t.Errorf("the status is %v", line)
		}
	}
	done := operator.object(operator.must(0, operator.run("", "--json", "reactors", "retry", "letters")))
	if done["lifted"] != true || done["streams"] != 1.0 {
		t.Errorf("resumed: %v", done)
	}
	if o := operator.must(0, operator.run("", "reactors", "status")); strings.Contains(o.out, "halted") {
		t.Errorf("the status is still %q", o.out)
	}
}

// park puts a stream aside as if one of its events could not be applied.
func (p *product) park(consumer, stream string) {
	p.t.Helper()
	if _, err := p.core.pool.Exec(p.t.Context(), `insert into app.parked (consumer, stream, position, reason_code) values ($1, $2, 1, 'test')`,
		consumer, stream); err != nil {
		p.t.Fatal(err)
	}
}

func (p *product) signedIn(account uuid.UUID) (n int) {
	p.t.Helper()
	err := p.core.pool.QueryRow(p.t.Context(), `select count(*) from app.tokens where holder_id = $1 and expires_at > now()`, account).Scan(&n)
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// stubborn are tokens that are not ended while it says no.
type stubborn struct {
	workflow.Tokens
	no atomic.Bool
}

func (s *stubborn) EndHolder(ctx context.Context, holder domain.Actor, but uuid.UUID) error {
	if s.no.Load() {
		return errors.New("no")
	}
	return s.Tokens.EndHolder(ctx, holder, but)
}

func TestWhatStaysParkedIsNamed(t *testing.T) {
	t.Parallel()
	err := stillParked("Streams taken up again: 1.", map[string]error{"test-b": errors.New("later"), "test-a": errors.New("never")})
	want := "Streams taken up again: 1.\ntest-a stays parked: never\ntest-b stays parked: later"
	var d *domain.Error
	if !errors.As(err, &d) || d.Message != want || d.Kind == domain.Unavailable {
		t.Errorf("it says %v", err)
	}
}
