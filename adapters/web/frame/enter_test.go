package frame_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

var uuidIn = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// Who has proved too little is led on; who is somebody else finds what is found at an address that leads nowhere.
func TestWhoComesIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct{ kind, stage, path, to string }{
		{"", "", "/note/7", "/sign-in"},
		{"", "", "/desk", "/staff/sign-in"},
		{"", "", "/step", "/sign-in"},
		{domain.Applicant, workflow.StageCode, "/note/7", "/sign-in/code"},
		{domain.Applicant, workflow.StageSignUp, "/note/7", "/sign-up/next"},
		{domain.Staff, workflow.StageCode, "/desk", "/staff/sign-in/code"},
		{domain.Staff, workflow.StageEnrol, "/desk", "/enrol/password"},
		{domain.Applicant, workflow.StageFull, "/desk", "404"},
		{domain.Staff, workflow.StageFull, "/note/7", "404"},
		{domain.Applicant, workflow.StageFull, "/step", "/home"},
		{domain.Applicant, workflow.StageFull, "/note/7", "200"},
		{domain.Staff, workflow.StageFull, "/desk", "200"},
		{domain.Applicant, workflow.StageSignUp, "/step", "200"},
		{domain.Staff, workflow.StageFull, "/hall", "200"},
	} {
		p := w.come(c.kind, c.stage)
		got := p.get(c.path)
		switch to := got.Header().Get("Location"); {
		case c.to == "200":
			if got.Code != 200 || !strings.HasPrefix(state(got), "X0") {
				t.Errorf("%+v: %d %s", c, got.Code, state(got))
			}
		case c.to == "404":
			nowhere := p.get("/nowhere")
			if got.Code != 404 || plain(got.Body.String(), c.path) != plain(nowhere.Body.String(), "/nowhere") {
				t.Errorf("%+v: %d, unlike an address that leads nowhere", c, got.Code)
			}
		case got.Code != http.StatusSeeOther || to != c.to:
			t.Errorf("%+v: %d to %q", c, got.Code, to)
		}
	}
}

// Whatever is not there, for whatever reason, is not there in the same words.
func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.applicant()
	w.missing = casefile.ErrUnknown
	got, nowhere := p.get("/note/7"), p.get("/nowhere")
	if got.Code != 404 || plain(got.Body.String(), "/note/7") != plain(nowhere.Body.String(), "/nowhere") {
		t.Errorf("%d:\n%s\n\n%s", got.Code, got.Body, nowhere.Body)
	}
}

// plain is a page without what differs each time, and without its own address.
func plain(page, path string) string {
	page = uuidIn.ReplaceAllString(page, "")
	page = regexp.MustCompile(`"(applicant|staff)\.[^"]*"`).ReplaceAllString(page, "")
	return strings.ReplaceAll(page, "back="+path, "back=")
}

func TestWhoMustProveAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.applicant()
	if got := p.get("/vault"); got.Code != 200 {
		t.Errorf("just proved: %d", got.Code)
	}
	token := p.cookies["__Host-session"]
	old := w.tokens[token]
	old.Proved = time.Now().Add(-16 * time.Minute)
	w.tokens[token] = old
	got := p.get("/vault")
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/confirm-it-is-you" || p.cookies["__Host-next"] != "/vault" {
		t.Errorf("proved long ago: %d %v", got.Code, got.Header())
	}
}

func TestStepsOfASignUpAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.come(domain.Applicant, workflow.StageSignUp)
	form := p.form("/step")
	before := len(w.limits.took)
	p.post("/step", form)
	if took := w.limits.took[before:]; len(took) != 2 || took[1] != "sign_up_steps" {
		t.Errorf("counted %v", took)
	}
}

func TestEveryPageIsProtected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.applicant()
	for _, path := range []string{"/note/7", "/hall", "/nowhere", "/trap", "/desk", "/hall?a=1&a=2"} {
		policy := p.get(path).Header().Get("Content-Security-Policy")
		for _, needed := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, needed) || strings.Contains(policy, "unsafe") || strings.Contains(policy, "data:") {
				t.Errorf("%s: %q", path, policy)
			}
		}
	}
	if got := p.get("/hall?a=1&a=2"); got.Code != 400 {
		t.Errorf("one thing said twice: %d", got.Code)
	}
	if got := p.post("/hall/nothing", nil); got.Code != 404 {
		t.Errorf("no such act: %d", got.Code)
	}
	if got := p.post("/vault", p.form("/note/7")); got.Code != 405 || state(got) != "P09 405" {
		t.Errorf("a screen that does nothing: %d %s", got.Code, state(got))
	}
}

// Somebody who reloads the answer to an act, or comes back in another language, sees the screen it was sent from.
func TestTheAddressOfAnActLeadsBack(t *testing.T) {
	t.Parallel()
	p := newWorld(t).applicant()
	if got := p.get("/note/7/remove"); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/note/7" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
}

// Who is between two steps is led nowhere else; staff see whose desk it is.
func TestTheMenuIsForWhoItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		kind, stage, path string
		menu, desk        bool
	}{
		{"", "", "/hall", true, false},
		{domain.Applicant, workflow.StageCode, "/hall", false, false},
		{domain.Applicant, workflow.StageSignUp, "/step", false, false},
		{domain.Applicant, workflow.StageFull, "/hall", true, false},
		{domain.Staff, workflow.StageFull, "/desk", true, true},
	} {
		page := w.come(c.kind, c.stage).get(c.path).Body.String()
		if got := strings.Contains(page, "ct-nav"); got != c.menu {
			t.Errorf("%s at %s: a menu %v", c.kind, c.stage, got)
		}
		if got := strings.Contains(page, "ct-mark__place"); got != c.desk {
			t.Errorf("%s at %s: the desk of staff %v", c.kind, c.stage, got)
		}
	}
}
