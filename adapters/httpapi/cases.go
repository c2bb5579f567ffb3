package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections/caselist"
)

func (a *API) bindCases(b *binder) {
	bind(b, "link_case", a.linkCase)
	b.unchanged("link_case")
	bind(b, "list_cases", a.listCases)
	bind(b, "show_case", a.showCase)
	bind(b, "show_history", a.showHistory)
	bind(b, "upgrade_link", a.upgradeLink)
	bind(b, "ask_access_code", a.askAccessCode)
	bind(b, "unlink_case", a.unlinkCase)
}

type linkInput struct {
	Body struct {
		Receipt    string `json:"receipt_number" minLength:"1" maxLength:"40" doc:"Three letters and ten digits; spaces, dashes and case do not matter"`
		BirthDate  string `json:"birth_date" minLength:"1" maxLength:"10" doc:"Of the person on the case, YYYY-MM-DD"`
		AccessCode string `json:"access_code,omitempty" maxLength:"40" doc:"From the Account Access Notice; left out: status only"`
	}
}

type linkOutput struct {
	Status int
	Recorded
	Body struct {
		Receipt string `json:"receipt_number"`
		Tier    string `json:"tier" enum:"status,full" doc:"full: everything; status: status and history only"`
	}
}

func (a *API) linkCase(ctx context.Context, in *linkInput) (*linkOutput, error) {
	return a.link(ctx, workflow.Proof{Receipt: in.Body.Receipt, BirthDate: in.Body.BirthDate, Code: in.Body.AccessCode})
}

type upgradeInput struct {
	Receipt string `path:"receipt" maxLength:"40"`
	Body    struct {
		BirthDate  string `json:"birth_date" minLength:"1" maxLength:"10" doc:"Of the person on the case, YYYY-MM-DD"`
		AccessCode string `json:"access_code" minLength:"1" maxLength:"40" doc:"From the Account Access Notice"`
	}
}

func (a *API) upgradeLink(ctx context.Context, in *upgradeInput) (*linkOutput, error) {
	return a.link(ctx, workflow.Proof{Receipt: in.Receipt, BirthDate: in.Body.BirthDate, Code: in.Body.AccessCode})
}

func (a *API) link(ctx context.Context, p workflow.Proof) (*linkOutput, error) {
	v := visiting(ctx)
	p.Network = v.network
	receipt, done, err := a.Linking.Link(ctx, v.holder(), p, v.act())
	if err != nil {
		return nil, err
	}
	if err := a.Reading.Linked(ctx, done.Position); err != nil {
		return nil, err
	}
	out := &linkOutput{Status: http.StatusOK, Recorded: recorded(a, done)}
	if len(done.Events) > 0 {
		out.Status = v.route.Status
	}
	out.Body.Receipt, out.Body.Tier = string(receipt), done.State.Links[v.holder()]
	return out, nil
}

type Page struct {
	Waiting
	Cursor string `query:"cursor" maxLength:"200" doc:"Of the page before; left out: the first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

type caseLine struct {
	Receipt      string    `json:"receipt_number"`
	Form         string    `json:"form"`
	Tier         string    `json:"tier" enum:"status,full"`
	Office       office    `json:"office"`
	Received     string    `json:"receipt_date"`
	Status       status    `json:"status"`
	LastActivity time.Time `json:"last_activity" doc:"The last change of any kind, also one that left the status as it was"`
}

type caseListOutput struct {
	Body struct {
		Cases  []caseLine `json:"cases"`
		Next   string     `json:"next,omitempty" doc:"Cursor of the next page; none after the last"`
		Behind bool       `json:"being_updated,omitempty" doc:"true: newer changes are still being added"`
	}
}

func (a *API) listCases(ctx context.Context, in *Page) (*caseListOutput, error) {
	list, err := a.Reading.Mine(ctx, visiting(ctx).holder(), caselist.Filter{}, in.WaitFor, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &caseListOutput{}
	out.Body.Cases, out.Body.Next, out.Body.Behind = make([]caseLine, 0, len(list.Items)), list.Next, list.Behind
	for _, i := range list.Items {
		out.Body.Cases = append(out.Body.Cases, a.line(i))
	}
	return out, nil
}

func (a *API) line(i caselist.Item) caseLine {
	return caseLine{
		Receipt: i.Receipt, Form: i.Form, Tier: i.Tier, Office: officeOf(i.Office), Received: i.ReceiptDate.String(),
		Status:       a.status(casefile.Entry{Code: i.StatusCode, Occurred: i.StatusOccurred, Params: i.StatusParams}),
		LastActivity: i.LastActivity,
	}
}

type receiptInput struct {
	Waiting
	Receipt string `path:"receipt" maxLength:"40"`
}

type caseOutput struct {
	Body struct {
		Receipt      string    `json:"receipt_number"`
		Form         string    `json:"form"`
		Tier         string    `json:"tier" enum:"status,full"`
		Office       office    `json:"office" doc:"That has the case now"`
		Received     string    `json:"receipt_date"`
		Status       status    `json:"status"`
		LastActivity time.Time `json:"last_activity"`
		Quiet        bool      `json:"record_updated_status_unchanged" doc:"true: the last activity changed nothing that is shown"`
	}
}

func (a *API) showCase(ctx context.Context, in *receiptInput) (*caseOutput, error) {
	view, tier, err := a.Reading.One(ctx, visiting(ctx).holder(), in.Receipt, in.WaitFor)
	if err != nil {
		return nil, err
	}
	out := &caseOutput{}
	b := &out.Body
	b.Receipt, b.Form, b.Tier, b.Office = string(view.Receipt), view.Form, tier, officeOf(view.Office)
	b.Received, b.Status, b.LastActivity, b.Quiet = view.ReceiptDate.String(), a.status(view.Status), view.LastActivity, view.Quiet
	return out, nil
}

type historyOutput struct {
	Body struct {
		Receipt string  `json:"receipt_number"`
		History []entry `json:"history" doc:"Newest first; the current status among them; corrections beside what they corrected"`
	}
}

func (a *API) showHistory(ctx context.Context, in *receiptInput) (*historyOutput, error) {
	view, _, err := a.Reading.One(ctx, visiting(ctx).holder(), in.Receipt, in.WaitFor)
	if err != nil {
		return nil, err
	}
	out := &historyOutput{}
	out.Body.Receipt, out.Body.History = string(view.Receipt), a.entries(view.History)
	return out, nil
}

// unlinkCase answers only when nothing shows the case any more. Who had no link is told no position: that of the last thing
// that happened to a case would say that there is one.
func (a *API) unlinkCase(ctx context.Context, in *receiptInput) (*unlinked, error) {
	v := visiting(ctx)
	receipt, err := casefile.ParseReceipt(in.Receipt)
	if err != nil {
		return nil, err
	}
	done, err := a.Access.Do(ctx, string(receipt), access.Unlink{Account: v.holder()}, v.act())
	if err != nil {
		return nil, err
	}
	shown := done.Position
	if len(done.Events) == 0 {
		done.Position = 0
	}
	return &unlinked{Recorded: recorded(a, done)}, a.Reading.Unlinked(ctx, receipt, shown)
}

type unlinked struct{ Recorded }
