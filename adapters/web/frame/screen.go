package frame

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/parts"
)

// Screen is one line of the table of screens.
type Screen struct {
	ID     string   // in the inventory of screens: "S01"
	Name   string   // names its file of texts and stands in every act sent from it: it never changes
	Path   string   // as the router reads it
	Who    door.Who // may see it and send from it
	Acts   []string // what can be sent: "" to the path itself, "name" to the path and /name
	States []string // how it can look beside its plain look
	Proved bool     // wants a proof of who it is that is not older than limits.ProvedFor
	Secret []string // fields that are never shown again or kept
	Unkept []string // fields that are shown again, to be mended, and never kept
}

// Looks are how a screen can look: plain, "", and its states. The error page has no plain look.
func (s Screen) Looks() []string {
	if s.Path == "" {
		return s.States
	}
	return append([]string{""}, s.States...)
}

// Show reads what a screen shows and makes its page.
type Show func(v *Visit) (Page, error)

// Do runs what was sent from a screen. An error that a rule gives is shown on the screen, beside what was typed.
type Do func(v *Visit) (Next, error)

// Page is a screen's content, before the shell is put around it.
type Page struct {
	State    string // "" for the plain look
	Title    string // and heading, unless the body brings its own
	Body     templ.Component
	Status   int            // 200 when 0; that of the problem when there is one
	Back     *parts.Link    // the way back up
	Crumbs   []parts.Link   // or the way down; one of the two
	Notices  []parts.Notice // above the content
	Own      bool           // the body brings its own h1
	Formless bool           // has no form of its own: there is nothing typed that another language must keep
	File     *File          // to be kept, instead of a page to be looked at
	Screen   string         // "" for the one that was asked for; another, of a path without names, where one act ends in its page
}

// Next is what follows something that was done.
type Next struct {
	to   string
	page *Page
}

// To is a redirect to a page of ours: the browser forgets the form.
func To(path string) Next { return Next{to: path} }

// Here shows a page in place of a redirect, for what can be shown only once.
func Here(p Page) Next { return Next{page: &p} }

// Acts of a screen, and the paths to which they are sent.
func (s Screen) paths() map[string]string {
	to := map[string]string{}
	for _, act := range s.Acts {
		to[act] = actPath(s.Path, act)
	}
	return to
}

func actPath(path, act string) string {
	switch {
	case act == "":
		return path
	case path == "/":
		return "/" + act
	}
	return path + "/" + act
}

// main is the act of the screen's own form, the first of its list.
func (s Screen) main() string {
	if len(s.Acts) == 0 {
		return ""
	}
	return s.Acts[0]
}

func (p Page) status() int {
	if p.Status == 0 {
		return http.StatusOK
	}
	return p.Status
}
