package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/domain/limits"
)

// enters signs in on the pages as far as the second step.
func (b *browser) enters(email string) *page {
	b.t.Helper()
	return b.get("/sign-in").fill("email", email, "password", goodPassword).submit()
}

func TestSigningInOnPages(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	b := p.browse("es")
	b.enters("ana@example.org").on("S02", "").hides("ana@example.org").says("a•••@example.org")
	b.at.submit("resend").on("S02", "resent")
	b.at.fill("code", "000000").submit().on("S02", "session_wrong_code")
	if !strings.Contains(b.at.problem("code"), "4") || b.at.value("code") != "" {
		t.Errorf("a wrong code: %q, and the field holds %q", b.at.problem("code"), b.at.value("code"))
	}
	b.at.link("/sign-in/other").on("S03", "").link("/sign-in/code?by=backup").on("S02", "backup")
	b.at.submit("en").on("S02", "backup") // the other language does not forget the way
	b.at.fill("code", ana.backup[0]).submit()
	if p.token(b.visitor).Stage != "full" {
		t.Fatal("not signed in: ", b.at.text())
	}
	if b.get("/sign-in"); b.at.screen == "S01" {
		t.Error("who is signed in is asked to sign in")
	}
	b.get("/sign-in/wait").on("S04", "")
}

func TestTooManyWrongCodesEndTheSignIn(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	p.signUp("ana@example.org")
	b := p.browse("en")
	b.enters("ana@example.org")
	for range limits.Of(limits.SessionCode).Max {
		b.at.fill("code", "000000").submit()
	}
	b.at.on("S02", "used_up").link("/sign-in").on("S01", "")
	b.get("/sign-in/code").on("S02", "used_up")
}

func TestWaitingIsExplained(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = strings.Replace(strings.Replace(generous, "password_burst=100000", "password_burst=2", 1), "code_resend=100000", "code_resend=1", 1)
	p := serveOn(t, s)
	p.signUp("ana@example.org")
	b := p.browse("en")
	b.enters("ana@example.org").submit("resend").on("S02", "resent").submit("resend").on("S02", "wait")
	b.get("/sign-in/other").submit().on("S03", "wait")
	for _, email := range []string{"ana@example.org", "nobody@example.org"} { // the same, whoever there is
		stranger := p.browse("en")
		for range 2 {
			stranger.get("/sign-in").fill("email", email, "password", "Wrong-Horse-7").submit()
		}
		page := stranger.get("/sign-in").fill("email", email, "password", "Wrong-Horse-7").submit().on("S01", "wait")
		if page.Status != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d, retry after %q", email, page.Status, page.Header.Get("Retry-After"))
		}
		page.link("/sign-in/wait").on("S04", "")
	}
}

func TestWhoHasOneWayLeftIsToldHonestly(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	for i, code := range ana.backup {
		b := p.browse("en")
		b.enters("ana@example.org")
		b.get("/sign-in/code?by=backup").on("S02", "backup").fill("code", code).submit()
		if b.get("/settings"); i == 6 {
			b.at.on("T01", "few_codes").says("3")
		}
	}
	b := p.browse("es")
	b.enters("ana@example.org").on("S02", "")
	b.get("/sign-in/other").on("S03", "none")
	b.get("/sign-in/code?by=backup").on("S02", "") // there are none: the page asks for what there is
}

func TestStayingAndSigningOut(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.signUp("ana@example.org").pages("en")
	b.get("/session").on("S10", "").submit().on("S10", "extended")
	b.get("/signed-out/timeout").on("S10", "")
	b.get("/signed-out").on("S16", "")
	token := b.at.value("_token")
	out := b.request(http.MethodPost, "/sign-out", url.Values{"_token": {token}})
	if out.Header.Get("Clear-Site-Data") != `"cache", "storage"` || b.cookies["__Host-session"] != "" {
		t.Errorf("signed out with %q, cookies %v", out.Header.Get("Clear-Site-Data"), b.cookies)
	}
	b.follow(out, "/sign-out").on("S11", "")
	b.get("/signed-out/timeout").on("S17", "")
	b.get("/sign-out").on("S11", "")
	b.get("/settings").on("S01", "")
}

