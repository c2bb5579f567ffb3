package statusapi

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/eventstore"
)

func day(m time.Month, d int) civil.Date { return civil.Date{Year: 2026, Month: m, Day: d} }

// files a case: received in the evening of one day in New York, which is the next in UTC.
func (w *world) files(r casefile.Receipt, more ...casefile.Event) {
	at := time.Date(2026, time.January, 6, 2, 30, 5, 0, time.UTC)
	v := casefile.View{}.Apply(casefile.Received{Receipt: r, Channel: "paper", Form: "I-130", ReceiptDate: day(time.January, 5), Office: "VSC"}, at)
	for i, e := range more {
		v = v.Apply(e, at.AddDate(0, 0, i+1))
	}
	w.cases[r] = v
}

func TestTheAnswerToAQuery(t *testing.T) {
	w := newWorld(t)
	steps := []casefile.Event{
		casefile.Recorded{Number: 1, Code: "IAA", Occurred: day(time.January, 7), Params: map[string]string{"form": "I-130"}, Office: "VSC"},
		casefile.Recorded{Number: 2, Code: "EA", Occurred: day(time.January, 8), Office: "VSC"}, // of another person
		casefile.Corrected{Number: 3, Action: 2, How: casefile.HowCancel, Why: "wrong_case", Code: casefile.CodeCanceled, Occurred: day(time.January, 9)},
		casefile.Recorded{Number: 4, Code: "FSA0", Occurred: day(time.January, 10), Office: "VSC"}, // seen by the agency only
	}
	for name, r := range map[string]casefile.Receipt{"with_history": "EAC9999103403", "without_history": "EAC9999103400", "ioe": "IOE0912345678"} {
		w.files(r, steps...)
		status, body, header := w.asks(w.token(client.Production), string(r))
		if status != 200 || header.Get("Content-Type") != "application/json" {
			t.Fatalf("%s: %d %s", name, status, body)
		}
		golden(t, name, body)
	}
	_, want, _ := w.asks(w.token(client.Sandbox), "EAC9999103403")
	for _, typed := range []string{"eac9999103403", "EAC-99-991-03403", "EAC%209999103403"} {
		if status, body, _ := w.asks(w.token(client.Sandbox), typed); status != 200 || body != want {
			t.Errorf("%s: %d %s", typed, status, body)
		}
	}
}

// What was keyed in on a later day has no hour; what was recorded in summer is told by summer's clock.
func TestDatesAreThoseOfNewYork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		recorded time.Time
		received civil.Date
		want     string
	}{
		{time.Date(2026, time.January, 6, 2, 30, 5, 0, time.UTC), day(time.January, 5), "01-05-2026 21:30:05"},
		{time.Date(2026, time.July, 6, 2, 30, 5, 0, time.UTC), day(time.July, 5), "07-05-2026 22:30:05"},
		{time.Date(2026, time.January, 9, 15, 0, 0, 0, time.UTC), day(time.January, 5), "01-05-2026 00:00:00"},
		{time.Date(2026, time.March, 8, 7, 0, 0, 0, time.UTC), day(time.March, 8), "03-08-2026 03:00:00"}, // clocks go forward
	} {
		v := casefile.View{}.Apply(casefile.Received{Receipt: "EAC9900112345", Form: "I-90", ReceiptDate: c.received}, c.recorded)
		if got := submitted(v).Format(longDate); got != c.want {
			t.Errorf("%s, recorded %s: %s, want %s", c.received, c.recorded, got, c.want)
		}
	}
}

const (
	noToken = `{"code":401,"message":"Invalid Access Token"}`
	noCase  = `{"code":404,"message":"Case Not Found"}`
)

