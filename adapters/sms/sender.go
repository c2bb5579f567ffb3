package sms

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/outbox"
)

// Carrier takes a text to a phone, whose number is in E.164. The same message may come again after a crash, with the same
// id. Its errors are *outbox.Failure.
type Carrier interface {
	Text(ctx context.Context, id uuid.UUID, to, text string) (provider string, err error)
}

// Sender is the outbox's channel for text messages.
type Sender struct {
	Base    string  // where people reach us: https://example.gov
	Carrier Carrier // nil: there is none, and what is due waits for one, or is given up in its time
}

var _ outbox.Sender = Sender{}

// Send renders the parcel and hands it on. A wording that this program does not have waits for one that has it.
func (s Sender) Send(ctx context.Context, p outbox.Parcel) (string, error) {
	if s.Carrier == nil {
		return "", outbox.Fail(outbox.Temporary, "no_gateway")
	}
	text, err := Render(p, s.Base)
	switch {
	case errors.Is(err, ErrEdition):
		return "", outbox.Fail(outbox.Temporary, "edition")
	case err != nil:
		return "", outbox.Fail(outbox.Permanent, "template")
	}
	return s.Carrier.Text(ctx, p.Delivery, p.To, text)
}
