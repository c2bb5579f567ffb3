// Package web is the web front: the table of screens, and what serves them. Every screen lives in the frame, is made of
// parts, says texts, and works without a script.
package web

import (
	"bytes"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/web/account"
	"github.com/casetrail/casetrail/adapters/web/assets"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/mycases"
	"github.com/casetrail/casetrail/adapters/web/office"
	"github.com/casetrail/casetrail/adapters/web/public"
)

//go:embed pages/*.html style.css
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{"day": day, "clock": clock}).ParseFS(files, "pages/*.html"))

func day(t time.Time) string   { return t.Format("January 2, 2006") }
func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// Site is the web front: the frame, and the screens by area.
type Site struct {
	Frame   frame.Frame
	Account account.Pages
	MyCases mycases.Pages
	Office  office.Pages
	Public  public.Pages

	Mailbox *mail.Mailbox // development only; nil: there is no such page
	Tour    func() *Tour  // development only; nil: the plain start page
	Logger  *slog.Logger
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

// screens serves them, each by its area.
func (s *Site) screens() http.Handler {
	s.Frame.Dev = s.Mailbox != nil
	return s.Frame.Handler(Screens, s.beside, s.Public, s.Account, s.MyCases, s.Office)
}

// beside are the addresses that are no screens.
func (s *Site) beside(r chi.Router) {
	r.Get("/style.css", style)
	r.Method(http.MethodGet, "/sign-up/next", http.RedirectHandler("/sign-up/terms", http.StatusSeeOther)) // and on to what is next
	if s.Mailbox != nil {
		r.Get("/dev", s.start)
		r.Get("/dev/tour.json", s.tourForPrograms)
		r.Get("/dev/mailbox.json", s.mailForPrograms)
		r.Get("/dev/mailbox", s.listMail)
		r.Get("/dev/mailbox/{id}", s.showMail)
		r.Get("/dev/mailbox/{id}/body", s.mailBody)
		r.Get("/dev/mailbox/{id}/letter.pdf", s.letter)
		r.Get("/dev/screens/{id}", s.sample)
		r.Get("/dev/screens/{id}/{state}", s.sample)
	}
}

// sample shows a screen in one of its states, made of a made-up model.
func (s *Site) sample(w http.ResponseWriter, r *http.Request) {
	id, state := chi.URLParam(r, "id"), chi.URLParam(r, "state")
	for _, sample := range Samples() {
		if sample.Screen == id && sample.State == state {
			s.Frame.ShowSample(w, r, sample)
			return
		}
	}
	NotFound(w, r)
}

// note is a page with one thing to say.
type note struct {
	Title, Text string
	Link, Label string
}

// NotFound is the page for an address that leads nowhere.
func NotFound(w http.ResponseWriter, _ *http.Request) {
	render(w, http.StatusNotFound, "message.html", note{
		Title: "There is no such page", Text: "Check the address, or begin at the start page.", Link: "/", Label: "Start page",
	})
}

// render writes a page, or an error page of its own if the page itself cannot be made.
func render(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, "This page cannot be shown.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader has gone: nothing to do
}

func style(w http.ResponseWriter, _ *http.Request) {
	b, err := files.ReadFile("style.css")
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(b) // the reader has gone: nothing to do
}
