package frame

import (
	"net/http"
	"strconv"
	"time"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
)

// ErrorScreen is the screen of everything that has no screen of its own; its states are statuses.
var ErrorScreen = Screen{ID: "P09", Name: "trouble", Who: door.Anyone, States: []string{
	"400", "403", "404", "405", "413", "429", "500", "503",
}}

// trouble answers a request that never found its screen.
func (f *Frame) trouble(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Set("Content-Security-Policy", policy)
	v := f.visit(w, r, ErrorScreen)
	if bearer, findErr := v.identify(r.Context()); findErr == nil {
		v.Bearer = bearer
	}
	v.trouble(err)
}

// trouble is the page that says what is wrong, what is safe and what to do. Who is not allowed sees what who is lost sees.
func (v *Visit) trouble(err error) {
	d := rule(err)
	if d.Kind == domain.NotFound && status(d) == http.StatusNotFound {
		d = ErrNoPage
	}
	sayWhen(v.w, d)
	v.Screen = ErrorScreen
	v.write(v.troublePage(status(d), v.words(d), v.frame.reference(v.r, err)))
}

// NotFound is the page for an address that leads nowhere.
func (f *Frame) NotFound(w http.ResponseWriter, r *http.Request) { f.trouble(w, r, ErrNoPage) }

// troublePage is also a sample.
func (v *Visit) troublePage(status int, text, reference string) Page {
	code := strconv.Itoa(status)
	title, ok := troubleTitle(v, code)
	if !ok {
		title, _ = troubleTitle(v, "500")
	}
	return Page{State: code, Title: title, Status: status, Body: troubleBody(text, troubleKind(status), reference)}
}

// troubleKind is what a status means to who sees it: they are lost, were refused, have to wait, or met a fault of ours.
func troubleKind(status int) string {
	switch status {
	case http.StatusInternalServerError:
		return "ours"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return "wait"
	case http.StatusNotFound, http.StatusGone, http.StatusMethodNotAllowed:
		return "lost"
	}
	return "refused"
}

func retryAfter(d time.Duration) string { return strconv.Itoa(int(d.Seconds()) + 1) }

var _ = texts.Family("trouble.title_", "400", "403", "404", "405", "409", "413", "422", "429", "500", "503")

var _ = texts.Family("trouble.safe_", "ours", "wait", "lost", "refused")

func troubleTitle(v *Visit, code string) (string, bool) {
	key := "trouble.title_" + code
	if !texts.Has(key) {
		return "", false
	}
	return v.T(key), true
}
