package sms

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain/delivery"
)

// The gateway calls back late, again, and in any order, also about a message that went out twice: the message ends the same.
func TestTheOrderOfCallbacksDoesNotMatter(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	type said struct{ status, code string }
	news := []said{{"queued", ""}, {"sent", ""}, {"delivered", ""}, {"undelivered", "30003"}, {"undelivered", "30005"}, {"failed", "30008"}, {"failed", ""}}
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.SampledFrom(news), 1, 6).Draw(t, "said")
		other := slices.Concat(rapid.Permutation(all).Draw(t, "in another order"), []said{rapid.SampledFrom(all).Draw(t, "again")})
		sent := rapid.Bool().Draw(t, "known to be sent")
		var ends []delivery.State
		for _, order := range [][]said{all, other} {
			id := w.message(delivery.ChannelText)
			if sent {
				w.do(id, delivery.RecordSent{Provider: taken})
			}
			for _, s := range order {
				if got := w.call(id, s.status, s.code, nil); got != http.StatusNoContent {
					t.Fatalf("%v is answered %d", s, got)
				}
			}
			of, err := w.Deliveries.Load(w.t.Context(), id.String())
			if err != nil {
				t.Fatal(err)
			}
			ends = append(ends, of.State)
		}
		if diff := cmp.Diff(ends[0], ends[1]); diff != "" {
			t.Fatal(diff)
		}
	})
}
