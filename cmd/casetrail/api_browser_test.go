package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/httpapi"
)

func TestAnotherSiteCannotSendRequests(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	c, before := p.contract(), p.quiet()
	foreign := [][]string{
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Sec-Fetch-Site", "cross-site", "Origin", p.url},
		{"Origin", "https://evil.example"},
		{"Origin", "null"},
	}
	own := [][]string{
		nil, // a program that is no browser
		{"Sec-Fetch-Site", "same-origin", "Origin", p.url},
		{"Sec-Fetch-Site", "none"},
		{"Origin", p.url},
	}
	for _, route := range httpapi.Routes {
		v, path := p.stranger(entitled(route.Who)), address(route, anywhere())+"?no-such-parameter=1"
		refused := foreign
		if route.Method == http.MethodGet {
			refused = nil
		}
		for _, headers := range refused {
			got := v.do(route.Method, path, nil, headers...)
			if err := c.check(c.operations[route.ID], got); got.Status != 403 || got.text("code") != "cross_origin" || err != nil {
				t.Errorf("%s with %q: %d %s %v", route.ID, headers, got.Status, got.Raw, err)
			}
		}
		for _, headers := range own {
			if got := v.do(route.Method, path, nil, headers...); got.text("code") != "fields" {
				t.Errorf("%s with %q does not come through: %d %s", route.ID, headers, got.Status, got.Raw)
			}
		}
	}
	for _, page := range []string{"/confirm/", "/enrol/"} {
		if got := p.visitor().do("POST", page+anywhere()["account"]+"/token", nil, "Sec-Fetch-Site", "cross-site"); got.Status != 403 {
			t.Errorf("the button at %s answered another site with %d", page, got.Status)
		}
	}
	if after := p.quiet(); after != before {
		t.Error("something was recorded")
	}
}

func TestEveryAnswerIsProtected(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	nobody, somebody := p.visitor(), p.stranger(officer)
	answers := map[string]reply{
		"success":             somebody.do("GET", "/api/v1/session", nil),
		"not signed in":       nobody.do("GET", "/api/v1/cases", nil),
		"not found":           somebody.do("GET", "/api/v1/cases/IOE0999999999", nil),
		"no such address":     nobody.do("GET", "/nowhere", nil),
		"wrong method":        nobody.do("PUT", "/api/v1/cases", nil),
		"another site":        nobody.do("POST", "/api/v1/session", nil, "Origin", "https://evil.example"),
		"malformed":           nobody.do("POST", "/api/v1/session", []byte("{")),
		"too large":           nobody.do("POST", "/api/v1/session", []byte(strings.Repeat(" ", 70_000))),
		"the start page":      nobody.do("GET", "/", nil),
		"a page not there":    nobody.do("GET", "/dev/mailbox/nothing", nil),
		"the button":          nobody.do("GET", "/confirm/a/b", nil),
		"the document":        nobody.do("GET", "/api/openapi.json", nil),
		"the docs":            nobody.do("GET", "/api/docs", nil),
		"alive":               nobody.do("GET", "/healthz", nil),
		"ready":               nobody.do("GET", "/readyz", nil),
		"metrics":             nobody.do("GET", "/metrics", nil),
		"alive, not a method": nobody.do("POST", "/healthz", nil),
	}
	promised := map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Strict-Transport-Security":    "max-age=31536000; includeSubDomains",
		"Cache-Control":                "no-store",
	}
	for what, got := range answers {
		for name, value := range promised {
			if got.Header.Get(name) != value {
				t.Errorf("%s (%d): %s is %q", what, got.Status, name, got.Header.Get(name))
			}
		}
		policy := got.Header.Get("Content-Security-Policy")
		for _, needed := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action"} {
			if !strings.Contains(policy, needed) || strings.Contains(policy, "unsafe") {
				t.Errorf("%s (%d): the policy is %q", what, got.Status, policy)
			}
		}
	}
}

