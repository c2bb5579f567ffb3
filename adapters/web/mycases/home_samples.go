package mycases

import (
	"time"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/deliveries"
)

func homeSamples() []frame.Sample {
	of := func(state string, model func(now time.Time) home) frame.Sample {
		return frame.Sample{Screen: "H01", State: state, Page: func(v *frame.Visit) frame.Page {
			h := model(v.At)
			h.now = v.At
			return homePage(v, h)
		}}
	}
	return []frame.Sample{
		of("", busyHome),
		of("brand_new", func(time.Time) home { return home{backup: 10, methods: 1} }),
		of("quiet", func(now time.Time) home {
			return home{Home: reading.Home{Recent: reading.List{Items: sampleItems(now)[2:4]}, Counts: sampleCounts(2)}, backup: 8, methods: 2}
		}),
		of("many", func(now time.Time) home {
			h := busyHome(now)
			h.Recent.Next, h.Counts = "more", sampleCounts(23)
			return h
		}),
		of("behind", func(now time.Time) home {
			h := busyHome(now)
			h.Recent.Behind, h.Troubles, h.backup, h.methods = true, nil, 10, 2
			return h
		}),
	}
}

// busyHome has something to do, something that did not arrive, and a sheet of backup codes that runs out.
func busyHome(now time.Time) home {
	items := sampleItems(now)
	return home{
		Home: reading.Home{
			Asks: sampleAsks(now), Counts: sampleCounts(len(items)), Recent: reading.List{Items: items},
			Troubles: []deliveries.Delivery{{Channel: account.MethodMail, State: deliveries.Bounced, Receipt: items[0].Receipt, RequestedAt: now.AddDate(0, 0, -2)}},
		},
		backup: 1, methods: 1,
	}
}

func sampleCounts(n int) []caselist.Count {
	return []caselist.Count{{Stage: "evidence", Cases: 1}, {Stage: "review", Cases: n - 1}}
}
