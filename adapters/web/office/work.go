package office

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/worklist"
)

const (
	firstOffice = "NBC" // until another is chosen: where paper is digitized, most new cases begin
	allOffices  = "all" // to count all of them takes longer, so it is asked for
	anything    = "any" // of a field that does not narrow
	perPage     = 25

	officeChoice = "office"
)

func (p Pages) bindWork(b *frame.Binder) {
	b.Show("O01", func(v *frame.Visit) (frame.Page, error) {
		q := questionOf(v)
		overview, err := p.Reading.Overview(v.Context(), q.officeCode(), v.After(), v.At)
		if err != nil {
			return frame.Page{}, err
		}
		list, err := p.Reading.Work(v.Context(), q.filter(v), v.After(), q.cursor, perPage)
		return workPage(v, q, overview, list), err
	})
}

// question is what an officer asks for, as the address says it: no part of it is about a person. What is in no list asks
// for nothing.
type question struct {
	office, form, stage string
	days                int // without anything new
	cursor              string
}

func questionOf(v *frame.Visit) question {
	q := question{office: officeOf(v), cursor: v.Query("cursor")}
	if _, ok := casefile.FindForm(v.Query("form")); ok {
		q.form = v.Query("form")
	}
	if slices.Contains(casefile.Stages, v.Query("stage")) {
		q.stage = v.Query("stage")
	}
	if days, err := strconv.ParseUint(v.Query("idle"), 10, 10); err == nil {
		q.days = int(days)
	}
	return q
}

// officeOf is the office that is asked for, else the one that was asked for last in this browser: staff are of no office, and
// most look after one. All offices are not remembered, as counting them takes longer.
func officeOf(v *frame.Visit) string {
	asked := v.Query("office")
	if asked == allOffices {
		return allOffices
	}
	if _, ok := casefile.FindOffice(asked); ok {
		v.Choose(officeChoice, asked)
		return asked
	}
	if _, ok := casefile.FindOffice(v.Chosen(officeChoice)); ok {
		return v.Chosen(officeChoice)
	}
	return firstOffice
}

// officeCode is the office as queries name it: all of them are none in particular.
func (q question) officeCode() string {
	if q.office == allOffices {
		return ""
	}
	return q.office
}

func (q question) filter(v *frame.Visit) worklist.Filter {
	f := worklist.Filter{Office: q.officeCode(), Form: q.form, Stage: q.stage}
	if q.days > 0 {
		f.OlderThan = v.At.AddDate(0, 0, -q.days)
	}
	return f
}

// narrowed says whether more is asked than an office.
func (q question) narrowed() bool { return q.form != "" || q.stage != "" || q.days > 0 }

// address is the page that answers the question.
func (q question) address() string {
	values := url.Values{"office": {q.office}}
	for name, value := range map[string]string{"form": q.form, "stage": q.stage, "cursor": q.cursor} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if q.days > 0 {
		values.Set("idle", strconv.Itoa(q.days))
	}
	return workPath + "?" + values.Encode()
}

// fields are the question in the fields of the filter.
func (q question) fields() parts.Form {
	values := url.Values{"office": {q.office}, "form": {cmp.Or(q.form, anything)}, "stage": {cmp.Or(q.stage, anything)}, "idle": {strconv.Itoa(q.days)}}
	return parts.Form{ID: "filter", Values: values}
}

func workPage(v *frame.Visit, q question, o reading.Overview, list reading.Work) frame.Page {
	page := frame.Page{Title: v.T("work.title"), Body: workBody(workOf(v, q, o, list))}
	switch {
	case o.Behind || list.Behind:
		page.State = "behind"
	case len(list.Items) > 0 && list.Next != "":
		page.State = "many"
	case len(list.Items) > 0:
	case q.narrowed() || q.cursor != "":
		page.State = "filtered_empty"
	default:
		page.State = "empty"
	}
	return page
}
