// Package web has the pages that a person needs beside the JSON API: what this is, the button behind a mailed link, and,
// in development, the mailbox. Handlers are thin: parse, run a workflow, render. Every form works without a script.
package web

import (
	"bytes"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain/workflow"
)

//go:embed pages/*.html style.css
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{"day": day, "clock": clock}).ParseFS(files, "pages/*.html"))

func day(t time.Time) string   { return t.Format("January 2, 2006") }
func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// Site is what the pages need.
type Site struct {
	SignUp    workflow.SignUp
	Enrolment workflow.Enrolment
	Digests   workflow.Digests
	Network   func(*http.Request) string                // from where a request comes, as limits count it
	Keep      func(w http.ResponseWriter, token string) // sets the session cookie
	Mailbox   *mail.Mailbox                             // development only; nil: there is no such page
	Tour      func() *Tour                              // development only; nil: the plain start page
	Now       func() time.Time
	Logger    *slog.Logger
}

// Mount adds the pages to a router.
func (s *Site) Mount(r chi.Router) {
	r.Group(func(r chi.Router) {
		r.Use(policy, sameOrigin)
		r.Get("/", s.start)
		r.Get("/style.css", style)
		r.Get("/sign-in", signIn)
		r.Get("/confirm/{account}/{token}", s.askConfirm)
		r.Post("/confirm/{account}/{token}", s.confirm)
		r.Get("/enrol/{staff}/{token}", s.askEnrol)
		r.Post("/enrol/{staff}/{token}", s.enrol)
		if s.Mailbox != nil {
			r.Get("/dev/tour.json", s.tourForPrograms)
			r.Get("/dev/mailbox.json", s.mailForPrograms)
			r.Get("/dev/mailbox", s.listMail)
			r.Get("/dev/mailbox/{id}", s.showMail)
			r.Get("/dev/mailbox/{id}/body", s.mailBody)
			r.Get("/dev/mailbox/{id}/letter.pdf", s.letter)
		}
	})
}

// policy is the content security policy of pages: everything from here, nothing inline, no script.
func policy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses forms that another site sends.
func sameOrigin(next http.Handler) http.Handler {
	c := http.NewCrossOriginProtection()
	c.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		render(w, http.StatusForbidden, "message.html", note{Title: "This came from another site", Text: "Open the page here and try again. Nothing was changed."})
	}))
	return c.Handler(next)
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

// signIn is where mails point to. This version signs in over the JSON API.
func signIn(w http.ResponseWriter, _ *http.Request) {
	render(w, http.StatusOK, "message.html", note{
		Title: "Sign in", Text: "Sign in with your e-mail address, your password and a code, over the JSON API.", Link: "/api/docs", Label: "How to sign in",
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
