package main

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
)

// invited is the path of the enrolment link of somebody new.
func (p *product) invited(email string, at time.Time) (path string, id uuid.UUID) {
	p.t.Helper()
	act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", email, at, nil)
	id, link, err := p.core.enrolment().Invite(p.t.Context(), "Olive Officer", email, "officer", act)
	if err != nil {
		p.t.Fatal(err)
	}
	return "/enrol/" + id.String() + "/" + link, id
}

// appCode is what an app shows that was given the setup code of the page, n half minutes from now.
func (p *page) appCode(n int) (code, seed string) {
	p.t.Helper()
	seed = text(p.first(has("id", "secret")))
	code, err := totp.GenerateCode(seed, time.Now().Add(time.Duration(n)*30*time.Second))
	if err != nil {
		p.t.Fatalf("the page shows no setup code: %v\n%s", err, p.text())
	}
	return code, seed
}

func TestStaffEnrollAndSignInOnPages(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	path, _ := p.invited("olive@example.org", time.Now())
	b := p.browse("en")
	before := p.quiet()
	b.get(path).on("E01", "")
	if p.quiet() != before {
		t.Error("opening the link recorded something")
	}
	b.at.submit().on("E02", "")
	b.at.fill("password", "short").submit().on("E02", "password_too_short")
	b.at.fill("password", goodPassword).submit().on("E03", "")
	code, seed := b.at.appCode(0)
	b.at.fill("code", "000000").submit().on("E03", "staff_wrong_code")
	if _, again := b.at.appCode(0); again != seed || b.at.problem("code") == "" {
		t.Errorf("after a wrong code the page shows %q with problem %q", again, b.at.problem("code"))
	}
	b.at.fill("code", code).submit()
	if b.cookies["__Host-session"] == "" || b.at.path != "/staff" {
		t.Fatalf("enrolled, and led to %s: %s", b.at.path, b.at.text())
	}

	other := p.browse("es")
	other.get(path).submit().on("E01", "staff_link_used")
	other.get(path+"x").submit().on("E01", "staff_link_unknown")
	other.get("/staff/sign-in").on("E04", "").fill("email", "olive@example.org", "password", "not my password").submit().on("E04", "sign_in_failed")
	other.at.fill("password", goodPassword).submit().on("E05", "")
	other.at.fill("code", "000000").submit().on("E05", "session_wrong_code")
	next, err := totp.GenerateCode(seed, time.Now().Add(30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	other.at.fill("code", next).submit()
	if other.at.path != "/staff" {
		t.Fatalf("signed in, and led to %s: %s", other.at.path, other.at.text())
	}
	if at := other.get("/staff/sign-in"); at.path != "/staff" {
		t.Errorf("whoever has come in is asked to sign in again, at %s", at.path)
	}
	if links := other.get(path).on("E01", "").links(); !slices.Contains(links, "/staff/queue") || slices.Contains(links, "/sign-up") {
		t.Errorf("an old link shows a member of staff the menu of strangers: %q", links)
	}
}

func TestAnEnrolmentLinkThatIsTooOld(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	path, _ := p.invited("olive@example.org", time.Now().Add(-limits.EnrolLinkLife-time.Hour))
	p.browse("en").get(path).submit().on("E01", "staff_link_expired")
}

// Who chose the password elsewhere finds no setup code yet, and who has spoilt one makes a new one.
func TestASetupCodeIsMadeOnDemand(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	path, _ := p.invited("olive@example.org", time.Now())
	b := p.browse("en")
	b.get(path).submit().on("E02", "")
	b.must(200, b.do("POST", "/api/v1/staff/enrolment/password", map[string]string{"password": goodPassword}))
	b.get("/enrol/app").on("E03", "not_offered").submit("again").on("E03", "")
	_, first := b.at.appCode(0)
	b.at.submit("again").on("E03", "")
	if _, second := b.at.appCode(0); second == first {
		t.Error("a new setup code is the old one")
	}
}

func TestStaffAreSlowedDownAtTheirDoor(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = "password_burst=2,requests=1000000"
	p := serveOn(t, s)
	b := p.browse("en")
	for range 2 {
		b.get("/staff/sign-in").fill("email", "olive@example.org", "password", "wrong").submit().on("E04", "sign_in_failed")
	}
	b.at.fill("password", "wrong").submit().on("E04", "wait")
}

func TestTooManyWrongCodesAtTheDoorOfStaff(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	p.officer("olive@example.org")
	b := p.browse("en")
	b.get("/staff/sign-in").fill("email", "olive@example.org", "password", goodPassword).submit().on("E05", "")
	for range 12 {
		if b.at.fill("code", "000000").submit().state == "wait" {
			return
		}
	}
	t.Errorf("after twelve wrong codes the page is in state %q: %s", b.at.state, b.at.text())
}
