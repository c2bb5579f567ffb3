package httpapi

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain"
)

// write answers a problem outside huma.
func write(w http.ResponseWriter, err error) {
	send(w, problem(err))
}

func send(w http.ResponseWriter, p *Problem) {
	for k, v := range p.GetHeaders() {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the caller has gone: nothing to do
}

// fail answers an error and logs it when it is ours, with the reference that the caller sees.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problem(err)
	a.report(r, p, err)
	send(w, p)
}

// report logs what is our fault, by route pattern and reference: an address holds receipt numbers, an error of a rule is the caller's.
func (a *API) report(r *http.Request, p *Problem, err error) {
	var d *domain.Error
	if p.Status < http.StatusInternalServerError || errors.As(err, &d) || r.Context().Err() != nil {
		return
	}
	a.Logger.Error("a request failed", "route", door.Pattern(r), "reference", p.Instance, "error", err.Error())
}
