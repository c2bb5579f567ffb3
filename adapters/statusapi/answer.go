package statusapi

import (
	"fmt"
	"time"
	_ "time/tzdata" // the agency's hours must not depend on what is installed

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

// statusAnswer is the answer to a query, in the order in which programs print it.
type statusAnswer struct {
	CaseStatus caseStatus `json:"case_status"`
	Message    string     `json:"message"`
}

type caseStatus struct {
	ReceiptNumber string      `json:"receiptNumber"`
	FormType      string      `json:"formType"`
	SubmittedDate string      `json:"submittedDate,omitempty"` // absent for IOE numbers
	ModifiedDate  string      `json:"modifiedDate,omitempty"`  // absent for IOE numbers
	TitleEN       string      `json:"current_case_status_text_en"`
	DescEN        string      `json:"current_case_status_desc_en"`
	TitleES       string      `json:"current_case_status_text_es"`
	DescES        string      `json:"current_case_status_desc_es"`
	History       []completed `json:"hist_case_status"` // null when there is none
}

// completed is a line of the history.
type completed struct {
	Date   string `json:"date"`
	TextEN string `json:"completed_text_en"`
	TextES string `json:"completed_text_es"`
}

const longDate = "01-02-2006 15:04:05"

// newYork is where the agency's clocks are read.
var newYork = mustLoad("America/New_York")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zones are part of the program
	}
	return zone
}

// answer is a case as programs read it.
func (a *API) answer(v casefile.View, history bool) statusAnswer {
	s := caseStatus{ReceiptNumber: string(v.Receipt), FormType: v.Form}
	s.TitleEN, s.DescEN = a.current(v.Status, "en")
	s.TitleES, s.DescES = a.current(v.Status, "es")
	if !v.Receipt.Online() {
		s.SubmittedDate = submitted(v).Format(longDate)
		s.ModifiedDate = v.LastActivity.In(newYork).Format(longDate)
	}
	if history {
		s.History = a.history(v.History)
	}
	return statusAnswer{s, fmt.Sprintf("Query was successful for payload {'receipt_number': '%s'}", v.Receipt)}
}

// current is the title of the status, and what it means and asks for.
func (a *API) current(e casefile.Entry, lang string) (title, desc string) {
	title, sentence, next := e.Render(lang, a.Agency)
	return title, sentence + " " + next
}

// submitted is when the filing came in: the moment at which it was recorded, when that was on the day of its receipt; the
// beginning of that day when it was keyed in later, because then nobody has written down the hour.
func submitted(v casefile.View) time.Time {
	for _, e := range v.History {
		if at := e.Recorded.In(newYork); e.Number == 0 && civil.Of(at) == v.ReceiptDate {
			return at
		}
	}
	return v.ReceiptDate.In(newYork)
}

// history is what counts of it, the current status included, newest first: an entry that was recorded by mistake is left
// out with its correction, because a line of a date and a sentence cannot say what became of it.
func (a *API) history(entries []casefile.Entry) (lines []completed) {
	for _, e := range entries {
		if e.Corrected != "" || e.Corrects != 0 {
			continue
		}
		line := completed{Date: e.Occurred.String()}
		_, line.TextEN, _ = e.Render("en", a.Agency)
		_, line.TextES, _ = e.Render("es", a.Agency)
		lines = append(lines, line)
	}
	return lines
}
