package httpapi

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections/links"
)

func (a *API) bindStaffCases(b *binder) {
	bind(b, "receive_case", a.receiveCase)
	bind(b, "list_work", a.listWork)
	bind(b, "show_file", a.showFile)
	bind(b, "record_action", a.recordAction)
	bind(b, "correct_action", a.correctAction)
	bind(b, "transfer_case", a.transferCase)
	bind(b, "issue_access_code", a.issueAccessCode)
	bind(b, "list_troubles", a.listTroubles)
}

type receiveInput struct {
	Body struct {
		Receipt     string `json:"receipt_number,omitempty" maxLength:"40" doc:"As printed; left out, one is allocated"`
		Channel     string `json:"channel,omitempty" enum:"paper,online" default:"paper"`
		Form        string `json:"form" maxLength:"20" doc:"For example I-130"`
		ReceiptDate string `json:"receipt_date" maxLength:"10" doc:"YYYY-MM-DD"`
		Office      string `json:"office" maxLength:"20"`
		Language    string `json:"language" enum:"en,es" doc:"Of letters to the party"`
		Protected   bool   `json:"protected,omitempty" doc:"true: nobody learns of this case online"`
		Party       struct {
			Role       string `json:"role" enum:"applicant,petitioner,requestor"`
			GivenName  string `json:"given_name,omitempty" maxLength:"200" doc:"Left out for a person with one name only"`
			FamilyName string `json:"family_name" maxLength:"200"`
			BirthDate  string `json:"birth_date" maxLength:"10" doc:"YYYY-MM-DD"`
			Address    string `json:"address" maxLength:"600" doc:"Where letters go, line by line"`
			ANumber    string `json:"a_number,omitempty" maxLength:"20"`
		} `json:"party"`
	}
}

// changed is the answer to every command of staff on a case.
type changed struct {
	Recorded
	ETag string `header:"ETag" doc:"The revision of the case, for If-Match"`
	Body struct {
		Receipt string `json:"receipt_number"`
		Number  int    `json:"number,omitempty" doc:"Of the entry in the history"`
	}
}

func change(a *API, receipt casefile.Receipt, done domain.Done[casefile.State, casefile.Event]) *changed {
	out := &changed{Recorded: recorded(a, done), ETag: etag(done.Revision)}
	out.Body.Receipt = string(receipt)
	for _, e := range done.Events {
		switch e := e.(type) {
		case casefile.Recorded:
			out.Body.Number = e.Number
		case casefile.Corrected:
			out.Body.Number = e.Number
		case casefile.Transferred:
			out.Body.Number = e.Number
		}
	}
	return out
}

func (a *API) receiveCase(ctx context.Context, in *receiveInput) (*changed, error) {
	received, err := civil.Parse(in.Body.ReceiptDate)
	if err != nil {
		return nil, casefile.ErrReceiptDate
	}
	p := in.Body.Party
	born, err := civil.Parse(p.BirthDate)
	if err != nil {
		return nil, workflow.ErrBirthDate
	}
	receipt, done, err := a.Officer.Receive(ctx, workflow.Filing{
		Receipt: in.Body.Receipt, Channel: in.Body.Channel, Form: in.Body.Form, ReceiptDate: received, Office: in.Body.Office,
		Language: in.Body.Language, Protected: in.Body.Protected, Role: p.Role, GivenName: p.GivenName, FamilyName: p.FamilyName,
		BirthDate: born, Address: p.Address, ANumber: p.ANumber,
	}, visiting(ctx).act())
	if err != nil {
		return nil, err
	}
	return change(a, receipt, done), nil
}

// OnCase is what every change of a case brings.
type OnCase struct {
	Receipt string `path:"receipt" maxLength:"40"`
	IfMatch string `header:"If-Match" maxLength:"40" doc:"The ETag of what you looked at; left out: whatever it is now"`
}

// do runs a command on a case, on the revision that the officer saw if they said which.
func (a *API) do(ctx context.Context, on OnCase, command casefile.Command) (*changed, error) {
	receipt, err := casefile.ParseReceipt(on.Receipt)
	if err != nil {
		return nil, err
	}
	at, asked, err := revision(on.IfMatch)
	if err != nil {
		return nil, err
	}
	var done domain.Done[casefile.State, casefile.Event]
	if asked {
		done, err = a.Cases.DoAt(ctx, string(receipt), at, command, visiting(ctx).act())
	} else {
		done, err = a.Cases.Do(ctx, string(receipt), command, visiting(ctx).act())
	}
	if err != nil {
		return nil, err
	}
	return change(a, receipt, done), nil
}

type actionInput struct {
	OnCase
	Body struct {
		Code     string       `json:"code" maxLength:"10" doc:"The agency's action code"`
		Occurred string       `json:"occurred" maxLength:"10" doc:"YYYY-MM-DD"`
		Params   actionParams `json:"params,omitempty" doc:"What the code asks for: dates, times, offices"`
	}
}

func (a *API) recordAction(ctx context.Context, in *actionInput) (*changed, error) {
	occurred, err := civil.Parse(in.Body.Occurred)
	if err != nil {
		return nil, casefile.ErrOccurred
	}
	return a.do(ctx, in.OnCase, casefile.Record{Code: in.Body.Code, Occurred: occurred, Params: in.Body.Params})
}

type correctInput struct {
	OnCase
	Number int `path:"number" minimum:"0" maximum:"100000"`
	Body   struct {
		How string `json:"how" enum:"cancel,void" doc:"cancel: it did not take place; void: it was recorded by mistake"`
		Why string `json:"why" maxLength:"40" doc:"One of the listed reasons"`
	}
}

