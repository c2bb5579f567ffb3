package feed

import (
	"slices"
	"testing"
	"time"
)

func TestHowLongAnEventIsTried(t *testing.T) {
	t.Parallel()
	pace := Pace{}.withDefaults()
	for name, c := range map[string]struct {
		reasons []string // one a minute
		want    int      // which of them is the last; zero: none
	}{
		"its own fault":                     {[]string{faultPanic, faultError, faultPanic, faultPanic}, 3},
		"a fault that passes":               {slices.Repeat([]string{faultPassing}, 1000), 0},
		"a newer record, for a moment":      {slices.Repeat([]string{faultNewer}, 10), 0},
		"a newer record, for ever":          {slices.Repeat([]string{faultNewer}, 20), 11},
		"an outage does not count as newer": {append(slices.Repeat([]string{faultPassing}, 30), slices.Repeat([]string{faultNewer}, 20)...), 41},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var met trial
			got, now := 0, time.Now()
			for i, reason := range c.reasons {
				if met.lost(reason, pace, now.Add(time.Duration(i)*time.Minute)) {
					got = i + 1
					break
				}
			}
			if got != c.want {
				t.Errorf("given up at try %d, want %d", got, c.want)
			}
		})
	}
}

func TestAnOutageIsNeverWhatAnEventIsGivenUpFor(t *testing.T) {
	t.Parallel()
	met := trial{nacks: 100}
	if met.lost(faultPassing, Pace{}.withDefaults(), time.Now()) {
		t.Error("given up")
	}
}
