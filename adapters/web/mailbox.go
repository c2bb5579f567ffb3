package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/mail"
)

func (s *Site) listMail(w http.ResponseWriter, r *http.Request) {
	all, err := s.Mailbox.List()
	if err != nil {
		s.explain(w, r, err)
		return
	}
	render(w, http.StatusOK, "mailbox.html", all)
}

func (s *Site) piece(w http.ResponseWriter, r *http.Request) (mail.Piece, bool) {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err == nil {
		var p mail.Piece
		if p, err = s.Mailbox.Get(id); err == nil {
			return p, true
		}
	}
	NotFound(w, r)
	return mail.Piece{}, false
}

func (s *Site) showMail(w http.ResponseWriter, r *http.Request) {
	if p, ok := s.piece(w, r); ok {
		render(w, http.StatusOK, "piece.html", p)
	}
}

// mailBody is the message as a mail program would show it, in a frame that can do nothing.
func (s *Site) mailBody(w http.ResponseWriter, r *http.Request) {
	p, ok := s.piece(w, r)
	if !ok {
		return
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(p.HTML)) // the reader has gone: nothing to do
}

func (s *Site) letter(w http.ResponseWriter, r *http.Request) {
	p, ok := s.piece(w, r)
	if !ok {
		return
	}
	if len(p.PDF) == 0 {
		NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="letter.pdf"`)
	_, _ = w.Write(p.PDF) // the reader has gone: nothing to do
}
