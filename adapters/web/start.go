package web

import "net/http"

func (s *Site) start(w http.ResponseWriter, _ *http.Request) {
	if s.Tour == nil {
		render(w, http.StatusOK, "start.html", nil)
		return
	}
	render(w, http.StatusOK, "tour.html", s.Tour())
}
