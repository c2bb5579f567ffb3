package cases

import (
	"time"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/rows"
)

// line is a row of the table history.
type line struct {
	Stream    string
	Number    int
	Receipt   string
	Code      string
	Stage     string
	Public    bool
	Occurred  time.Time
	Recorded  time.Time
	Office    string
	Params    rows.Texts
	Corrected string
	Corrects  *int
}

func history(all *[]row) (lines []line) {
	for _, r := range *all {
		for _, e := range r.View.Of.History {
			lines = append(lines, r.line(e, true))
		}
		for _, e := range r.View.Of.Unseen {
			lines = append(lines, r.line(e, false))
		}
	}
	return lines
}

func (r row) line(e casefile.Entry, public bool) line {
	var corrects *int
	if e.Corrects != 0 {
		corrects = &e.Corrects
	}
	return line{
		Stream: r.Stream, Number: e.Number, Receipt: r.Receipt, Code: e.Code, Stage: stage(e), Public: public, Occurred: day(e.Occurred),
		Recorded: e.Recorded, Office: e.Office, Params: e.Params, Corrected: e.Corrected, Corrects: corrects,
	}
}
