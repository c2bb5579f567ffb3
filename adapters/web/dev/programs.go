package dev

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/google/uuid"
)

// pieceForPrograms is a piece of mail for a program that plays a person.
type pieceForPrograms struct {
	ID      uuid.UUID `json:"id"`
	Kind    string    `json:"kind"`
	To      string    `json:"to"`
	At      time.Time `json:"at"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
}

// mailForPrograms is the mailbox as JSON, newest first; ?to= chooses an address.
func (p Pages) mailForPrograms(w http.ResponseWriter, r *http.Request) {
	pieces, err := p.arrived(r.URL.Query().Get("to"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	chosen := []pieceForPrograms{}
	for _, m := range pieces {
		chosen = append(chosen, pieceForPrograms{m.ID, m.Kind, m.To, m.At, m.Subject, m.Text})
	}
	answerJSON(w, chosen)
}

// tourForPrograms is what the page of the demo says.
func (p Pages) tourForPrograms(w http.ResponseWriter, _ *http.Request) { answerJSON(w, p.Tour()) }

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	_ = e.Encode(v) // the reader has gone: nothing to do
}
