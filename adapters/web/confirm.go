package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// button is a page with one button. Opening it changes nothing: programs that check mail open links too.
type button struct{ Title, Text, Label, Key string }

func (s *Site) askConfirm(w http.ResponseWriter, _ *http.Request) {
	render(w, http.StatusOK, "button.html", button{
		Title: "Confirm your e-mail address", Text: "Press the button to confirm that this address is yours. Then you can go on with your account.",
		Label: "Confirm my address", Key: uuid.NewString(),
	})
}

func (s *Site) confirm(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(chi.URLParam(r, "account"))
	if err != nil {
		NotFound(w, r)
		return
	}
	act, err := s.act(w, r, "confirm_address")
	if err != nil {
		s.explain(w, r, err)
		return
	}
	token, err := s.SignUp.Confirm(r.Context(), id, s.Network(r), chi.URLParam(r, "token"), act)
	if err != nil {
		s.explain(w, r, err)
		return
	}
	s.Keep(w, token)
	render(w, http.StatusOK, "message.html", note{
		Title: "Your address is confirmed", Text: "You can go on with your account now. The next step is to accept the terms of use and choose a password.",
		Link: "/api/docs", Label: "Go on with the JSON API",
	})
}

// errForm answers a form that is none of ours.
var errForm = &domain.Error{Kind: domain.Invalid, Code: "form", Message: "This form is not complete. Open the page again and press the button."}

const maxForm = 4 << 10

// act is the press of a button: pressing it twice is one act. The key is of the page that was shown; the address that the
// form was sent to is what it asks for.
func (s *Site) act(w http.ResponseWriter, r *http.Request, route string) (domain.Act, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return domain.Act{}, errForm
	}
	key, err := uuid.Parse(r.PostForm.Get("key"))
	if err != nil {
		return domain.Act{}, errForm
	}
	input := s.Digests.Input([]byte(r.URL.EscapedPath()))
	return domain.Attempt(domain.Actor{Kind: domain.Anonymous}, route, "form "+key.String(), s.Now(), input), nil
}

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
