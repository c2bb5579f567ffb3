package httpapi

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/casetrail/casetrail/adapters/door"
)

const prefix = "/api/v1"

// binder serves the list of routes and knows which are served.
type binder struct {
	api    huma.API
	server *API
	bound  map[string]bool
}

// bind serves one route of the list. It panics, at start, when the list has no such route.
func bind[I, O any](b *binder, id string, serve func(context.Context, *I) (*O, error)) {
	route := find(id)
	b.bound[id] = true
	op := huma.Operation{
		OperationID: id, Method: route.Method, Path: prefix + route.Path, Summary: route.Summary, DefaultStatus: route.Status,
		Description: "For: " + route.Who.Words() + ".", Tags: []string{tag(route)},
		MaxBodyBytes: maxBody + 1, // it was read before, and is not too large
		Middlewares:  huma.Middlewares{b.server.enter(route)},
		Errors:       problems(route),
	}
	if route.Who != door.Anyone {
		op.Security = []map[string][]string{{"session": {}}}
	}
	if route.Method == http.MethodPost {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: "Idempotency-Key", In: "header", Required: true, Description: "New for each request, the same when it is sent again",
			Schema: &huma.Schema{Type: "string", Pattern: keyShape.String()},
		})
	}
	huma.Register(b.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := serve(ctx, in)
		if err != nil {
			p := problem(err)
			b.server.report(request(ctx), p, err)
			return nil, p
		}
		return out, nil
	})
}

// unchanged documents that a POST answers 200, with the same body, when there was nothing left to do.
func (b *binder) unchanged(id string) {
	route := find(id)
	answers := b.api.OpenAPI().Paths[prefix+route.Path].Post.Responses
	answers[strconv.Itoa(http.StatusOK)] = answers[strconv.Itoa(route.Status)]
}

type requestKey struct{}

func request(ctx context.Context) *http.Request {
	r, _ := ctx.Value(requestKey{}).(*http.Request)
	return r
}

// enter reads the visit, or answers why the caller may not come in.
func (a *API) enter(route Route) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		r, w := humachi.Unwrap(c)
		v, err := a.visit(w, r, route)
		if err == nil && v.hasBody && c.Operation().RequestBody == nil {
			err = ErrNoBody
		}
		if err != nil {
			a.fail(w, r, err)
			return
		}
		c = huma.WithValue(c, visitKey{}, v)
		next(huma.WithValue(c, requestKey{}, r))
	}
}

// problems are the statuses of what can go wrong on a route.
func problems(r Route) []int {
	all := []int{400, 401, 404, 409, 413, 415, 422, 429, 500, 503}
	if r.Method != http.MethodGet {
		all = append(all, http.StatusForbidden)
	}
	if r.Method == http.MethodPost && r.Who == door.Officer {
		all = append(all, http.StatusPreconditionFailed)
	}
	return all
}

func find(id string) Route {
	for _, r := range Routes {
		if r.ID == id {
			return r
		}
	}
	panic("no route " + id + " in the list of routes")
}

func tag(r Route) string {
	switch {
	case r.Who == door.Officer, r.Who == door.Enrolling, r.Who == door.StaffPending:
		return "staff"
	case strings.HasPrefix(r.Path, "/cases"):
		return "cases"
	}
	return "account"
}

// complete panics, at start, when a route of the list is not served that should be.
func (b *binder) complete() {
	for _, r := range Routes {
		if !b.bound[r.ID] && (b.server.Recovery.Questions || !slices.Contains(questionRoutes, r.ID)) {
			panic("route " + r.ID + " is in the list of routes and is not served")
		}
	}
}
