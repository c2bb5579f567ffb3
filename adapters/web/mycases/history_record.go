package mycases

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
)

var (
	_ = texts.Family("word.stage.", casefile.Stages...)
	_ = texts.Family("word.corrected.", casefile.Canceled, casefile.Voided)
	_ = texts.Family("word.correction_why.", casefile.Reasons...)
)

// record is one line of the history in words. The page and both downloads are made of the same records.
type record struct {
	Number    int       `json:"number"`
	Happened  string    `json:"happened"` // a day
	Recorded  time.Time `json:"recorded"`
	Code      string    `json:"code"`
	Stage     string    `json:"stage"`
	Title     string    `json:"title"`
	Text      string    `json:"text"`
	Office    string    `json:"office"`
	By        string    `json:"recorded_by"`
	Corrected string    `json:"no_longer_counts,omitempty"` // why it does not, in a word
	Corrects  int       `json:"corrects,omitempty"`         // the number of the entry that this one takes back
	Reason    string    `json:"reason,omitempty"`           // of a correction

	entry casefile.Entry
	stage string
}

// records are the history of a stage, or all of it, newest first. A correction is of the stage that it corrects, too: both
// stand on one page.
func (f file) records(ctx context.Context, stage string) (all []record) {
	for _, e := range f.History {
		if stage == "" || stageOf(e) == stage || e.Corrected != "" && stage == "correction" || e.Corrects != 0 && stageOf(f.entry(e.Corrects)) == stage {
			all = append(all, f.record(ctx, e))
		}
	}
	return all
}

func (f file) record(ctx context.Context, e casefile.Entry) record {
	said := f.tell(ctx, e)
	r := record{
		Number: e.Number, Happened: e.Occurred.String(), Recorded: e.Recorded.UTC(), Code: e.Code, Title: said.title, Text: said.means,
		Office: officeName(ctx, e.Office), By: texts.T(ctx, "history.agency"), Corrects: e.Corrects, entry: e, stage: stageOf(e),
	}
	if r.stage != "" {
		r.Stage = texts.T(ctx, "word.stage."+r.stage)
	}
	if e.Corrected != "" {
		r.Corrected = texts.T(ctx, "word.corrected."+e.Corrected)
	}
	if e.Why != "" {
		r.Reason = texts.T(ctx, "word.correction_why."+e.Why)
	}
	return r
}

func stageOf(e casefile.Entry) string {
	c, _ := casefile.FindCode(e.Code)
	return c.Stage
}

// stages are those that the history has, in the order of a case's life.
func (f file) stages() []string {
	var all []string
	for _, e := range f.History {
		if s := stageOf(e); s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Compare(slices.Index(casefile.Stages, a), slices.Index(casefile.Stages, b))
	})
	return all
}

// year is that in which it happened.
func (r record) year() string {
	year, _, _ := strings.Cut(r.Happened, "-")
	return year
}

// facts are what else is known of it.
func (r record) facts(ctx context.Context) []parts.Row {
	rows := []parts.Row{
		{Key: texts.T(ctx, "history.agency_code"), Value: r.Code},
		{Key: texts.T(ctx, "history.stage"), Value: r.Stage},
		{Key: texts.T(ctx, "word.office"), Value: r.Office},
	}
	if r.Reason != "" {
		rows = append(rows, parts.Row{Key: texts.T(ctx, "word.why"), Value: r.Reason})
	}
	return rows
}
