package web

import "net/http"

// Tour says what to try on a development server.
type Tour struct {
	Loading bool         `json:"loading,omitempty"` // the demo data is still being loaded
	URL     string       `json:"url,omitempty"`
	People  []Person     `json:"people"`
	Officer Person       `json:"officer"`
	Case    UnlinkedCase `json:"unlinked_case"`
}

// Person is somebody to sign in as.
type Person struct {
	Title    string `json:"title"`
	Email    string `json:"email"`
	Password string `json:"password"`
	About    string `json:"about"`

	AuthenticatorCode string `json:"authenticator_code,omitempty"` // for this half minute, of those who have an authenticator app
}

// UnlinkedCase is a case to link.
type UnlinkedCase struct {
	Receipt   string `json:"receipt_number"`
	Code      string `json:"access_code"`
	BirthDate string `json:"birth_date"`
}

func (s *Site) start(w http.ResponseWriter, _ *http.Request) {
	if s.Tour == nil {
		render(w, http.StatusOK, "start.html", nil)
		return
	}
	render(w, http.StatusOK, "tour.html", s.Tour())
}
