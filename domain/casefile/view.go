package casefile

import (
	"slices"
	"time"

	"github.com/casetrail/casetrail/domain/civil"
)

// View is what people read of a case. It is folded event by event; projections store it as JSON and go on from there.
type View struct {
	Receipt      Receipt    `json:"receipt"`
	Form         string     `json:"form"`
	Channel      string     `json:"channel"`
	Office       string     `json:"office"` // that has the case now
	ReceiptDate  civil.Date `json:"receipt_date"`
	Protected    bool       `json:"protected"`
	Status       Entry      `json:"status"`           // the newest entry that counts
	Closed       bool       `json:"closed"`           // nothing is left to decide
	History      []Entry    `json:"history"`          // what the applicant is shown, newest first
	Unseen       []Entry    `json:"unseen,omitempty"` // what only the agency may see, newest first
	LastActivity time.Time  `json:"last_activity"`    // the last event of any kind
	Quiet        bool       `json:"quiet"`            // it changed nothing that the applicant sees: "record updated, status unchanged"
}

// Entry is one line of the history. Number 0 is the receipt itself. A corrected entry stays, with what became of it;
// the correction is an entry of its own.
type Entry struct {
	Number    int               `json:"number"`
	Code      string            `json:"code"`
	Occurred  civil.Date        `json:"occurred"`
	Recorded  time.Time         `json:"recorded"`
	Params    map[string]string `json:"params,omitempty"`
	Office    string            `json:"office"`              // that had the case then; of a transfer: that has it since
	Corrected string            `json:"corrected,omitempty"` // "", Canceled or Voided
	Corrects  int               `json:"corrects,omitempty"`  // of a correction: the number of the entry that no longer counts
	Why       string            `json:"why,omitempty"`       // of a correction: one of Reasons
}

// Apply is the view after one more event, at its act's time.
func (v View) Apply(e Event, at time.Time) View {
	switch e := e.(type) {
	case Received:
		v.Receipt, v.Form, v.Channel, v.Protected = e.Receipt, e.Form, e.Channel, e.Protected
		v.ReceiptDate, v.Office = e.ReceiptDate, e.Office
		v = v.add(Entry{Code: CodeReceived, Occurred: e.ReceiptDate, Params: map[string]string{"form": e.Form}, Office: e.Office}, at)
	case Recorded:
		v = v.add(Entry{Number: e.Number, Code: e.Code, Occurred: e.Occurred, Params: e.Params, Office: e.Office}, at)
	case Transferred:
		params := map[string]string{"from": e.From, "to": e.To}
		v = v.add(Entry{Number: e.Number, Code: e.Code, Occurred: e.Occurred, Params: params, Office: e.To}, at)
	case Corrected:
		v = v.correct(e, at)
	}
	v.LastActivity = at
	return v.settle()
}

// add files an entry where it belongs.
func (v View) add(e Entry, at time.Time) View {
	e.Recorded = at
	c, known := FindCode(e.Code)
	if known {
		e.Code = c.Code // not its former name
	}
	if v.Quiet = !c.Public; v.Quiet {
		v.Unseen = insert(v.Unseen, e)
	} else {
		v.History = insert(v.History, e)
	}
	return v
}

// correct marks the entry that no longer counts, and adds the correction beside it: what was not shown is not shown to be
// corrected.
func (v View) correct(e Corrected, at time.Time) View {
	entry := Entry{Number: e.Number, Code: e.Code, Occurred: e.Occurred, Recorded: at, Office: v.Office, Corrects: e.Action, Why: e.Why}
	if history, ok := mark(v.History, e); ok {
		v.History, v.Quiet = insert(history, entry), false
		return v
	}
	unseen, _ := mark(v.Unseen, e)
	v.Unseen, v.Quiet = insert(unseen, entry), true
	return v
}

func mark(entries []Entry, e Corrected) ([]Entry, bool) {
	i := slices.IndexFunc(entries, func(x Entry) bool { return x.Number == e.Action })
	if i < 0 {
		return entries, false
	}
	entries = slices.Clone(entries)
	entries[i].Corrected = outcome(e.How)
	return entries, true
}

// insert keeps the newest first: by the day on which it occurred, then by number. It copies once: the entries given may be
// those of a view that somebody else has.
func insert(entries []Entry, e Entry) []Entry {
	i := 0
	for i < len(entries) && entries[i].newer(&e) {
		i++
	}
	more := make([]Entry, len(entries)+1)
	copy(more, entries[:i])
	more[i] = e
	copy(more[i+1:], entries[i:])
	return more
}

func (e *Entry) newer(than *Entry) bool {
	if e.Occurred != than.Occurred {
		return e.Occurred.After(than.Occurred)
	}
	return e.Number > than.Number
}
