package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// explain shows what a rule said; anything else is nobody's business but the log's.
func (s *Site) explain(w http.ResponseWriter, r *http.Request, err error) {
	var d *domain.Error
	if !errors.As(err, &d) {
		reference := uuid.NewString()
		s.Logger.Error("a page failed", "route", chi.RouteContext(r.Context()).RoutePattern(), "reference", reference, "error", err.Error())
		render(w, http.StatusInternalServerError, "message.html", note{
			Title: "Something went wrong on our side", Text: "Nothing was changed. Try again. If it happens again, quote the reference " + reference + ".",
		})
		return
	}
	status := http.StatusConflict
	switch d.Kind {
	case domain.Invalid:
		status = http.StatusUnprocessableEntity
	case domain.NotFound:
		status = http.StatusNotFound
	case domain.Limited:
		status = http.StatusTooManyRequests
	case domain.Unavailable:
		status = http.StatusServiceUnavailable
	}
	render(w, status, "message.html", note{Title: "That did not work", Text: d.Message, Link: "/", Label: "Start page"})
}
