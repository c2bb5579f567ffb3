package main

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/httpapi"
)

// letIn says, apart from the list of routes, whom each request lets in. The columns are those of kinds.
// x: comes in. 1: is told to sign in. 4: is told what everybody is told who asks for what is not there.
const letIn = `
                                                          nobody signing-up code-pending applicant enrolling staff-pending officer
GET    /terms                                                  x          x            x         x         x             x       x
POST   /sign-up                                                x          x            x         x         x             x       x
POST   /sign-up/{account}/link                                 x          x            x         x         x             x       x
POST   /sign-up/{account}/confirmation                         x          x            x         x         x             x       x
GET    /account                                                1          x            1         x         1             1       4
POST   /account/terms                                          1          x            1         4         1             1       4
POST   /account/password                                       1          x            1         4         1             1       4
POST   /account/codes                                          1          x            1         4         1             1       4
POST   /account/texts                                          1          x            1         4         1             1       4
POST   /account/codes/entry                                    1          x            1         4         1             1       4
POST   /account/authenticator                                  1          x            1         4         1             1       4
POST   /account/authenticator/entry                            1          x            1         4         1             1       4
POST   /account/backup-codes                                   1          x            1         4         1             1       4
POST   /account/role                                           1          x            1         4         1             1       4
POST   /account/activation                                     1          x            1         4         1             1       4
GET    /reset-questions                                        x          x            x         x         x             x       x
POST   /account/reset-questions                                1          x            1         4         1             1       4
POST   /account/reset-questions/renewal                        1          1            1         x         1             1       4
POST   /password-reset/answers                                 1          1            1         4         1             1       4
GET    /account/deliveries                                     1          1            1         x         1             1       4
POST   /session                                                x          x            x         x         x             x       x
GET    /session                                                1          x            x         x         x             x       x
POST   /session/codes                                          1          1            x         4         1             1       4
POST   /session/codes/{method}                                 1          1            x         4         1             1       4
POST   /session/code                                           1          1            x         4         1             1       4
DELETE /session                                                1          x            x         x         x             x       x
POST   /session/proof                                          1          1            1         x         1             1       4
GET    /account/sessions                                       1          1            1         x         1             1       4
DELETE /account/sessions/{session}                             1          1            1         x         1             1       4
DELETE /account/sessions                                       1          1            1         x         1             1       4
POST   /password-reset                                         x          x            x         x         x             x       x
POST   /password-reset/{recovery}/opening                      x          x            x         x         x             x       x
GET    /password-reset                                         1          1            1         4         1             1       4
POST   /password-reset/codes                                   1          1            1         4         1             1       4
POST   /password-reset/codes/{method}                          1          1            1         4         1             1       4
POST   /password-reset/code                                    1          1            1         4         1             1       4
POST   /password-reset/password                                1          1            1         4         1             1       4
POST   /account/backup-codes/renewal                          1          1            1         x         1             1       4
POST   /account/methods/authenticator                         1          1            1         x         1             1       4
POST   /account/methods/authenticator/entry                   1          1            1         x         1             1       4
POST   /account/methods/mail                                  1          1            1         x         1             1       4
POST   /account/methods/mail/entry                            1          1            1         x         1             1       4
POST   /account/methods/text                                  1          1            1         x         1             1       4
POST   /account/methods/text/entry                            1          1            1         x         1             1       4
DELETE /account/methods/{method}                              1          1            1         x         1             1       4
POST   /account/alerts                                         1          1            1         x         1             1       4
POST   /account/clients                                        1          1            1         x         1             1       4
GET    /account/clients                                        1          1            1         x         1             1       4
POST   /account/clients/{client}/credentials                   1          1            1         x         1             1       4
DELETE /account/clients/{client}/credentials/{number}          1          1            1         x         1             1       4
DELETE /account/clients/{client}                               1          1            1         x         1             1       4
POST   /status-check                                          x          x            x         x         x             x       x
POST   /cases                                                  1          1            1         x         1             1       4
GET    /cases                                                  1          1            1         x         1             1       4
GET    /cases/{receipt}                                        1          1            1         x         1             1       4
GET    /cases/{receipt}/history                                1          1            1         x         1             1       4
POST   /cases/{receipt}/upgrade                                1          1            1         x         1             1       4
POST   /cases/{receipt}/access-codes                           1          1            1         x         1             1       4
POST   /cases/{receipt}/access-codes/dispute                   1          1            1         x         1             1       4
DELETE /cases/{receipt}                                        1          1            1         x         1             1       4
POST   /staff/enrolment/{staff}                                x          x            x         x         x             x       x
POST   /staff/enrolment/password                               1          1            1         4         x             1       4
POST   /staff/enrolment/authenticator                          1          1            1         4         x             1       4
POST   /staff/enrolment/entry                                  1          1            1         4         x             1       4
POST   /staff/session                                          x          x            x         x         x             x       x
POST   /staff/session/code                                     1          1            1         4         1             x       4
POST   /staff/cases                                            1          1            1         4         1             1       x
GET    /staff/cases                                            1          1            1         4         1             1       x
GET    /staff/cases/{receipt}                                  1          1            1         4         1             1       x
POST   /staff/cases/{receipt}/actions                          1          1            1         4         1             1       x
POST   /staff/cases/{receipt}/actions/{number}/correction      1          1            1         4         1             1       x
POST   /staff/cases/{receipt}/transfer                         1          1            1         4         1             1       x
POST   /staff/cases/{receipt}/access-codes                     1          1            1         4         1             1       x
GET    /staff/disputes                                         1          1            1         4         1             1       x
POST   /staff/cases/{receipt}/disputes/{code}/settlement       1          1            1         4         1             1       x
POST   /staff/clients                                          1          1            1         4         1             1       x
GET    /staff/clients                                          1          1            1         4         1             1       x
POST   /staff/clients/{client}/credentials                     1          1            1         4         1             1       x
DELETE /staff/clients/{client}/credentials/{number}            1          1            1         4         1             1       x
POST   /staff/clients/{client}/suspension                      1          1            1         4         1             1       x
DELETE /staff/clients/{client}/suspension                      1          1            1         4         1             1       x
DELETE /staff/clients/{client}                                 1          1            1         4         1             1       x
GET    /staff/deliveries                                       1          1            1         4         1             1       x
`

