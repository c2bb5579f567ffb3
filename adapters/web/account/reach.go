package account

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/projections/deliveries"
)

// reach is what became of the text message with a code, as far as its carrier tells. The zero reach: it has come, or nobody
// knows yet.
type reach struct {
	State   string // "text_late": nothing has taken it yet, it is tried again; "text_failed": it will not come
	Stopped bool   // the phone wants no messages of ours
}

// reached looks for the text message with a code, by its template and by when the code ends. Only who is on the page of
// that code asks. A view that cannot be read tells nothing: the code can be entered all the same.
func (p Pages) reached(v *frame.Visit, of uuid.UUID, template string, expires time.Time) reach {
	sent, err := p.Reading.Sent(v.Context(), of, v.After())
	if err != nil {
		return reach{}
	}
	issued := expires.Add(-limits.CodeLife)
	for _, d := range sent {
		switch {
		case d.Template != template || d.RequestedAt.Before(issued):
		case d.State == deliveries.Failed:
			return reach{State: "text_late"}
		case gone(d):
			return reach{State: "text_failed", Stopped: d.Code == sms.Stopped}
		default:
			return reach{}
		}
	}
	return reach{}
}

// gone says that a message did not arrive, and that no other try follows.
func gone(d deliveries.Delivery) bool {
	return d.State == deliveries.Bounced || d.State == deliveries.GivenUp
}

// blocked says whether the phone of the holder wants no messages of ours: somebody answered STOP. The newest message tells
// that has ended; a view that cannot be read tells nothing.
func (p Pages) blocked(v *frame.Visit) bool {
	sent, err := p.Reading.Sent(v.Context(), v.Holder(), v.After())
	if err != nil {
		return false
	}
	for _, d := range sent {
		if d.Channel == delivery.ChannelText && d.NextAt == nil && toTheNumber(d) {
			return d.Code == sms.Stopped
		}
	}
	return false
}

// toTheNumber says whether a message went to the number that is the account's: not to one that is gone, nor to one that
// could not be proved.
func toTheNumber(d deliveries.Delivery) bool {
	switch d.Template {
	case sms.NumberGoneText:
		return false
	case sms.SignUpText, sms.MethodText:
		return d.Code == ""
	}
	return true
}

func blockedNotice(v *frame.Visit) parts.Notice {
	return parts.Notice{Kind: parts.Warning, Heading: v.T("alerts.blocked_title"), Text: v.T("alerts.blocked")}
}
