// Package web is the web front: the table of screens, and what serves them. Every screen lives in the frame, is made of
// parts, says texts, and works without a script.
package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/web/account"
	"github.com/casetrail/casetrail/adapters/web/assets"
	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/mycases"
	"github.com/casetrail/casetrail/adapters/web/office"
	"github.com/casetrail/casetrail/adapters/web/programs"
	"github.com/casetrail/casetrail/adapters/web/public"
)

// Site is the web front: the frame, and the screens by area.
type Site struct {
	Frame    frame.Frame
	Account  account.Pages
	MyCases  mycases.Pages
	Office   office.Pages
	Programs programs.Pages
	Public   public.Pages

	Mailbox *mail.Mailbox    // development only; nil: this is no development server
	Tour    func() *dev.Tour // development only
}

// Handler serves the screens and what they load.
func (s *Site) Handler() http.Handler {
	pages := s.screens()
	files := assets.Handler(s.Frame.NotFound)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/assets/") { // no screens: kept for ever, and not counted
			files.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}

// screens serves them, each by its area. A development server has some more.
func (s *Site) screens() http.Handler {
	areas := []frame.Area{s.Public, s.Account, s.MyCases, s.Office, s.Programs}
	table, samples := Screens, Samples()
	if !s.Account.Recovery.Questions {
		table = slices.DeleteFunc(slices.Clone(table), func(of frame.Screen) bool { return slices.Contains(questionScreens, of.ID) })
		samples = slices.DeleteFunc(samples, func(of frame.Sample) bool { return slices.Contains(questionScreens, of.Screen) })
	}
	if s.Frame.Dev = s.Mailbox != nil; !s.Frame.Dev {
		return s.Frame.Handler(table, s.beside, areas...)
	}
	d := dev.Pages{Mailbox: s.Mailbox, Tour: s.Tour, Frame: &s.Frame, Table: slices.Concat(table, dev.Screens), Samples: append(samples, dev.Samples()...)}
	return s.Frame.Handler(d.Table, func(r chi.Router) { s.beside(r); d.Beside(r) }, append(areas, d)...)
}

// beside are the addresses that are no screens.
func (s *Site) beside(r chi.Router) {
	r.Method(http.MethodGet, "/sign-up/next", http.RedirectHandler("/sign-up/terms", http.StatusSeeOther)) // and on to what is next
}
