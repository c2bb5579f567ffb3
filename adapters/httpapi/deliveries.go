package httpapi

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/projections/deliveries"
)

// message is what became of one message; never what it said.
type message struct {
	ID        string     `json:"id" doc:"Also the Message-ID of a mail"`
	Channel   string     `json:"channel" enum:"mail,letter,text"`
	Template  string     `json:"template"`
	Recipient string     `json:"recipient" doc:"The kind of recipient"`
	Receipt   string     `json:"receipt_number,omitempty"`
	State     string     `json:"state" enum:"requested,sent,delivered,failed,bounced,in_doubt,given_up" doc:"failed: will be tried again; in_doubt: may have been sent; delivered: its carrier says that it has arrived"`
	Why       string     `json:"why,omitempty"`
	Attempts  int        `json:"attempts"`
	Requested time.Time  `json:"requested"`
	Done      *time.Time `json:"done,omitempty"`
}

type messagesOutput struct {
	Body struct {
		Deliveries []message `json:"deliveries"`
	}
}

func messages(of []deliveries.Delivery) []message {
	out := make([]message, 0, len(of))
	for _, d := range of {
		out = append(out, message{
			ID: d.ID.String(), Channel: d.Channel, Template: d.Template, Recipient: d.RecipientKind, Receipt: d.Receipt,
			State: d.State, Why: d.Why, Attempts: d.Attempts, Requested: d.RequestedAt, Done: d.DoneAt,
		})
	}
	return out
}

func (a *API) listOwnDeliveries(ctx context.Context, in *Waiting) (*messagesOutput, error) {
	found, err := a.Reading.Sent(ctx, visiting(ctx).holder(), in.WaitFor)
	out := &messagesOutput{}
	out.Body.Deliveries = messages(found)
	return out, err
}

func (a *API) listTroubles(ctx context.Context, in *Waiting) (*messagesOutput, error) {
	found, err := a.Reading.Troubles(ctx, in.WaitFor)
	out := &messagesOutput{}
	out.Body.Deliveries = messages(found)
	return out, err
}
