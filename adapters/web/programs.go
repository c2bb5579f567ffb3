package web

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/google/uuid"
)

// pieceForPrograms is a piece of mail for a program that plays a person, on a development server.
type pieceForPrograms struct {
	ID      uuid.UUID `json:"id"`
	Kind    string    `json:"kind"`
	To      string    `json:"to"`
	At      time.Time `json:"at"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
}

// mailForPrograms is the mailbox as JSON, newest first; ?to= chooses an address.
func (s *Site) mailForPrograms(w http.ResponseWriter, r *http.Request) {
	all, err := s.Mailbox.List()
	if err != nil {
		s.explain(w, r, err)
		return
	}
	to, chosen := r.URL.Query().Get("to"), []pieceForPrograms{}
	for _, p := range all {
		if to == "" || p.To == to {
			chosen = append(chosen, pieceForPrograms{p.ID, p.Kind, p.To, p.At, p.Subject, p.Text})
		}
	}
	answerJSON(w, chosen)
}

// tourForPrograms is what the start page says.
func (s *Site) tourForPrograms(w http.ResponseWriter, r *http.Request) {
	if s.Tour == nil {
		NotFound(w, r)
		return
	}
	answerJSON(w, s.Tour())
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	_ = e.Encode(v) // the reader has gone: nothing to do
}
