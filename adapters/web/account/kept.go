package account

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
)

func showKept(v *frame.Visit) (frame.Page, error) {
	if !signedIn(v) {
		return frame.Page{}, domain.ErrSignedOut
	}
	offer, ok, err := v.Offer()
	if err != nil {
		return frame.Page{}, err
	}
	if !ok {
		return nothingKeptPage(v), nil
	}
	return keptPage(v, offer), nil
}

func nothingKeptPage(v *frame.Visit) frame.Page {
	return frame.Page{State: "none", Title: v.T("kept.title_none"), Body: nothingKept(), Formless: true}
}

func keptPage(v *frame.Visit, o frame.Offer) frame.Page {
	p := frame.Page{
		Title: v.T("kept.title"), Formless: true,
		Body: keptBody(o, v.Form("discard", "id", o.ID.String()), typedRows(v, o.Form.Values, o.Again)),
	}
	if o.Unsent {
		p.State = "unsent"
	}
	return p
}

func discardKept(v *frame.Visit) (frame.Next, error) {
	id, err := uuid.Parse(v.Value("id"))
	if err != nil {
		return frame.Next{}, frame.ErrForm
	}
	if err := v.Discard(id); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/kept"), nil
}

// labels are the names of fields in words; a date is typed in three.
var _ = texts.Family("kept.field.",
	"program", "contact", "environment",
	"receipt_number", "receipt", "birth_date_year", "birth_date_month", "birth_date_day", "has_code", "access_code",
	"text", "occurred_year", "occurred_month", "occurred_day", "office", "how", "why", "param_notice", "param_form",
	"param_office", "param_time", "param_due_year", "param_due_month", "param_due_day", "param_date_year",
	"param_date_month", "param_date_day", "form_number", "received_year", "received_month", "received_day", "role",
	"given_name", "family_name", "one_name", "born_year", "born_month", "born_day", "a_number", "address", "language",
	"protected", "code", "email", "phone",
	"question_1", "question_2", "question_3", "question_4", "question_5", "answer_1", "answer_2", "answer_3", "answer_4", "answer_5",
)

// typedRows is what was typed, field by field, and what has to be typed again. Fields that nobody saw are not shown.
func typedRows(v *frame.Visit, typed url.Values, again []string) (rows []parts.Row) {
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		if key := "kept.field." + name; texts.Has(key) {
			rows = append(rows, parts.Row{Key: v.T(key), Value: strings.Join(typed[name], ", ")})
		}
	}
	for _, name := range again {
		if key := "kept.field." + name; texts.Has(key) {
			rows = append(rows, parts.Row{Key: v.T(key), Value: v.T("kept.again")})
		}
	}
	return rows
}