func TestWhoMayComeWhere(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	callers := map[kind]*visitor{}
	for _, k := range kinds {
		callers[k] = p.stranger(k)
	}
	nowhere := callers[nobody].do("GET", "/api/v1/nowhere", nil)
	lines := strings.Split(strings.TrimSpace(letIn), "\n")[1:]
	for _, line := range lines {
		cells := strings.Fields(line)
		method, path := cells[0], cells[1]
		route := httpapi.Route{Path: path}
		for i, k := range kinds {
			got := callers[k].do(method, address(route, anywhere())+"?no-such-parameter=1", nil)
			if why := notAsTold(cells[2+i], got, nowhere); why != "" {
				t.Errorf("%s %s as %s: %s: %d %s", method, path, k, why, got.Status, got.Raw)
			}
		}
	}
	if len(lines) != len(httpapi.Routes) {
		t.Errorf("the table has %d requests, the list of routes %d", len(lines), len(httpapi.Routes))
	}
}

// A reset is a way to a new password, and to nothing else.
func TestWhoHoldsAResetComesNowhereElse(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	v := p.stranger(resetting)
	for _, route := range httpapi.Routes {
		want := "1"
		switch route.Who {
		case door.Anyone, door.SignedIn, door.Resetting:
			want = "x"
		}
		got := v.do(route.Method, address(route, anywhere())+"?no-such-parameter=1", nil)
		if why := notAsTold(want, got, reply{}); why != "" {
			t.Errorf("%s %s: %s: %d %s", route.Method, route.Path, why, got.Status, got.Raw)
		}
	}
}

// notAsTold compares with a cell of the table. Who comes in is told that the request has a parameter too many: nothing
// is done, nothing is looked for.
func notAsTold(cell string, got, nowhere reply) string {
	switch code := got.text("code"); {
	case cell == "x" && code != "fields":
		return "was not let in"
	case cell == "1" && (got.Status != http.StatusUnauthorized || code != "signed_out"):
		return "was not told to sign in"
	case cell == "4" && !bytes.Equal(masked(got), masked(nowhere)):
		return "was told more than that there is nothing"
	}
	return ""
}

// masked is an answer's body without ids, which are others each time.
func masked(r reply) []byte { return someID.ReplaceAll(r.Raw, []byte("…")) }

func TestLookingChangesNothing(t *testing.T) {
	t.Parallel()
	town := serveProduct(t).settle()
	before := town.quiet()
	for _, route := range httpapi.Routes {
		if route.Method != http.MethodGet {
			continue
		}
		values := anywhere()
		values["receipt"] = town.receipt
		looker := town.caller(entitled(route.Who))
		for range 2 {
			looker.must(http.StatusOK, looker.do("GET", address(route, values), nil))
		}
	}
	for _, page := range []string{"/", "/api/docs", "/api/openapi.json", "/confirm/" + anywhere()["account"] + "/token", "/healthz", "/readyz", "/metrics"} {
		looker := town.caller(nobody)
		looker.must(http.StatusOK, looker.do("GET", page, nil))
	}
	if after := town.quiet(); after != before {
		t.Errorf("the log grew from %d to %d events", before, after)
	}
}
