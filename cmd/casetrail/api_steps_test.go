package main

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// stage is a request of the sign-up, and the codes of its answers before its time and when it is repeated; "" is a yes.
type stage struct {
	path          string
	body          func(*product, *visitor) any
	before, again string
}

func with(field, value string) func(*product, *visitor) any {
	return func(*product, *visitor) any { return map[string]string{field: value} }
}

func TestStepsOfSigningUpOutOfOrder(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	steps := []stage{
		{"/terms", with("version", account.TermsVersion), "", ""},
		{"/password", with("password", goodPassword), "account.unfinished", ""},
		{"/codes", nil, "account.unfinished", ""},
		{"/codes/entry", func(p *product, v *visitor) any {
			return map[string]string{"code": p.mailedCode(v)}
		}, "account.unfinished", "account.no_code"},
		{"/backup-codes", nil, "account.unfinished", ""},
		{"/role", with("role", "applicant"), "account.unfinished", ""},
		{"/activation", nil, "account.unfinished", "not_found"},
	}
	hasty := p.visitor()
	p.confirm(hasty, "hasty@example.org")
	for _, s := range steps[1:] { // the first is in time
		got := hasty.do("POST", "/api/v1/account"+s.path, s.sent(p, hasty))
		bound{s.path, "", s.before}.answered(t, "before its time", got)
	}
	patient := p.visitor()
	p.confirm(patient, "patient@example.org")
	for _, s := range steps {
		if s.path != "/activation" {
			early := patient.do("POST", "/api/v1/account/activation", nil)
			bound{s.path, "", "account.unfinished"}.answered(t, "finishing without", early)
		}
		bound{s.path, "", ""}.answered(t, "in its time", patient.do("POST", "/api/v1/account"+s.path, s.sent(p, patient)))
	}
	for _, s := range steps {
		got := patient.do("POST", "/api/v1/account"+s.path, s.sent(p, patient))
		bound{s.path, "", "not_found"}.answered(t, "after signing up", got)
	}
	twice := p.visitor()
	p.confirm(twice, "twice@example.org")
	for _, s := range steps[:6] {
		body := s.sent(p, twice)
		bound{s.path, "", ""}.answered(t, "once", twice.do("POST", "/api/v1/account"+s.path, body))
		bound{s.path, "", s.again}.answered(t, "twice", twice.do("POST", "/api/v1/account"+s.path, body))
	}
}

func (s stage) sent(p *product, v *visitor) any {
	if s.body == nil {
		return nil
	}
	return s.body(p, v)
}

