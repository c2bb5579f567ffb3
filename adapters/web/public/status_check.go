package public

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindStatusCheck(b *frame.Binder) {
	b.Show("P04", func(v *frame.Visit) (frame.Page, error) { return statusPage(v), nil })
	b.Do("P04", "", p.checkStatus)
}

// statusPage asks. Whatever a number is that is no receipt number, the page is in one state: its text says what it is.
func statusPage(v *frame.Visit) frame.Page {
	page := frame.Page{Title: v.T("status_check.title"), Body: statusForm(v.Form(""))}
	if notReceipt(v.Failed()) {
		page.State = "not_a_receipt"
	}
	return page
}

// checkStatus answers from the log itself: it is asked seldom, and no view says who may ask without an account.
func (p Pages) checkStatus(v *frame.Visit) (frame.Next, error) {
	receipt, err := p.StatusCheck.Check(v.Context(), workflow.Question{
		Network: v.Network, Receipt: v.Value("receipt"), BirthDate: parts.DateValue(v.Form(""), "birth_date"), LastName: v.Value("last_name"),
	})
	if err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{
			"receipt": casefile.ReceiptErrors, "birth_date": {workflow.ErrBirthDate, workflow.ErrStatusProof},
		})
	}
	view, _, err := p.Live(v.Context(), string(receipt))
	return frame.Here(statusAnswer(v, view)), err
}

func notReceipt(err error) bool {
	for _, e := range casefile.ReceiptErrors {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// answered is the status of a case, in words.
type answered struct {
	Title, Means, Next string
	Receipt            string
	Form               string
	Since              string // the day of the status
	Touched            string // the day on which anything was last recorded
	Quiet              bool   // and that changed nothing which the applicant sees
	Account            bool   // who asks has an account
}

func statusAnswer(v *frame.Visit, view casefile.View) frame.Page {
	language := v.Language()
	a := answered{
		Receipt: string(view.Receipt), Form: view.Form, Quiet: view.Quiet, Account: v.Bearer.Stage == workflow.StageFull,
		Since: texts.Date(v.Context(), view.Status.Occurred), Touched: texts.Day(v.Context(), view.LastActivity),
	}
	a.Title, a.Means, a.Next = view.Status.Render(language, v.Agency())
	if form, ok := casefile.FindForm(view.Form); ok {
		a.Form += ", " + form.Title.In(language)
	}
	return frame.Page{State: "found", Title: v.T("status_check.answer_title"), Body: statusFound(a, v.Form(""))}
}

// touched tells honestly when the case last changed, and whether that is to be seen here.
func touched(ctx context.Context, a answered) string {
	if a.Quiet {
		return texts.T(ctx, "status_check.touched_quiet", "Date", a.Touched)
	}
	return a.Touched
}

func statusSamples() []frame.Sample {
	typed := url.Values{
		"receipt": {"IOE0912345678"}, "birth_date_month": {"7"}, "birth_date_day": {"31"}, "birth_date_year": {"1980"},
	}
	number := url.Values{"receipt": {"A123456789"}, "last_name": {"Ríos"}}
	view := casefile.View{
		Receipt: "IOE0912345678", Form: "I-130", Quiet: true,
		Status:       casefile.Entry{Code: "FBB", Occurred: civil.Date{Year: 2026, Month: 5, Day: 3}},
		LastActivity: time.Date(2026, 5, 12, 15, 0, 0, 0, time.UTC),
	}
	shown := func(v *frame.Visit) frame.Page { return statusAnswer(v, view) }
	return []frame.Sample{
		{Screen: "P04", Page: statusPage},
		{Screen: "P04", State: "found", Page: shown, Typed: typed},
		{Screen: "P04", State: "not_a_receipt", Page: statusPage, Failed: frame.At("receipt", casefile.ErrIsANumber), Typed: number},
		{Screen: "P04", State: "birth_date_malformed", Page: statusPage, Failed: frame.At("birth_date", workflow.ErrBirthDate), Typed: typed},
		{Screen: "P04", State: "status_proof_missing", Page: statusPage, Failed: frame.At("birth_date", workflow.ErrStatusProof), Typed: number},
		{Screen: "P04", State: "status_no_match", Page: statusPage, Failed: workflow.ErrNoStatus, Typed: typed},
		{Screen: "P04", State: "wait", Page: statusPage, Failed: workflow.ErrWait.After(40 * time.Minute), Typed: typed},
	}
}
