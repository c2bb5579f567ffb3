package cases

import (
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/rows"
)

// model keeps the one row of a case; the lines of the history follow from its view.
var model = rows.Model[[]row]{Add: add, Tables: []rows.Table[[]row]{
	rows.Of("cases", "stream", func(all *[]row) *[]row { return all }),
	rows.Derived("history", "stream, number", history),
}}

// row is a row of the table cases.
type row struct {
	Stream         string
	Receipt        string
	Form           string
	Channel        string
	Office         string
	Language       string
	Protected      bool
	ReceiptDate    time.Time
	StatusCode     string
	StatusOccurred time.Time
	StatusParams   rows.Texts
	Stage          string
	Closed         bool
	Quiet          bool
	LastActivity   time.Time
	Actions        int
	Party          uuid.UUID
	PartyRole      string
	PartyName      *string
	View           rows.JSON[casefile.View]
	Revision       int64
	Position       int64
}

func add(all *[]row, f domain.Fact) error {
	var view casefile.View
	if len(*all) > 0 {
		view = (*all)[0].View.Of
	}
	if has(view, number(f.Event)) {
		return errNumber
	}
	view, err := Fold(view, f)
	if err != nil {
		return err
	}
	if e, first := f.Event.(casefile.Received); first {
		r, err := received(f.Stream, e)
		if err != nil {
			return err
		}
		*all = []row{r}
	}
	r := &(*all)[0]
	r.show(view)
	r.Revision, r.Position = int64(f.Revision), int64(f.Position)
	return nil
}

// errNumber parks a stream in which two actions have one number: the history has a line for each number.
var errNumber = errors.New("the case has an action of this number already")

// has says whether there is an action of this number; the receipt has number 0.
func has(v casefile.View, number int) bool {
	for _, entries := range [][]casefile.Entry{v.History, v.Unseen} {
		for i := range entries {
			if entries[i].Number == number {
				return true
			}
		}
	}
	return false
}

func number(e domain.Event) int {
	switch e := e.(type) {
	case casefile.Recorded:
		return e.Number
	case casefile.Corrected:
		return e.Number
	case casefile.Transferred:
		return e.Number
	}
	return 0
}

// received is what never changes, and who filed.
func received(stream string, e casefile.Received) (row, error) {
	name, err := fullName(e.Party)
	return row{
		Stream: stream, Receipt: string(e.Receipt), Form: e.Form, Channel: e.Channel, Language: e.Language, Protected: e.Protected,
		ReceiptDate: day(e.ReceiptDate), Party: personal.Party(string(e.Receipt), e.Party.Role), PartyRole: e.Party.Role, PartyName: name,
	}, err
}

// show is what every event may change.
func (r *row) show(v casefile.View) {
	r.View.Of = v
	r.Office, r.Closed, r.Quiet, r.LastActivity, r.Actions = v.Office, v.Closed, v.Quiet, v.LastActivity, len(v.History)+len(v.Unseen)
	r.StatusCode, r.StatusOccurred, r.StatusParams = v.Status.Code, day(v.Status.Occurred), v.Status.Params
	r.Stage = stage(v.Status)
}

func stage(e casefile.Entry) string {
	c, _ := casefile.FindCode(e.Code)
	return c.Stage
}

func day(d civil.Date) time.Time { return d.In(time.UTC) }

// fullName is who filed, as it is written on an envelope; nil when it was erased.
func fullName(p casefile.Party) (*string, error) {
	given, err := rows.Clear(p.GivenName)
	if err != nil {
		return nil, err
	}
	family, err := rows.Clear(p.FamilyName)
	if err != nil || given == nil || family == nil {
		return family, err
	}
	name := *given + " " + *family
	return &name, nil
}
