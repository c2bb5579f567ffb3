package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// comesIn signs in once more, by mail.
func (p *product) comesIn(of *person) *visitor {
	p.t.Helper()
	v := p.passwordOf(of)
	v.must(200, v.do("POST", "/api/v1/session/code", map[string]string{"by": "mail", "code": p.signInCode(v)}))
	return v
}

func TestSessionsAreSeenAndEndedFromAnother(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana, bob := p.signUp("ana@example.org"), p.signUp("bob@example.org")
	here, there, elsewhere := p.comesIn(ana), p.comesIn(ana), p.comesIn(ana)
	open := func() (ids []string) {
		t.Helper()
		for _, s := range here.must(200, here.do("GET", "/api/v1/account/sessions", nil)).Body["sessions"].([]any) {
			line := s.(map[string]any)
			id := fmt.Sprint(line["id"])
			if line["this"] != (id == p.token(here).Session.String()) || line["stage"] != "full" {
				t.Errorf("%v", line)
			}
			ids = append(ids, id)
		}
		return ids
	}
	if ids := open(); len(ids) != 4 { // with that of the sign-up
		t.Errorf("open are %v", ids)
	}
	id := p.token(there).Session.String()
	bound{"", "", "session.unknown"}.answered(t, "another's", bob.do("DELETE", "/api/v1/account/sessions/"+id, nil))
	there.must(200, there.do("GET", "/api/v1/session", nil))
	here.must(204, here.do("DELETE", "/api/v1/account/sessions/"+id, nil))
	bound{"", "", "signed_out"}.answered(t, "ended", there.do("GET", "/api/v1/session", nil))
	elsewhere.must(200, elsewhere.do("GET", "/api/v1/session", nil))
	here.must(204, here.do("DELETE", "/api/v1/account/sessions", nil))
	bound{"", "", "signed_out"}.answered(t, "all others ended", elsewhere.do("GET", "/api/v1/session", nil))
	if ids := open(); len(ids) != 1 {
		t.Errorf("open are %v", ids)
	}
	bob.must(200, bob.do("GET", "/api/v1/session", nil))
	if got := p.types("session-" + id); got[len(got)-1] != "session.ended" {
		t.Errorf("the log says %q", got)
	}
}

func TestProvingAgainChangesTheCookie(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	old := ana.visitor.copy()
	const set = "update app.tokens set proved_at = now() - interval '1 hour'"
	if _, err := p.core.pool.Exec(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	bound{"", "", "wrong_password"}.answered(t, "a wrong one", ana.do("POST", "/api/v1/session/proof", map[string]string{"password": "Wrong-Horse-7"}))
	if time.Since(p.token(ana.visitor).Proved) < 50*time.Minute {
		t.Error("a wrong password proved something")
	}
	wellMade(t, "proof", ana.must(200, ana.do("POST", "/api/v1/session/proof", map[string]string{"password": goodPassword})))
	if now := p.token(ana.visitor); time.Since(now.Proved) > time.Minute || now.Holder.Kind != domain.Applicant {
		t.Errorf("%+v", now)
	}
	bound{"", "", "signed_out"}.answered(t, "the old cookie", old.do("GET", "/api/v1/session", nil))
}

func TestAStatusIsShownWithoutAnAccount(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	receipt, _ := p.newCase(p.officer("olive@example.org"), "I-130")
	ask := func(field, value string) reply {
		return p.visitor().do("POST", "/api/v1/status-check", map[string]string{"receipt_number": receipt, field: value})
	}
	for field, value := range map[string]string{"birth_date": "1980-07-31", "last_name": "Example"} {
		got := p.visitor().must(200, ask(field, value))
		if got.text("receipt_number") != receipt || got.Body["history"] != nil || got.Body["status"].(map[string]any)["title"] == nil {
			t.Errorf("by %s: %s", field, got.Raw)
		}
	}
	bound{"", "", "status.no_match"}.answered(t, "another birth date", ask("birth_date", "1980-07-30"))
}

func TestSettingsWantAFreshProof(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	renewed := ana.must(201, ana.do("POST", "/api/v1/account/backup-codes/renewal", nil)).Body["codes"].([]any)
	if len(renewed) != 10 || renewed[0] == ana.backup[0] {
		t.Errorf("renewed: %v", renewed)
	}
	p.mails(1, ana.email, "backup codes")
	bound{"", "", "account.last_method"}.answered(t, "the last method", ana.do("DELETE", "/api/v1/account/methods/mail", nil))
	if _, err := p.core.pool.Exec(t.Context(), "update app.tokens set proved_at = now() - interval '15 minutes'"); err != nil {
		t.Fatal(err)
	}
	for path, method := range map[string]string{"backup-codes/renewal": "POST", "methods/authenticator": "POST", "methods/mail": "DELETE"} {
		bound{"", "", "session.prove_again"}.answered(t, path, ana.do(method, "/api/v1/account/"+path, nil))
	}
	bound{"", "", "session.prove_again"}.answered(t, "alerts", ana.do("POST", "/api/v1/account/alerts", map[string]any{"text": true}))
}