func TestTheCookieChangesWithEachProofAndEndsWithTheSession(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	elsewhere := ana.visitor
	ben := p.visitor()
	first := ben.must(201, ben.do("POST", "/api/v1/session", map[string]string{"email": "ana@example.org", "password": goodPassword}))
	half := ben.copy()
	second := ben.must(200, ben.do("POST", "/api/v1/session/code", map[string]string{"by": "mail", "code": p.signInCode(ben)}))
	whole := ben.copy()
	for name, r := range map[string]reply{"password": first, "code": second} {
		wellMade(t, name, r)
	}
	if half.cookies["__Host-session"] == whole.cookies["__Host-session"] {
		t.Error("the second step did not change the cookie")
	}
	if got := half.do("GET", "/api/v1/session", nil); got.Status != 401 {
		t.Errorf("the cookie of the first step still opens something: %d %s", got.Status, got.Raw)
	}
	out := ben.must(204, ben.do("DELETE", "/api/v1/session", nil))
	if out.Header.Get("Clear-Site-Data") != `"cache", "storage"` || !strings.Contains(out.Header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("signing out leaves something in the browser: %v", out.Header)
	}
	if got := whole.do("GET", "/api/v1/session", nil); got.Status != 401 || got.text("code") != "signed_out" {
		t.Errorf("the cookie of the ended session still opens something: %d %s", got.Status, got.Raw)
	}
	elsewhere.must(200, elsewhere.do("GET", "/api/v1/cases", nil)) // another session of the same account goes on
	token := p.token(elsewhere)
	if err := p.core.tokens.EndHolder(t.Context(), token.Holder, uuid.Nil); err != nil {
		t.Fatal(err)
	}
	if got := elsewhere.do("GET", "/api/v1/cases", nil); got.Status != 401 {
		t.Errorf("a session that was ended elsewhere went on: %d", got.Status)
	}
}

func TestASessionEndsByItself(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	for _, row := range []struct {
		what string
		kind kind
		set  string
		ends bool
	}{
		{"an applicant idle for 29 minutes", applicant, "last_seen_at = now() - interval '29 minutes'", false},
		{"an applicant idle for half an hour", applicant, "last_seen_at = now() - interval '30 minutes'", true},
		{"an officer idle for 14 minutes", officer, "last_seen_at = now() - interval '14 minutes'", false},
		{"an officer idle for a quarter of an hour", officer, "last_seen_at = now() - interval '15 minutes'", true},
		{"after nearly twelve hours", applicant, "expires_at = expires_at - interval '11 hours 59 minutes'", false},
		{"after twelve hours", applicant, "expires_at = expires_at - interval '12 hours'", true},
		{"an officer after twelve hours", officer, "expires_at = expires_at - interval '12 hours'", true},
		{"nine minutes between password and code", codePending, "expires_at = expires_at - interval '9 minutes'", false},
		{"ten minutes between password and code", codePending, "expires_at = expires_at - interval '10 minutes'", true},
	} {
		v := p.stranger(row.kind)
		if _, err := p.core.pool.Exec(t.Context(), "update app.tokens set "+row.set+" where session = $1", p.token(v).Session); err != nil {
			t.Fatal(err)
		}
		got := v.do("GET", "/api/v1/session", nil)
		if ended := got.Status == 401 && got.text("code") == "signed_out"; ended != row.ends {
			t.Errorf("%s: %d %s", row.what, got.Status, got.Raw)
		}
	}
}

// wellMade checks the cookies of an answer.
func wellMade(t *testing.T, what string, r reply) {
	t.Helper()
	lines := r.Header.Values("Set-Cookie")
	if len(lines) == 0 {
		t.Errorf("%s: no cookie", what)
	}
	for _, line := range lines {
		c, err := http.ParseSetCookie(line)
		if err != nil || !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("%s: %s %v", what, line, err)
		}
		if c.Name == "__Host-session" && len(c.Value) != 43 {
			t.Errorf("%s: a token of %d characters is not 256 bits", what, len(c.Value))
		}
	}
}

// copy is somebody with the same cookies as they are now.
func (v *visitor) copy() *visitor {
	c := *v
	c.cookies = map[string]string{}
	for name, value := range v.cookies {
		c.cookies[name] = value
	}
	return &c
}
