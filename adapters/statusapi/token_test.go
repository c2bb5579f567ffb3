package statusapi

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
)

// made is what differs from one token to the next.
var made = regexp.MustCompile(`"access_token":"[A-Za-z0-9_-]{75}"`)

func TestTheAnswerToTheTokenCall(t *testing.T) {
	w := newWorld(t)
	form := formOf(w.registers(client.Sandbox))
	for name, f := range map[string]func(){
		"as it is":             func() {},
		"with its scope":       func() { form.Set("scope", "case-status") },
		"with no scope":        func() { form.Set("scope", "") },
		"with another's field": func() { form.Set("audience", "all") },
	} {
		f()
		status, body, header := w.send("POST", "/oauth/accesstoken", form.Encode(), "Content-Type", formType+"; charset=utf-8")
		if status != 200 || header.Get("Content-Type") != "application/json" {
			t.Fatalf("%s: %d %s %v", name, status, body, header)
		}
		golden(t, "token", made.ReplaceAllString(body, `"access_token":"…"`))
	}
}

func TestTokenCallsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	c := w.registers(client.Sandbox)
	with := func(name string, values ...string) string {
		f := formOf(c)
		f[name] = values
		return f.Encode()
	}
	right := formOf(c).Encode()
	const (
		request = `{"code":400,"message":"Send grant_type, client_id and client_secret once each, in the body","error":"invalid_request"}`
		wrong   = `{"code":401,"message":"Invalid Client Credentials","error":"invalid_client"}`
	)
	for name, x := range map[string]struct {
		path, body, kind string
		status           int
		want             string
	}{
		"another secret":          {"", with("client_secret", "wrong"), "", 401, wrong},
		"an unknown client":       {"", with("client_id", client.ID{Client: uuid.New(), Number: 1}.String()), "", 401, wrong},
		"no client id":            {"", with("client_id", "me"), "", 401, wrong},
		"another grant":           {"", with("grant_type", "password"), "", 400, `{"code":400,"message":"The grant_type is client_credentials","error":"unsupported_grant_type"}`},
		"a scope that it has not": {"", with("scope", "case-status all"), "", 400, `{"code":400,"message":"This client does not have that scope","error":"invalid_scope"}`},
		"no grant":                {"", with("grant_type"), "", 400, request},
		"an empty client id":      {"", with("client_id", ""), "", 400, request},
		"an empty secret":         {"", with("client_secret", ""), "", 400, request},
		"two secrets":             {"", right + "&client_secret=" + url.QueryEscape(c.Secret), "", 400, request},
		"another field twice":     {"", right + "&a=1&a=2", "", 400, request},
		"nothing":                 {"", "", "", 400, request},
		"a half escape":           {"", right + "&x=%zz", "", 400, request},
		"in the address":          {"?" + right, "", "", 400, request},
		"also in the address":     {"?x=1", right, "", 400, request},
		"as JSON":                 {"", `{"client_id":"x"}`, "application/json", 415, `{"code":415,"message":"Send the body as application/x-www-form-urlencoded","error":"invalid_request"}`},
		"too much":                {"", right + "&x=" + strings.Repeat("x", maxForm), "", 413, `{"code":413,"message":"Request Too Large","error":"invalid_request"}`},
	} {
		kind := formType
		if x.kind != "" {
			kind = x.kind
		}
		status, body, _ := w.send("POST", "/oauth/accesstoken"+x.path, x.body, "Content-Type", kind)
		if status != x.status || body != x.want {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	if status, body, _ := w.send("POST", "/oauth/accesstoken", "grant_type=client_credentials", "Content-Type", formType, "Authorization", "Basic "+c.Secret); status != 400 || body != request {
		t.Errorf("credentials in a header: %d %s", status, body)
	}
	w.full = limits.TokenNetwork
	status, body, header := w.send("POST", "/oauth/accesstoken", right, "Content-Type", formType)
	if status != 429 || body != `{"code":429,"message":"Spike Arrest Violation"}` || header.Get("Retry-After") != "90" {
		t.Errorf("too often: %d %s %v", status, body, header)
	}
}
