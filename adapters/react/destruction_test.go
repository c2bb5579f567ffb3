package react

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

// The last message has ended, whichever way: now the key goes. The end of another message is nothing to that.
func TestTheKeyGoesWithTheLastMessage(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]domain.Event{
		"sent": delivery.Sent{Provider: "relay", Attempt: 1}, "given up": delivery.GivenUp{Why: delivery.WhyExpired},
		"bounced": delivery.Bounced{Code: "550"}, "in doubt": delivery.InDoubt{Attempt: 1}, "delivered": delivery.Delivered{},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.happen(active(ana))
			w.end(delivery.Sent{Provider: "relay", Attempt: 1}) // the welcome
			w.happen(in("account-"+ana.String(), account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}}))
			w.answer(w.facts()[len(w.facts())-1])
			if slices.Contains(w.did, "destroy the key of ana") {
				t.Fatal("destroyed before the last message")
			}
			w.end(end)
			if !slices.Contains(w.did, "destroy the key of ana") {
				t.Errorf("not destroyed: %v", w.did)
			}
		})
	}
}

// end answers the last event, ends the message that it asks for, and answers that.
func (w *world) end(how domain.Event) {
	w.t.Helper()
	all := w.facts()
	w.answer(all[len(all)-1])
	for _, f := range slices.Backward(w.facts()) {
		if category, _ := eventstore.Split(f.Stream); category == "delivery" {
			w.happen(in(f.Stream, how))
			break
		}
	}
	all = w.facts()
	w.answer(all[len(all)-1])
}