func TestQueriesThatAreRefused(t *testing.T) {
	w := newWorld(t)
	w.files("EAC9999103403")
	w.files("EAC9900112345")
	sandbox, production := w.token(client.Sandbox), w.token(client.Production)
	for name, c := range map[string]struct {
		token, receipt string
		status         int
		want           string
	}{
		"an unknown number":                {production, "EAC9999103404", 404, noCase},
		"what the sandbox has not":         {sandbox, "EAC9999103404", 404, noCase},
		"a real case, from the sandbox":    {sandbox, "EAC9900112345", 404, noCase},
		"too short":                        {production, "EAC999910340", 422, `{"code":422,"message":"Invalid Receipt Number"}`},
		"an A-Number":                      {production, "A098765432", 422, `{"code":422,"message":"Invalid Receipt Number"}`},
		"no token":                         {"", "EAC9999103403", 401, noToken},
		"no token, and no number":          {"", "x", 401, noToken},
		"a token of nobody's":              {"abc", "EAC9999103403", 401, noToken},
		"a token with something behind it": {production + "A", "EAC9999103403", 401, noToken},
	} {
		if status, body, _ := w.asks(c.token, c.receipt); status != c.status || body != c.want {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	for name, headers := range map[string][]string{
		"nothing":    nil,
		"two tokens": {"Authorization", "Bearer " + production, "Authorization", "Bearer " + production},
		"basic":      {"Authorization", "Basic " + production},
		"no scheme":  {"Authorization", production},
	} {
		status, body, header := w.send("GET", "/case-status/EAC9999103403", "", headers...)
		if status != 401 || body != noToken || header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: %d %s %v", name, status, body, header)
		}
	}
	for path, want := range map[string]string{
		"GET /oauth/accesstoken":             `{"code":405,"message":"Method Not Allowed"}`,
		"POST /case-status/EAC9999103403":    `{"code":405,"message":"Method Not Allowed"}`,
		"GET /case-status/":                  `{"code":404,"message":"Not Found"}`,
		"GET /case-status/EAC9999103403/all": `{"code":404,"message":"Not Found"}`,
		"GET /oauth/":                        `{"code":404,"message":"Not Found"}`,
	} {
		var method, address string
		if _, err := fmt.Sscan(path, &method, &address); err != nil {
			t.Fatal(err)
		}
		if _, body, _ := w.send(method, address, "", "Authorization", "Bearer "+production); body != want {
			t.Errorf("%s: %s", path, body)
		}
	}
}

func TestATokenEndsWithItsTime(t *testing.T) {
	w := newWorld(t)
	w.files("EAC9999103403")
	token := w.token(client.Sandbox)
	w.now = w.now.Add(limits.ClientTokenLife)
	if status, body, _ := w.asks(token, "EAC9999103403"); status != 401 || body != noToken {
		t.Errorf("%d %s", status, body)
	}
}

func TestLimitsOfPrograms(t *testing.T) {
	w := newWorld(t)
	w.files("EAC9999103403")
	token := w.token(client.Sandbox)
	for full, message := range map[string]string{limits.SandboxSecond: "Spike Arrest Violation", limits.SandboxDay: "Quota Violation"} {
		w.full = full
		status, body, header := w.asks(token, "EAC9999103403")
		if status != 429 || body != `{"code":429,"message":"`+message+`"}` || header.Get("Retry-After") != "2" {
			t.Errorf("%s: %d %s %v", full, status, body, header)
		}
	}
	w.full, w.spent = "", 0
	for _, receipt := range []string{"EAC9999103403", "EAC9999103404", "x"} {
		w.asks(token, receipt)
	}
	w.asks("nobody's", "EAC9999103403")
	if w.spent != 3 {
		t.Errorf("%d requests were counted, not those with a token", w.spent)
	}
}

func TestFaultsOfOurs(t *testing.T) {
	w := newWorld(t)
	token := w.token(client.Production)
	for err, want := range map[error]string{
		errors.New("EAC9999103403 broke it"):       `{"code":500,"message":"Internal Server Error"}`,
		eventstore.ErrBusy:                         `{"code":503,"message":"Service Unavailable"}`,
		fmt.Errorf("x: %w", eventstore.ErrUnknown): `{"code":503,"message":"Service Unavailable"}`,
	} {
		w.broken = err
		if _, body, _ := w.asks(token, "EAC9999103403"); body != want {
			t.Errorf("%v: %s", err, body)
		}
	}
	w.api.Agency, w.broken = "", nil
	w.cases = nil
	w.api.Public = nil // panics
	if status, body, _ := w.asks(token, "EAC9999103403"); status != 500 || body != `{"code":500,"message":"Internal Server Error"}` {
		t.Errorf("a panic: %d %s", status, body)
	}
}
