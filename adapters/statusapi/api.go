package statusapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

// API is what the two calls need.
type API struct {
	Door workflow.ClientDoor
	// Public is what may be told of a case to whoever has its number; casefile.ErrUnknown when there is none, or it is
	// protected, with the same work.
	Public func(ctx context.Context, receipt string) (casefile.View, error)

	Agency  string // as titles name it
	Proxies door.Proxies
	Now     func() time.Time
	Logger  *slog.Logger
	Observe func(method, route string, status int, took time.Duration) // counts answers; nil: nobody counts
}

// Route is one line of the list of routes.
type Route struct {
	Method, Path string
	Who          door.Who
	serve        func(*API, http.ResponseWriter, *http.Request) error
}

// Routes is the list: nothing else is served below Prefixes.
var Routes = []Route{
	{http.MethodPost, "/oauth/accesstoken", door.Anyone, (*API).grant},
	{http.MethodGet, "/case-status/{receiptNumber}", door.Program, (*API).status},
}

// Prefixes are the beginnings of addresses that are this API's.
var Prefixes = []string{"/oauth/", "/case-status/"}

// Handler serves the API.
func (a *API) Handler() http.Handler {
	r := chi.NewMux()
	r.Use(func(next http.Handler) http.Handler { return door.Observed(a.Observe, next) }, a.recover)
	r.NotFound(func(w http.ResponseWriter, _ *http.Request) { write(w, faultNowhere) })
	r.MethodNotAllowed(func(w http.ResponseWriter, _ *http.Request) { write(w, faultMethod) })
	for _, route := range Routes {
		r.MethodFunc(route.Method, route.Path, func(w http.ResponseWriter, r *http.Request) {
			if err := route.serve(a, w, r); err != nil {
				a.fail(w, r, err)
			}
		})
	}
	return r
}

// recover turns a panic into a fault; the process lives on.
func (a *API) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				a.Logger.Error("a request panicked", "path", door.Pattern(r), "panic_type", door.TypeName(p))
				write(w, faultInternal)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
