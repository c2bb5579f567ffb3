package account

import (
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/projections/deliveries"
)

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
