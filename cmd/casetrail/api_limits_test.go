package main

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
)

// Two servers count together: of three times as many tries as a limit allows, at once and at both, exactly as many pass.
func TestLimitsHoldOverTwoServers(t *testing.T) {
	t.Parallel()
	const n = 6
	s := testStores(t)
	s.Limits = "requests=100000,sign_up_network=6,sign_up_address=100000,sign_in_network=100000,password_burst=100000,password=6/1h," +
		"link_account=6,link_network=100000,confirm_network=6,session_code=6,code_resend=6"
	one, two := serveOn(t, s), serveOn(t, s)
	eve, ned, dora := one.stranger(applicant), one.stranger(codePending), one.stranger(codePending)
	for what, try := range map[string]func(v *visitor, i int) reply{
		"sign-ups from one network": func(v *visitor, i int) reply {
			return v.do("POST", "/api/v1/sign-up", map[string]string{"email": fmt.Sprintf("p%d@example.org", i), "language": "en"})
		},
		"clicks from one network": func(v *visitor, _ int) reply {
			return v.do("POST", "/api/v1/sign-up/"+uuid.NewString()+"/confirmation", map[string]string{"token": "guessed"})
		},
		"passwords for one address": func(v *visitor, _ int) reply {
			return v.do("POST", "/api/v1/session", map[string]string{"email": "ana@example.org", "password": "Wrong-Horse-7"})
		},
		"cases for one account": func(v *visitor, i int) reply {
			v.cookies = eve.cookies
			return v.do("POST", "/api/v1/cases", map[string]string{"receipt_number": fmt.Sprintf("IOE09000000%02d", i), "birth_date": "1980-07-31"})
		},
		"codes for one session": func(v *visitor, _ int) reply {
			v.cookies = ned.cookies
			return v.do("POST", "/api/v1/session/code", map[string]string{"by": "mail", "code": "000000"})
		},
		"mails for one session": func(v *visitor, _ int) reply {
			v.cookies = dora.cookies
			return v.do("POST", "/api/v1/session/codes", nil)
		},
	} {
		got := atOnce(3*n, func(i int) reply {
			return try([]*product{one, two}[i%2].visitor(), i)
		})
		passed := 0
		for _, r := range got {
			switch {
			case r.Status != 429:
				passed++
			case r.text("code") != "wait" || r.Header.Get("Retry-After") == "":
				t.Errorf("%s: %d without saying how long to wait: %s", what, r.Status, r.Raw)
			}
		}
		if passed != n {
			t.Errorf("%s: %d of %d passed, not %d", what, passed, 3*n, n)
		}
	}
}

// The limit on all requests of a network stands before everything else, also what is not there.
func TestTheLimitOfRequestsHoldsOverTwoServers(t *testing.T) {
	t.Parallel()
	const n = 30
	s := testStores(t)
	s.Limits = fmt.Sprintf("requests=%d/1h", n)
	one, two := serveOn(t, s), serveOn(t, s)
	paths := []string{"/api/v1/terms", "/api/v1/cases", "/nowhere", "/", "/api/openapi.json"}
	passed := 0
	for _, r := range atOnce(3*n, func(i int) reply {
		return []*product{one, two}[i%2].visitor().do("GET", paths[i%len(paths)], nil)
	}) {
		if r.Status != 429 {
			passed++
		}
	}
	if passed != n {
		t.Errorf("%d requests of %d passed, not %d", passed, 3*n, n)
	}
	for _, path := range []string{"/healthz", "/readyz"} { // whoever watches over the servers is not kept out
		one.visitor().must(200, one.visitor().do("GET", path, nil))
	}
}
