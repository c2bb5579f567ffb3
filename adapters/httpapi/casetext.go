package httpapi

import (
	"strings"
	"time"

	"github.com/casetrail/casetrail/domain/casefile"
)

// text is something said in every language of the product.
type text struct {
	EN string `json:"en"`
	ES string `json:"es"`
}

// status is what a case's newest entry means.
type status struct {
	Code     string `json:"code" doc:"The agency's action code"`
	Occurred string `json:"occurred" doc:"The day it happened, as the agency says"`
	Title    text   `json:"title"`
	Means    text   `json:"what_this_means"`
	Next     text   `json:"what_you_need_to_do"`
}

type entry struct {
	Number   int          `json:"number" doc:"Counts the entries of the case; 0 is the receipt"`
	Code     string       `json:"code"`
	Occurred string       `json:"occurred" doc:"The day it happened, as the agency says"`
	Recorded time.Time    `json:"recorded" doc:"The instant at which it was recorded"`
	Title    text         `json:"title"`
	Means    text         `json:"what_this_means"`
	Params   actionParams `json:"params,omitempty"`
	Office   office       `json:"office" doc:"That had the case then"`
	Fate     string       `json:"corrected,omitempty" enum:"canceled,voided" doc:"What became of an entry that was recorded by mistake"`
	Corrects *int         `json:"corrects,omitempty" doc:"Of a correction: the number of the entry that no longer counts"`
}

type office struct {
	Code string `json:"code"`
	Name text   `json:"name"`
}

func officeOf(code string) office {
	o, _ := casefile.FindOffice(code)
	return office{Code: code, Name: text{EN: o.Name.EN, ES: o.Name.ES}}
}

func (a *API) status(e casefile.Entry) status {
	s := status{Code: e.Code, Occurred: e.Occurred.String()}
	s.Title.EN, s.Means.EN, s.Next.EN = e.Render("en", a.Agency)
	s.Title.ES, s.Means.ES, s.Next.ES = e.Render("es", a.Agency)
	return s
}

func (a *API) entries(of []casefile.Entry) []entry {
	out := make([]entry, 0, len(of))
	for _, e := range of {
		s := a.status(e)
		x := entry{
			Number: e.Number, Code: e.Code, Occurred: s.Occurred, Recorded: e.Recorded, Title: s.Title, Means: s.Means,
			Params: e.Params, Office: officeOf(e.Office), Fate: strings.ToLower(e.Corrected),
		}
		if e.Corrects != 0 {
			x.Corrects = &e.Corrects
		}
		out = append(out, x)
	}
	return out
}
