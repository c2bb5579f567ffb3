// Package dev has the screens that only a development server serves: what to try and as whom, the mail that it would have
// sent, every component, and every screen in every state.
package dev

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/web/frame"
)

// Pages are those screens, over what they show.
type Pages struct {
	Mailbox *mail.Mailbox
	Tour    func() *Tour
	Table   []frame.Screen // every screen that is served
	Samples []frame.Sample // every state of them
	Frame   *frame.Frame
}

// Screens are their lines in the table of a development server.
var Screens = []frame.Screen{
	{ID: "D01", Name: "demo", Path: "/dev", Who: door.Anyone, States: []string{"loading"}},
	{ID: "D02", Name: "mailbox", Path: "/dev/mailbox", Who: door.Anyone, States: []string{"empty"}},
	{ID: "D03", Name: "components", Path: "/dev/components", Who: door.Anyone},
	{ID: "D04", Name: "screens", Path: "/dev/screens", Who: door.Anyone},
	{ID: "D05", Name: "piece", Path: "/dev/mailbox/{id}", Who: door.Anyone, States: []string{"letter"}},
}

// Bind binds them.
func (p Pages) Bind(b *frame.Binder) {
	b.Show("D01", p.showDemo)
	b.Show("D02", p.showMailbox)
	b.Show("D03", func(v *frame.Visit) (frame.Page, error) { return componentsPage(v), nil })
	b.Show("D04", func(v *frame.Visit) (frame.Page, error) { return screensPage(v, p.Table), nil })
	b.Show("D05", p.showPiece)
}

// Beside are the addresses that are no screens: what programs read, what a page has inside, and the samples.
func (p Pages) Beside(r chi.Router) {
	r.Get("/dev/tour.json", p.tourForPrograms)
	r.Get("/dev/mailbox.json", p.mailForPrograms)
	r.Get("/dev/mailbox/{id}/body", p.body)
	r.Get("/dev/mailbox/{id}/letter.pdf", p.letter)
	r.Get("/dev/screens/{id}", p.sample)
	r.Get("/dev/screens/{id}/{state}", p.sample)
}

// sample shows a screen in one of its states, made of a made-up model.
func (p Pages) sample(w http.ResponseWriter, r *http.Request) {
	id, state := chi.URLParam(r, "id"), chi.URLParam(r, "state")
	for _, s := range p.Samples {
		if s.Screen == id && s.State == state {
			p.Frame.ShowSample(w, r, s)
			return
		}
	}
	p.Frame.NotFound(w, r)
}
