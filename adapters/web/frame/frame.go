package frame

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Frame is what the screens of a server share.
type Frame struct {
	Tokens   workflow.Tokens
	Limits   workflow.Limits
	Digests  workflow.Digests
	Accounts workflow.Accounts // for the language that somebody chose
	Forms    Forms
	Kept     *tables.KeptForms
	Proxies  door.Proxies
	Epoch    uuid.UUID // of the log, part of every position that leaves the process
	Agency   string    // as titles name it
	Owner    Owner     // who runs the site
	Dev      bool      // a development server: shows its mailbox
	Now      func() time.Time
	Logger   *slog.Logger
	Observe  func(method, route string, status int, took time.Duration) // counts answers; nil: nobody counts

	screens map[string]Screen
	shows   map[string]Show
	does    map[string]Do // by screen and act
}

// Forms proves that a form came from a page of ours, and seals one that has to wait.
type Forms interface {
	Token(parts ...string) string
	Holds(token string, parts ...string) bool
	Seal(plain []byte, bound ...string) ([]byte, error)
	Open(sealed []byte, bound ...string) ([]byte, error)
}

// policy is the content security policy of pages: everything from here, nothing inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// outer is what every request for a page passes before a screen is looked for.
func (f *Frame) outer(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.trouble(w, r, ErrCrossOrigin) }))
	return door.Observed(f.Observe, f.recover(cross.Handler(f.limited(next))))
}

// limited counts requests of one network, whatever they ask.
func (f *Frame) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		if err := door.Count(r.Context(), f.Limits, f.Digests, f.Proxies.Network(r)); err != nil {
			f.trouble(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// recover turns a panic into a page; the process lives on.
func (f *Frame) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				f.Logger.Error("a page panicked", "route", door.Pattern(r), "panic_type", door.TypeName(p))
				f.trouble(w, r, ErrInternal)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
