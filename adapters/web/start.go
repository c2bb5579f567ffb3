package web

import "net/http"

// Tour says what to try on a development server.
type Tour struct {
	Loading bool // the demo data is still being loaded
	URL     string
	People  []Person
	Officer Person
	Case    UnlinkedCase
}

// Person is somebody to sign in as.
type Person struct {
	Title, Email, Password, About string
	AuthenticatorCode             string // for this half minute, of those who have an authenticator app
}

// UnlinkedCase is a case to link.
type UnlinkedCase struct{ Receipt, Code, BirthDate string }

func (s *Site) start(w http.ResponseWriter, _ *http.Request) {
	if s.Tour == nil {
		render(w, http.StatusOK, "start.html", nil)
		return
	}
	render(w, http.StatusOK, "tour.html", s.Tour())
}
