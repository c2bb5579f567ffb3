package httpapi

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections/links"
)

func (a *API) bindDisputes(b *binder) {
	bind(b, "dispute_access_code", a.disputeAccessCode)
	bind(b, "list_disputes", a.listDisputes)
	bind(b, "settle_dispute", a.settleDispute)
}

type disputeOutput struct {
	Recorded
	Body struct {
		Receipt string `json:"receipt_number"`
	}
}

// disputeAccessCode takes the same proof as a link: whoever has not the letter learns nothing.
func (a *API) disputeAccessCode(ctx context.Context, in *upgradeInput) (*disputeOutput, error) {
	v := visiting(ctx)
	receipt, done, err := a.Linking.Dispute(ctx, v.holder(), workflow.Proof{
		Network: v.network, Receipt: in.Receipt, BirthDate: in.Body.BirthDate, Code: in.Body.AccessCode,
	}, v.act())
	if err != nil {
		return nil, err
	}
	return a.disputed(receipt, done), nil
}

func (a *API) disputed(receipt casefile.Receipt, done domain.Done[access.State, access.Event]) *disputeOutput {
	out := &disputeOutput{Recorded: recorded(a, done)}
	out.Body.Receipt = string(receipt)
	return out
}

type disputeLine struct {
	Receipt    string    `json:"receipt_number"`
	Code       uuid.UUID `json:"code" doc:"Names the access code, and is not the code"`
	CodeNumber int       `json:"number" doc:"Counts the access codes of the case"`
	By         uuid.UUID `json:"by" doc:"The account whose holder says so"`
	Account    uuid.UUID `json:"account" doc:"The account that used the code"`
	Kind       string    `json:"kind" enum:"applicant,representative" doc:"Of person who used it"`
	UsedAt     time.Time `json:"used_at"`
	Opened     time.Time `json:"opened"`
}

type disputesOutput struct {
	Body struct {
		Disputes []disputeLine `json:"disputes"`
		Next     string        `json:"next,omitempty" doc:"Cursor of the next page; none after the last"`
		Behind   bool          `json:"being_updated,omitempty" doc:"true: newer changes are still being added"`
	}
}

func (a *API) listDisputes(ctx context.Context, in *Page) (*disputesOutput, error) {
	list, err := a.Reading.Disputes(ctx, in.WaitFor, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &disputesOutput{}
	out.Body.Disputes, out.Body.Next, out.Body.Behind = make([]disputeLine, 0, len(list.Items)), list.Next, list.Behind
	for _, d := range list.Items {
		out.Body.Disputes = append(out.Body.Disputes, disputeLine{
			Receipt: d.Receipt, Code: d.Code, CodeNumber: d.CodeNumber, By: d.By, Account: d.Account, Kind: d.Kind, UsedAt: d.UsedAt, Opened: d.Opened,
		})
	}
	return out, nil
}

type settleInput struct {
	Receipt string    `path:"receipt" maxLength:"40"`
	Code    uuid.UUID `path:"code"`
	Body    struct {
		Outcome string `json:"outcome" enum:"upheld,rejected" doc:"upheld: the link was wrong; it ends, the code is void, a letter with a new one goes to the address of record"`
		Why     string `json:"why,omitempty" enum:"holder,trusted,unproved" doc:"Of a rejection. holder: they used it themselves, with another account; trusted: somebody did whom they had asked; unproved: they did not show who they are"`
	}
}

// settleDispute answers, when a link has ended, only when nothing shows the case to that account any more.
func (a *API) settleDispute(ctx context.Context, in *settleInput) (*disputeOutput, error) {
	receipt, err := casefile.ParseReceipt(in.Receipt)
	if err != nil {
		return nil, err
	}
	act := visiting(ctx).act()
	if in.Body.Outcome == links.Rejected {
		done, err := a.Access.Do(ctx, string(receipt), access.RejectDispute{Code: in.Code, Why: in.Body.Why}, act)
		if err != nil {
			return nil, err
		}
		return a.disputed(receipt, done), nil
	}
	if in.Body.Why != "" {
		return nil, access.ErrReason
	}
	done, err := a.Officer.UpholdDispute(ctx, receipt, in.Code, act)
	if err != nil {
		return nil, err
	}
	if err := a.Reading.Unlinked(ctx, receipt, done.Position); err != nil {
		return nil, err
	}
	return a.disputed(receipt, done), nil
}