func (a *API) correctAction(ctx context.Context, in *correctInput) (*changed, error) {
	return a.do(ctx, in.OnCase, casefile.Correct{Action: in.Number, How: in.Body.How, Why: in.Body.Why})
}

type transferInput struct {
	OnCase
	Body struct {
		Office   string `json:"office" maxLength:"20"`
		Occurred string `json:"occurred" maxLength:"10" doc:"YYYY-MM-DD"`
	}
}

func (a *API) transferCase(ctx context.Context, in *transferInput) (*changed, error) {
	occurred, err := civil.Parse(in.Body.Occurred)
	if err != nil {
		return nil, casefile.ErrOccurred
	}
	return a.do(ctx, in.OnCase, casefile.Transfer{Office: in.Body.Office, Occurred: occurred})
}

type codeIssued struct {
	Recorded
	Body struct {
		Receipt string    `json:"receipt_number"`
		Expires time.Time `json:"expires"`
	}
}

func (a *API) issueAccessCode(ctx context.Context, in *struct {
	Receipt string `path:"receipt" maxLength:"40"`
	Body    *struct {
		Why string `json:"why,omitempty" enum:"requested,reissued,phone,in_person" default:"requested" doc:"How the person asked, or reissued: sent again by staff"`
	}
},
) (*codeIssued, error) {
	receipt, err := casefile.ParseReceipt(in.Receipt)
	if err != nil {
		return nil, err
	}
	why := access.WhyRequested
	if in.Body != nil {
		why = in.Body.Why
	}
	done, err := a.Officer.IssueCode(ctx, receipt, why, visiting(ctx).act())
	if err != nil {
		return nil, err
	}
	return a.codeIssued(receipt, done), nil
}

// askAccessCode is the same for who sees the status of the case; the letter goes to the address of record.
func (a *API) askAccessCode(ctx context.Context, in *receiptInput) (*codeIssued, error) {
	receipt, err := casefile.ParseReceipt(in.Receipt)
	if err != nil {
		return nil, err
	}
	done, err := a.Linking.AskCode(ctx, visiting(ctx).holder(), receipt, visiting(ctx).act())
	if err != nil {
		return nil, err
	}
	return a.codeIssued(receipt, done), nil
}

func (a *API) codeIssued(receipt casefile.Receipt, done domain.Done[access.State, access.Event]) *codeIssued {
	out := &codeIssued{Recorded: recorded(a, done)}
	out.Body.Receipt = string(receipt)
	if last, ok := done.State.Last(); ok {
		out.Body.Expires = last.Expires
	}
	return out
}

type fileOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Receipt   string     `json:"receipt_number"`
		Form      string     `json:"form"`
		Channel   string     `json:"channel"`
		Office    office     `json:"office"`
		Received  string     `json:"receipt_date"`
		Protected bool       `json:"protected"`
		Closed    bool       `json:"closed"`
		Status    status     `json:"status"`
		History   []entry    `json:"history" doc:"What the applicant is shown"`
		Unseen    []entry    `json:"internal" doc:"What only the agency sees"`
		Links     []linkLine `json:"links"`
		Codes     []codeLine `json:"access_codes"`
		Messages  []message  `json:"deliveries"`
		Behind    bool       `json:"being_updated,omitempty" doc:"true: newer changes are still being added"`
	}
}

type linkLine struct {
	Account string    `json:"account"`
	Kind    string    `json:"kind"`
	Tier    string    `json:"tier"`
	Since   time.Time `json:"since"`
}

type codeLine struct {
	Number  int        `json:"number"`
	Why     string     `json:"why"`
	Issued  time.Time  `json:"issued"`
	Expires time.Time  `json:"expires"`
	Fate    string     `json:"fate,omitempty" doc:"Empty while it may still be used"`
	UsedBy  string     `json:"used_by,omitempty"`
	UsedAt  *time.Time `json:"used_at,omitempty"`
}

func (a *API) showFile(ctx context.Context, in *receiptInput) (*fileOutput, error) {
	f, err := a.Reading.File(ctx, in.Receipt, in.WaitFor)
	if err != nil {
		return nil, err
	}
	view, out := f.View, &fileOutput{ETag: etag(f.Revision)}
	b := &out.Body
	b.Receipt, b.Form, b.Channel, b.Office, b.Received = string(view.Receipt), view.Form, view.Channel, officeOf(view.Office), view.ReceiptDate.String()
	b.Protected, b.Closed, b.Status, b.Behind = view.Protected, view.Closed, a.status(view.Status), f.Behind
	b.History, b.Unseen = a.entries(view.History), a.entries(view.Unseen)
	b.Links, b.Codes, b.Messages = linkLines(f.Links), codeLines(f.Codes), messages(f.Messages)
	return out, nil
}

func linkLines(of []links.Link) []linkLine {
	lines := make([]linkLine, 0, len(of))
	for _, l := range of {
		lines = append(lines, linkLine{Account: l.Account.String(), Kind: l.Kind, Tier: l.Tier, Since: l.Since})
	}
	return lines
}

func codeLines(of []links.Code) []codeLine {
	lines := make([]codeLine, 0, len(of))
	for _, c := range of {
		line := codeLine{Number: c.Number, Why: c.Why, Issued: c.Issued, Expires: c.Expires, Fate: c.Fate, UsedAt: c.UsedAt}
		if c.UsedBy != nil {
			line.UsedBy = *c.UsedBy
		}
		lines = append(lines, line)
	}
	return lines
}
