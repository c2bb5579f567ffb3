package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/web/dev"
)

// asIntegrator is a program by somebody who knows the published facts of the API and nothing of this one: its own types,
// its own names.
func asIntegrator(t *testing.T, base string, own dev.Program) {
	res, err := http.PostForm(base+"/oauth/accesstoken", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {own.ID}, "client_secret": {own.Secret},
	})
	if err != nil {
		t.Fatal(err)
	}
	var token map[string]string // every value is a string
	decode(t, res, http.StatusOK, &token)
	life, err := strconv.Atoi(token["expires_in"])
	issued, err2 := strconv.ParseInt(token["issued_at"], 10, 64)
	if err != nil || err2 != nil || life != 1800 || time.Since(time.UnixMilli(issued)).Abs() > time.Minute || token["token_type"] != "Bearer" || token["status"] != "approved" {
		t.Errorf("the token is %v", token)
	}

	var answer struct {
		Case struct {
			Number    string `json:"receiptNumber"`
			Form      string `json:"formType"`
			Submitted string `json:"submittedDate"`
			Modified  string `json:"modifiedDate"`
			Title     string `json:"current_case_status_text_en"`
			Says      string `json:"current_case_status_desc_en"`
			Titulo    string `json:"current_case_status_text_es"`
			Dice      string `json:"current_case_status_desc_es"`
			Past      []struct {
				Day  string `json:"date"`
				Text string `json:"completed_text_en"`
				Dijo string `json:"completed_text_es"`
			} `json:"hist_case_status"`
		} `json:"case_status"`
		Message string `json:"message"`
	}
	decode(t, query(t, base, token["access_token"], "LIN9999106498"), http.StatusOK, &answer)
	c := answer.Case
	for what, said := range map[string]string{"form": c.Form, "title": c.Title, "text": c.Says, "title in Spanish": c.Titulo, "text in Spanish": c.Dice} {
		if said == "" {
			t.Errorf("there is no %s", what)
		}
	}
	eastern, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	in, err := time.ParseInLocation("01-02-2006 15:04:05", c.Submitted, eastern)
	last, err2 := time.ParseInLocation("01-02-2006 15:04:05", c.Modified, eastern)
	if err != nil || err2 != nil || last.Before(in) || last.After(time.Now()) {
		t.Errorf("submitted %q, modified %q", c.Submitted, c.Modified)
	}
	if c.Number != "LIN9999106498" || answer.Message != "Query was successful for payload {'receipt_number': 'LIN9999106498'}" || len(c.Past) < 2 {
		t.Errorf("answered %+v", answer)
	}
	if !strings.HasPrefix(c.Says, c.Past[0].Text) || !strings.HasPrefix(c.Dice, c.Past[0].Dijo) {
		t.Error("the history does not begin with the current status")
	}
	for i := 1; i < len(c.Past); i++ {
		if c.Past[i].Day > c.Past[i-1].Day {
			t.Errorf("the history is not newest first: %v", c.Past)
		}
	}

	var failure struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	decode(t, query(t, base, "wrong", "LIN9999106498"), http.StatusUnauthorized, &failure)
	if failure.Code != 401 || failure.Message != "Invalid Access Token" {
		t.Errorf("a wrong token: %+v", failure)
	}
	decode(t, query(t, base, token["access_token"], "LIN999910649"), http.StatusUnprocessableEntity, &failure)
	if failure.Code != 422 {
		t.Errorf("a number that is too short: %+v", failure)
	}
}

func query(t *testing.T, base, token, receipt string) *http.Response {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, base+"/case-status/"+receipt, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func decode(t *testing.T, res *http.Response, status int, into any) {
	t.Helper()
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil || res.StatusCode != status {
		t.Fatalf("answered %d, not %d: %v", res.StatusCode, status, err)
	}
}

// script is the same by somebody who has a shell and nothing else.
const script = `
set -eu
token=$(curl -sS "$URL/oauth/accesstoken" -d grant_type=client_credentials -d "client_id=$ID" -d "client_secret=$SECRET" |
	sed 's/.*"access_token":"\([^"]*\)".*/\1/')
curl -sS -H "Authorization: Bearer $token" "$URL/case-status/SRC9999102777" | grep -o '"receiptNumber":"[^"]*"'
curl -sS -o /dev/null -w '%{http_code}\n' -H "Authorization: Bearer $token" "$URL/case-status/SRC9999102776"
curl -sS -H "Authorization: Bearer x$token" "$URL/case-status/SRC9999102777"
`

func asScript(t *testing.T, base string, own dev.Program) {
	cmd := exec.CommandContext(t.Context(), "sh")
	cmd.Stdin, cmd.Env = strings.NewReader(script), append(os.Environ(), "URL="+base, "ID="+own.ID, "SECRET="+own.Secret)
	out, err := cmd.CombinedOutput()
	want := `"receiptNumber":"SRC9999102777"` + "\n404\n" + `{"code":401,"message":"Invalid Access Token"}`
	if err != nil || string(out) != want {
		t.Errorf("%v\n%s", err, out)
	}
	line := exec.CommandContext(t.Context(), "sh", "-c", own.Call(base))
	if out, err := line.Output(); err != nil || !strings.Contains(string(out), `"receiptNumber":"`+own.Receipt+`"`) {
		t.Errorf("the line on the page of the demo: %v\n%s", err, out)
	}
}
