package httpapi

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/domain/workflow"
)

// API is what the front needs: the commands, the workflows, the queries.
type API struct {
	Accounts workflow.Accounts
	Cases    workflow.Cases
	Access   workflow.Access
	Clients  workflow.Clients

	SignUp      workflow.SignUp
	SignIn      workflow.SignIn
	StaffSignIn workflow.SignIn
	Enrolment   workflow.Enrolment
	Linking     workflow.Linking
	Settings    workflow.Settings
	Recovery    workflow.Recovery
	StatusCheck workflow.StatusCheck
	Officer     workflow.Officer
	ClientDesk  workflow.ClientDesk

	Tokens  workflow.Tokens
	Limits  workflow.Limits
	Digests workflow.Digests

	Reading *reading.Reader

	Agency  string // as titles name it
	Issuer  string // as authenticator apps show it
	Proxies door.Proxies
	Now     func() time.Time
	Logger  *slog.Logger
	Observe func(method, route string, status int, took time.Duration) // counts answers; nil: nobody counts
}

// Handler serves the API, its document, its documentation page, and what others mount beside it.
func (a *API) Handler(beside ...func(chi.Router)) http.Handler {
	r := chi.NewMux()
	r.Use(func(next http.Handler) http.Handler { return door.Observed(a.Observe, next) })
	r.NotFound(func(w http.ResponseWriter, _ *http.Request) { write(w, door.ErrNotHere) })
	r.MethodNotAllowed(func(w http.ResponseWriter, _ *http.Request) { write(w, ErrMethod) })
	for _, mount := range beside {
		mount(r)
	}
	r.Get("/api/docs", a.docs)
	r.Get("/api/docs.css", docsCSS)

	config := huma.DefaultConfig("Casetrail", "1")
	config.Info.Description = "An online account for cases: sign up, link a case, read its status and history. Officers receive filings and record actions."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks, config.RejectUnknownQueryParameters = nil, true
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: door.SessionName},
	}
	api := humachi.New(r, config)
	b := &binder{api: api, server: a, bound: map[string]bool{}}
	a.bindSignUp(b)
	a.bindAccount(b)
	a.bindSession(b)
	a.bindSessions(b)
	a.bindSettings(b)
	a.bindRecovery(b)
	a.bindQuestions(b)
	bind(b, "check_status", a.checkStatus)
	a.bindCases(b)
	a.bindStaffDoor(b)
	a.bindStaffCases(b)
	a.bindDisputes(b)
	a.bindClients(b)
	b.complete()
	r.Get("/api/openapi.json", document(api.OpenAPI()))
	return a.outer(r)
}

// outer is what every request passes before a route is looked for.
func (a *API) outer(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w, ErrCrossOrigin) }))
	return a.recover(cross.Handler(a.limited(next)))
}

// limited counts requests of one network, whatever they ask.
func (a *API) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := door.Count(r.Context(), a.Limits, a.Digests, a.Proxies.Network(r)); err != nil {
			a.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// recover turns a panic into a problem; the process lives on.
func (a *API) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				a.Logger.Error("a request panicked", "path", door.Pattern(r), "panic_type", door.TypeName(p))
				write(w, ErrInternal)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
