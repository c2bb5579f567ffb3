package delivery_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain/delivery"
)

// Whatever the sender has recorded, and in whichever order a carrier tells the same things, some of them twice: the message
// ends the same.
func TestTheOrderOfACarriersNewsDoesNotMatter(t *testing.T) {
	t.Parallel()
	own := []events{due, again, failed, sent, doubt, givenUp}
	said := rapid.OneOf(
		rapid.Just(delivery.Command(delivery.RecordDelivered{})),
		rapid.Map(rapid.SampledFrom([]string{"21610", "30003", "30005", "unknown"}), func(code string) delivery.Command { return delivery.RecordBounce{Code: code} }),
	)
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.SampledFrom(own).Draw(t, "given")
		news := rapid.SliceOfN(said, 1, 5).Draw(t, "news")
		other := slices.Concat(rapid.Permutation(news).Draw(t, "in another order"), []delivery.Command{rapid.SampledFrom(news).Draw(t, "twice")})
		one, two := ended(given, news), ended(given, other)
		if one.Done != two.Done || one.Code != two.Code {
			t.Fatalf("%s %s, in another order %s %s", one.Done, one.Code, two.Done, two.Code)
		}
		if want := slices.ContainsFunc(news, func(c delivery.Command) bool { return c == delivery.RecordDelivered{} }); want != (one.Done == delivery.DoneDelivered) {
			t.Fatalf("%v end as %s", news, one.Done)
		}
	})
}

// What the sender records late, between what the carrier tells, changes nothing of it.
func TestACarriersNewsIsMoreThanTheSenders(t *testing.T) {
	t.Parallel()
	own := []delivery.Command{
		delivery.RecordSent{Provider: "relay"},
		delivery.RecordDoubt{},
		delivery.GiveUp{Why: delivery.WhyExpired},
		delivery.RecordFailure{Class: delivery.FailurePermanent, Code: "21610"},
	}
	news := []delivery.Command{delivery.RecordDelivered{}, delivery.RecordBounce{Code: "30003"}}
	rapid.Check(t, func(t *rapid.T) {
		told := rapid.SampledFrom(news).Draw(t, "told")
		all := rapid.Permutation(append([]delivery.Command{told}, rapid.SliceOfN(rapid.SampledFrom(own), 1, 4).Draw(t, "own")...)).Draw(t, "all")
		if one, want := ended(due, all), ended(due, []delivery.Command{told}); one.Done != want.Done || one.Code != want.Code {
			t.Fatalf("%v end as %s %s, not %s %s", all, one.Done, one.Code, want.Done, want.Code)
		}
	})
}

// ended is what becomes of a message; what is refused changes nothing.
func ended(given events, all []delivery.Command) delivery.State {
	s := delivery.Decider.Replay(given...)
	for _, c := range all {
		happened, err := delivery.Decider.Decide(s, c, sender)
		if err != nil {
			continue
		}
		for _, e := range happened {
			s = delivery.Decider.Evolve(s, e)
		}
	}
	return s
}
