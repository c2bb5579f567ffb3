package frame_test

import (
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestAFormOfOursIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.applicant()
	for _, path := range []string{"/note/7", "/note/7/remove", "/hall"} {
		got := ana.post(path, ana.form("/note/7", "word", "hello"))
		if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/done" {
			t.Errorf("%s: %d to %q in state %q", path, got.Code, got.Header().Get("Location"), state(got))
		}
	}
	if len(w.acts) != 3 {
		t.Errorf("%d of 3 were done", len(w.acts))
	}
}

// What proves a form is bound to the browser that was shown it: nobody else's is done, and nothing that was typed is lost.
func TestAFormOfSomebodyElseIsShownAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, ben, nobody := w.applicant(), w.applicant(), w.come("", "")
	own := ana.form("/note/7", "word", "hello")
	for what, token := range map[string]string{
		"none": "", "another person's": ben.form("/note/7").Get("_token"), "nobody's": nobody.form("/hall").Get("_token"),
		"of another shape": "a.b", "with another holder": strings.Replace(own.Get("_token"), "applicant", "staff", 1), "cut short": own.Get("_token")[:40],
	} {
		form := maps.Clone(own)
		form.Set("_token", token)
		got := ana.post("/note/7", form)
		if got.Code != http.StatusConflict || state(got) != "X01 form_stale" || !strings.Contains(got.Body.String(), `value="hello"`) {
			t.Errorf("%s: %d in state %q", what, got.Code, state(got))
		}
	}
	if len(w.acts) > 0 {
		t.Error("something was done: ", w.acts)
	}
}

// Who signed in while a page for everybody was open can go on with it; who signed out cannot go on as who they were.
func TestAFormThatWasOpenWhileSomebodySignedIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.come("", "")
	before := p.form("/hall", "word", "hello")
	signedIn := w.applicant()
	signedIn.cookies["__Host-device"] = p.cookies["__Host-device"]
	if got := signedIn.post("/hall", before); got.Code != http.StatusSeeOther {
		t.Errorf("signed in meanwhile: %d %s", got.Code, state(got))
	}
	form := signedIn.form("/hall", "word", "hello")
	delete(w.tokens, signedIn.cookies["__Host-session"])
	if got := signedIn.post("/hall", form); state(got) != "X03 form_stale" {
		t.Errorf("signed out meanwhile: %d %s", got.Code, state(got))
	}
}

func TestAnotherSiteCannotSendForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.applicant()
	form := ana.form("/note/7", "word", "hello")
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
	} {
		if got := ana.post("/note/7", form, headers...); got.Code != http.StatusForbidden || state(got) != "P09 403" {
			t.Errorf("%q: %d %s", headers, got.Code, state(got))
		}
	}
	if len(w.acts) > 0 {
		t.Error("something was done")
	}
}

func TestPressingTwiceIsOneAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, ben := w.applicant(), w.applicant()
	form := ana.form("/note/7", "word", "hello")
	changed := maps.Clone(form)
	changed.Set("word", "hello again")
	later := ana.form("/note/7", "word", "hello")
	benForm := ben.form("/note/7", "word", "hello")
	benForm.Set("_key", form.Get("_key"))
	ana.post("/note/7", form)
	ana.post("/note/7", form)
	ana.post("/note/7", changed)
	ana.post("/note/7", later)
	ana.post("/note/7/remove", form)
	ana.post("/note/8", form)
	ben.post("/note/7", benForm)
	if len(w.acts) != 7 {
		t.Fatalf("%d of 7 were done", len(w.acts))
	}
	seen := map[uuid.UUID]bool{}
	for _, a := range w.acts {
		seen[a.ID] = true
	}
	if w.acts[0].ID != w.acts[1].ID || len(seen) != 6 {
		t.Errorf("the same form twice must be one act, and every other an act of its own: %v", seen)
	}
}

func TestWhatWasTypedComesBackWithWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.applicant()
	w.fail = errors.Join(frame.At("word", workflow.ErrAddress), workflow.ErrSignIn)
	got := ana.post("/note/7", ana.form("/note/7", "word", `<b>"typed"`, "password", "hush"))
	page := got.Body.String()
	if got.Code != http.StatusUnprocessableEntity || state(got) != "X01 address_malformed" {
		t.Errorf("%d %s", got.Code, state(got))
	}
	for _, want := range []string{"<title>Error: Title of note", `value="&lt;b&gt;&#34;typed&#34;"`, `href="#word"`, "name@example.com", "The email address or the password is not right"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "hush") {
		t.Error("a secret came back")
	}
}

func TestWhenToComeBackIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.applicant()
	w.fail = workflow.ErrWait.After(20 * 60e9)
	got := ana.post("/note/7", ana.form("/note/7"))
	if got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") != "1201" || !strings.Contains(got.Body.String(), "20 minutes") {
		t.Errorf("%d %v %s", got.Code, got.Header(), got.Body)
	}
}

func TestWhatIsNoForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.applicant()
	own := ana.form("/note/7").Encode()
	for what, c := range map[string]struct {
		kind, body string
		status     int
	}{
		"JSON":            {"application/json", `{}`, 400},
		"no type":         {"", own, 400},
		"not UTF-8":       {"application/x-www-form-urlencoded", own + "&word=%ff", 400},
		"a zero":          {"application/x-www-form-urlencoded", own + "&word=%00", 400},
		"a broken escape": {"application/x-www-form-urlencoded", own + "&word=%zz", 400},
		"a strange key":   {"application/x-www-form-urlencoded", "_key=7", 400},
		"too many fields": {"application/x-www-form-urlencoded", own + "&" + manyFields(), 400},
		"too large":       {"application/x-www-form-urlencoded", own + "&word=" + strings.Repeat("x", 64<<10), 413},
	} {
		r := httptest.NewRequest(http.MethodPost, "/note/7", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		if got := ana.send(r); got.Code != c.status {
			t.Errorf("%s: %d %s", what, got.Code, state(got))
		}
	}
	if len(w.acts) > 0 {
		t.Error("something was done")
	}
}

func manyFields() string {
	var b strings.Builder
	for range 300 {
		b.WriteString(uuid.NewString() + "=1&")
	}
	return b.String()
}

// An error that is ours is told to nobody but the log, and the log is told no address.
func TestWhatIsOurFault(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.applicant()
	w.fail = errors.New("pg: no route to host")
	got := ana.post("/note/IOE0912345678", ana.form("/note/IOE0912345678"))
	if got.Code != http.StatusInternalServerError || state(got) != "P09 500" || strings.Contains(got.Body.String(), "pg:") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	logged := w.logged.String()
	reference := uuidIn.FindString(logged)
	if !strings.Contains(logged, "no route to host") || !strings.Contains(logged, "/note/{id}") || strings.Contains(logged, "IOE") || !strings.Contains(got.Body.String(), reference) || reference == "" {
		t.Errorf("log: %s", logged)
	}
}

func TestAPanicIsAPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.come("", "").get("/trap")
	if got.Code != http.StatusInternalServerError || state(got) != "P09 500" || strings.Contains(got.Body.String()+w.logged.String(), "a secret in a panic") {
		t.Errorf("%d %s %s", got.Code, got.Body, w.logged)
	}
}

func TestALimitOfRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.limits.full = true
	if got := w.come("", "").get("/hall"); got.Code != 429 || state(got) != "P09 429" || got.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", got.Code, state(got))
	}
}

func TestFieldsBindsWhatIsListed(t *testing.T) {
	t.Parallel()
	fields := map[string][]*domain.Error{"email": {workflow.ErrAddress}, "born": {workflow.ErrBirthDate, workflow.ErrBornLater}}
	for err, want := range map[error]bool{workflow.ErrAddress: true, workflow.ErrBornLater.With("x", "y"): true, workflow.ErrSignIn: false} {
		got := frame.Fields(err, fields)
		if !errors.Is(got, err) || (got != err) != want {
			t.Errorf("%v: %#v", err, got)
		}
	}
	if frame.At("email", nil) != nil {
		t.Error("no error at a field is none")
	}
}