func TestSigningOutOfWhatIsOverIsNoTrouble(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.signUp("ana@example.org").pages("en")
	b.get("/sign-out").on("S16", "")
	p.over(b)
	b.at.submit().on("S11", "")
}

// over ends the session of a browser as time does.
func (p *product) over(b *browser) {
	p.t.Helper()
	if _, err := p.core.pool.Exec(p.t.Context(), "update app.tokens set last_seen_at = now() - interval '1 hour' where session = $1", p.token(b.visitor).Session); err != nil {
		p.t.Fatal(err)
	}
}

func TestProvingAgainLeadsBack(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.signUp("ana@example.org").pages("en")
	p.unproved(b)
	b.get("/settings/methods").on("S12", "")
	b.at.fill("password", "Wrong-Horse-7").submit().on("S12", "wrong_password")
	old := b.cookies["__Host-session"]
	b.at.fill("password", goodPassword).submit().on("T04", "")
	if b.cookies["__Host-session"] == old {
		t.Error("the cookie is the same as before the proof")
	}
	seed := b.setsUpApp()
	p.unproved(b)
	b.get("/settings/backup-codes").on("S12", "with_app")
	b.at.fill("password", goodPassword, "code", "000000").submit().on("S12", "session_wrong_code")
	code, err := totp.GenerateCode(seed, time.Now().Add(30*time.Second)) // the step before is spent
	if err != nil {
		t.Fatal(err)
	}
	b.at.fill("password", goodPassword, "code", code).submit().on("T05", "")
	p.unproved(b)
	b.get("/settings/backup-codes")
	for range limits.Of(limits.Password).Max + 1 {
		b.at.fill("password", "Wrong-Horse-7").submit()
	}
	b.at.on("S12", "wait")
}

// unproved lets the last proof of a browser's holder be long ago.
func (p *product) unproved(b *browser) {
	p.t.Helper()
	if _, err := p.core.pool.Exec(p.t.Context(), "update app.tokens set proved_at = now() - interval '1 hour' where session = $1", p.token(b.visitor).Session); err != nil {
		p.t.Fatal(err)
	}
}

func TestEveryActWantsATokenOfItsPage(t *testing.T) {
	t.Parallel()
	w := serveProduct(t).settle()
	other := w.visitor().pages("en")
	others := other.get("/sign-in").value("_token")
	values := anywhere()
	values["receipt"] = w.receipt
	before := w.quiet()
	for _, s := range web.Screens {
		if s.Path == "" {
			continue
		}
		b := w.caller(entitled(s.Who)).pages("en")
		at := placed(s.Path, values)
		for _, act := range s.Acts {
			to := strings.TrimSuffix(at+"/"+act, "/")
			for _, token := range []string{"", "applicant.x.y", others} {
				for _, from := range [][]string{nil, {"Origin", "", "Sec-Fetch-Site", ""}} { // old browsers say nothing of where they come from
					got := b.request(http.MethodPost, to, url.Values{"_token": {token}}, from...)
					if got.Status == http.StatusOK || strings.Contains(headersOf(got.Header), "__Host-session=") {
						t.Errorf("%s %s with the token %q: %d", s.ID, to, token, got.Status)
					}
				}
			}
			for _, from := range []string{"cross-site", "same-site"} {
				if got := b.request(http.MethodPost, to, url.Values{}, "Sec-Fetch-Site", from, "Origin", "https://evil.example"); got.Status != http.StatusForbidden {
					t.Errorf("%s %s %s: %d", s.ID, to, from, got.Status)
				}
			}
		}
	}
	if after := w.quiet(); after != before {
		t.Errorf("the log went from %v to %v", before, after)
	}
}

func TestLookingAtPagesChangesNothing(t *testing.T) {
	t.Parallel()
	w := serveProduct(t).settle()
	values := anywhere()
	values["receipt"] = w.receipt
	before := w.quiet()
	for _, s := range web.Screens {
		if s.Path == "" {
			continue
		}
		b := w.caller(entitled(s.Who)).pages("es")
		b.request(http.MethodGet, placed(s.Path, values), nil)
	}
	if after := w.quiet(); after != before {
		t.Errorf("the log went from %v to %v", before, after)
	}
}
