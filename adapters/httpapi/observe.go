package httpapi

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5/middleware"
)

// observe counts answers by the pattern of the route: addresses hold receipt numbers and tokens.
func (a *API) observe(next http.Handler) http.Handler {
	if a.Observe == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen, began := middleware.NewWrapResponseWriter(w, r.ProtoMajor), time.Now()
		next.ServeHTTP(seen, r)
		route := pattern(r)
		if route == "" {
			route = "none"
		}
		status := seen.Status()
		if status == 0 {
			status = http.StatusOK
		}
		a.Observe(r.Method, route, status, time.Since(began))
	})
}