// mailedCode is the code of the sign-up that was mailed last, or one that never was.
func (p *product) mailedCode(v *visitor) string {
	p.t.Helper()
	a, err := p.core.accounts.Load(p.t.Context(), p.token(v).Holder.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	if a.State.Code.Ref.IsZero() {
		return "000000"
	}
	return p.reveal(secret.SignUpCode, a.State.Code.Ref)
}

func TestLinksAndCodesThatAreOver(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ago := func(d time.Duration) domain.Act {
		return domain.Attempt(domain.Actor{Kind: domain.Anonymous}, "test", uuid.NewString(), time.Now().Add(-d), nil)
	}
	confirm := func(id uuid.UUID, link string) reply {
		return p.visitor().do("POST", "/api/v1/sign-up/"+id.String()+"/confirmation", map[string]string{"token": link})
	}
	t.Run("a confirmation link of yesterday", func(t *testing.T) {
		id, err := p.core.signUp().Begin(t.Context(), "test", "late@example.org", "en", ago(24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		bound{"", "", "account.link_expired"}.answered(t, "expired", confirm(id, p.linkOf(id)))
	})
	t.Run("a confirmation link that was replaced", func(t *testing.T) {
		id := p.registered("replaced@example.org")
		old := p.linkOf(id)
		p.visitor().must(202, p.visitor().do("POST", "/api/v1/sign-up/"+id.String()+"/link", nil))
		bound{"", "", "account.link_unknown"}.answered(t, "replaced", confirm(id, old))
		bound{"", "", ""}.answered(t, "new", confirm(id, p.linkOf(id)))
	})
	ana := p.signUp("ana@example.org")
	t.Run("a confirmation link after signing up", func(t *testing.T) {
		bound{"", "", "account.link_used"}.answered(t, "used", confirm(ana.id, p.linkOf(ana.id)))
	})
	second := func(v *visitor, by, code string) reply {
		return v.do("POST", "/api/v1/session/code", map[string]string{"by": by, "code": code})
	}
	t.Run("a code of eleven minutes ago", func(t *testing.T) {
		door := p.core.signIn(workflow.Applicants(p.core.accounts, p.core.codes))
		e, err := door.Password(t.Context(), workflow.Attempt{Network: "test", Address: ana.email, Password: goodPassword}, ago(11*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		v := p.visitor()
		v.cookies["__Host-session"] = e.Token
		bound{"", "", "session.code_expired"}.answered(t, "expired", second(v, "mail", p.signInCode(v)))
	})
	t.Run("a code that was replaced", func(t *testing.T) {
		v := p.passwordOf(ana)
		old := p.signInCode(v)
		v.must(202, v.do("POST", "/api/v1/session/codes", nil))
		bound{"", "", "session.wrong_code"}.answered(t, "replaced", second(v, "mail", old))
		bound{"", "", ""}.answered(t, "new", second(v, "mail", p.signInCode(v)))
	})
	t.Run("a code of another session", func(t *testing.T) {
		here, there := p.passwordOf(ana), p.passwordOf(ana)
		bound{"", "", "session.wrong_code"}.answered(t, "another's", second(here, "mail", p.signInCode(there)))
		bound{"", "", ""}.answered(t, "a backup code", second(here, "backup", ana.backup[0]))
		bound{"", "", "session.wrong_code"}.answered(t, "the same again", second(there, "backup", ana.backup[0]))
	})
	olive := p.officer("olive@example.org")
	link := func(v *visitor, receipt, born, code string) reply {
		return v.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": born, "access_code": code})
	}
	t.Run("an access code that was replaced", func(t *testing.T) {
		const receipt = "IOE0912345678"
		by := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", "early", time.Now().AddDate(0, 0, -3), nil)
		old := p.core.codes.Issue(secret.AccessCode, by)
		if _, err := p.core.access.Do(t.Context(), receipt, access.IssueCode{Code: old, Expires: time.Now().AddDate(0, 0, 80), Why: "requested"}, by); err != nil {
			t.Fatal(err)
		}
		filing := paper("I-130")
		filing["receipt_number"] = receipt
		olive.must(201, olive.do("POST", "/api/v1/staff/cases", filing))
		for len(p.types("access-"+receipt)) < 2 { // the letter that the filing brings
			time.Sleep(10 * time.Millisecond)
		}
		bound{"", "", "access.code_replaced"}.answered(t, "replaced", link(ana.visitor, receipt, "1980-07-31", p.reveal(secret.AccessCode, old)))
	})
	t.Run("an access code that was used, then one that five wrong dates void", func(t *testing.T) {
		receipt, code := p.newCase(olive, "I-130")
		bound{"", "", ""}.answered(t, "once", link(ana.visitor, receipt, "1980-07-31", code))
		bound{"", "", "access.code_used"}.answered(t, "used", link(p.stranger(applicant), receipt, "1980-07-31", code))
		receipt, code = p.newCase(olive, "I-130")
		for range 5 {
			bound{"", "", "access.no_match"}.answered(t, "a wrong date", link(ana.visitor, receipt, "1980-07-30", code))
		}
		bound{"", "", "access.code_voided"}.answered(t, "voided", link(ana.visitor, receipt, "1980-07-31", code))
	})
}

// Ids and keys are not authority: whoever has another's gets nothing by them.
func TestAnothersIdsAndKeys(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana, eve := p.registered("ana@example.org"), p.registered("eve@example.org")
	confirm := func(id uuid.UUID, link string) reply {
		return p.visitor().do("POST", "/api/v1/sign-up/"+id.String()+"/confirmation", map[string]string{"token": link})
	}
	bound{"", "", "account.link_unknown"}.answered(t, "the link of another account", confirm(ana, p.linkOf(eve)))
	enrol := p.visitor().do("POST", "/api/v1/staff/enrolment/"+ana.String(), map[string]string{"token": p.linkOf(ana)})
	bound{"", "", "staff.link_unknown"}.answered(t, "an account's link at the staff's door", enrol)

	olive := p.officer("olive@example.org")
	receipt, code := p.newCase(olive, "I-130")
	body := map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}
	one, other, key := p.stranger(applicant), p.stranger(applicant), uuid.NewString()
	first := one.must(201, one.again(key, "POST", "/api/v1/cases", body))
	bound{"", "", "access.code_used"}.answered(t, "another's key", other.again(key, "POST", "/api/v1/cases", body))
	repeat := one.must(201, one.again(key, "POST", "/api/v1/cases", body))
	if string(repeat.Raw) != string(first.Raw) || repeat.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("sent again: %s, not %s", repeat.Raw, first.Raw)
	}
	body["birth_date"] = "1980-07-30"
	bound{"", "", "idempotency_key_reused"}.answered(t, "the own key for something else", one.again(key, "POST", "/api/v1/cases", body))
	for path, method := range map[string]string{"": "GET", "/history": "GET"} {
		bound{"", "", "not_found"}.answered(t, "another's case", other.do(method, "/api/v1/cases/"+receipt+path, nil))
	}
	other.must(204, other.do("DELETE", "/api/v1/cases/"+receipt, nil))
	one.must(200, one.do("GET", "/api/v1/cases/"+receipt, nil)) // the other removed nothing
}
