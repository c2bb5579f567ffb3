package mycases

import (
	"context"
	"slices"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
)

func (p Pages) bindHistory(b *frame.Binder) {
	b.Show("C03", func(v *frame.Visit) (frame.Page, error) {
		f, err := p.file(v)
		if err != nil {
			return frame.Page{}, err
		}
		if download, ok := downloads[v.Query("download")]; ok {
			return download(v, f)
		}
		return historyPage(v, f, v.Query("stage")), nil
	})
}

// history is what the page shows.
type history struct {
	file
	stage string // empty: all
	years []yearOf
}

type yearOf struct {
	year    string
	entries []parts.Entry
}

func historyPage(v *frame.Visit, f file, stage string) frame.Page {
	ctx := v.Context()
	if !slices.Contains(casefile.Stages, stage) {
		stage = ""
	}
	h := history{file: f, stage: stage, years: f.years(ctx, f.records(ctx, stage))}
	return frame.Page{
		State: h.state(), Title: v.T("history.title"), Body: historyBody(h),
		Crumbs: []parts.Link{
			{Text: v.T("word.your_cases"), Href: "/cases"}, {Text: string(f.Receipt), Href: f.address("")}, {Text: v.T("word.history"), Current: true},
		},
	}
}

func (h history) state() string {
	switch {
	case len(h.years) == 0:
		return "filtered_empty"
	case h.stage != "":
		return "filtered"
	case slices.ContainsFunc(h.History, func(e casefile.Entry) bool { return e.Corrects != 0 }):
		return "corrected"
	}
	return ""
}

// years puts the records under the years in which things happened.
func (f file) years(ctx context.Context, records []record) (all []yearOf) {
	for _, r := range records {
		if last := len(all) - 1; last < 0 || all[last].year != r.year() {
			all = append(all, yearOf{year: r.year()})
		}
		y := &all[len(all)-1]
		y.entries = append(y.entries, f.line(ctx, r))
	}
	return all
}

// line is a record as the timeline shows it. A mistake stays, struck through; words and links lead from it to its
// correction and back.
func (f file) line(ctx context.Context, r record) parts.Entry {
	e := parts.Entry{
		ID: entryID(r.Number), Day: r.Happened, Date: texts.Date(ctx, r.entry.Occurred), Title: r.Title, Text: r.Text,
		By: texts.T(ctx, "history.recorded", "Moment", texts.Moment(ctx, r.Recorded), "Who", r.By), Body: historyCode(r),
	}
	switch {
	case r.Corrected != "":
		e.Kind, e.Tag = parts.Corrected, &parts.Tag{Kind: parts.Neutral, Text: r.Corrected}
		e.Marking, e.Related = texts.T(ctx, "history.taken_back"), f.related(ctx, f.correctionOf(r.Number))
	case r.Corrects != 0:
		e.Kind, e.Tag = parts.Correction, &parts.Tag{Kind: parts.Note, Text: texts.T(ctx, "word.stage.correction")}
		e.Marking, e.Related = texts.T(ctx, "history.takes_back"), f.related(ctx, f.entry(r.Corrects))
	case r.Number == f.Status.Number:
		e.Kind, e.Tag = parts.Latest, &parts.Tag{Kind: parts.Progress, Text: texts.T(ctx, "history.current")}
	}
	return e
}

func (f file) related(ctx context.Context, e casefile.Entry) parts.Link {
	return parts.Link{
		Href: "#" + entryID(e.Number),
		Text: texts.T(ctx, "history.entry_of", "Title", f.tell(ctx, e).title, "Date", texts.Date(ctx, e.Occurred)),
	}
}

// choices are the stages to choose from.
func (h history) choices(ctx context.Context) []parts.Option {
	all := []parts.Option{{Value: "", Text: texts.T(ctx, "history.all_stages")}}
	for _, s := range h.stages() {
		all = append(all, parts.Option{Value: s, Text: texts.T(ctx, "word.stage."+s)})
	}
	return all
}

// clear leads to all of the history, when a part of it is shown.
func (h history) clear() string {
	if h.stage == "" {
		return ""
	}
	return h.address("/history")
}
