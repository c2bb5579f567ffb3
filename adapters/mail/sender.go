package mail

import (
	"context"
	"errors"

	"github.com/casetrail/casetrail/adapters/outbox"
)

// Sender is the outbox's channel for e-mail.
type Sender struct {
	Links     Links
	Transport Transport
}

var _ outbox.Sender = Sender{}

// Send renders the parcel and sends it. A wording that this program does not have waits for one that has it.
func (s Sender) Send(ctx context.Context, p outbox.Parcel) (string, error) {
	m, err := Render(p, s.Links)
	switch {
	case errors.Is(err, ErrEdition):
		return "", outbox.Fail(outbox.Temporary, "edition")
	case err != nil:
		return "", outbox.Fail(outbox.Permanent, "template")
	}
	return s.Transport.Deliver(ctx, m)
}
