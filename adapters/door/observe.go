package door

import (
	"fmt"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// Observed counts answers by the pattern of the route: addresses hold receipt numbers and tokens. It stands inside the
// router that finds the route; with no count it is not there.
func Observed(count func(method, route string, status int, took time.Duration), next http.Handler) http.Handler {
	if count == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen, began := middleware.NewWrapResponseWriter(w, r.ProtoMajor), time.Now()
		next.ServeHTTP(seen, r)
		route := Pattern(r)
		if route == "" {
			route = "none"
		}
		status := seen.Status()
		if status == 0 {
			status = http.StatusOK
		}
		count(r.Method, route, status, time.Since(began))
	})
}

// Pattern is the route of a request, with names where its address has values; empty when it has found none.
func Pattern(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil {
		return c.RoutePattern()
	}
	return ""
}

// TypeName is all that is said of what panicked: its text may hold what somebody typed.
func TypeName(v any) string { return fmt.Sprintf("%T", v) }
