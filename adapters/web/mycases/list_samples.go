package mycases

import (
	"net/url"
	"time"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/projections/caselist"
)

func listSamples() []frame.Sample {
	of := func(state string, model func(items []caselist.Item) list) frame.Sample {
		return frame.Sample{Screen: "C01", State: state, Page: func(v *frame.Visit) frame.Page {
			l := model(sampleItems(v.At))
			l.asks = sampleAsks(v.At)
			l.page = max(1, l.page)
			return listPage(v, l)
		}}
	}
	find := func(state, text string, behind bool) frame.Sample {
		return frame.Sample{Screen: "C17", State: state, Typed: url.Values{findField: {text}}, Page: func(v *frame.Visit) frame.Page {
			l := list{filter: caselist.Filter{Text: text}, asks: sampleAsks(v.At), List: reading.List{Behind: behind}}
			if state != "none" && state != "" {
				l.Items = sampleItems(v.At)[:1]
			}
			return findPage(v, l)
		}}
	}
	return []frame.Sample{
		of("", func(items []caselist.Item) list {
			return list{List: reading.List{Items: items}, counts: sampleCounts(len(items)), removed: true}
		}),
		of("empty", func([]caselist.Item) list { return list{} }),
		of("filtered_empty", func([]caselist.Item) list {
			return list{counts: sampleCounts(14), filter: caselist.Filter{Stage: "evidence", State: caselist.Closed}}
		}),
		of("many", func(items []caselist.Item) list {
			return list{List: reading.List{Items: items, Next: "more"}, counts: sampleCounts(97), page: 2}
		}),
		of("behind", func(items []caselist.Item) list {
			return list{List: reading.List{Items: items, Behind: true}, counts: sampleCounts(len(items))}
		}),
		find("", "", false), find("found", "I-765", false), find("none", "IOE0912345678", false), find("behind", "I-765", true),
		{Screen: "C14", Path: samplePath("remove"), Page: func(v *frame.Visit) frame.Page { return removePage(v, sampleView(v.At, "I-765", 120), access.TierFull) }},
		{Screen: "C14", State: "limited", Path: samplePath("remove"), Page: func(v *frame.Visit) frame.Page {
			return removePage(v, sampleView(v.At, "I-765", 120), access.TierStatus)
		}},
	}
}

// sampleItems are four cases: one is asked for evidence, one has an interview, one was looked at, one is decided.
func sampleItems(now time.Time) []caselist.Item {
	today := civil.Of(now)
	item := func(receipt, form, tier, code, stage, office string, ago int, params map[string]string) caselist.Item {
		return caselist.Item{
			Receipt: receipt, Form: form, Tier: tier, StatusCode: code, StatusOccurred: today.AddDays(-ago), StatusParams: params,
			Stage: stage, Office: office, LastActivity: now.AddDate(0, 0, -ago), ReceiptDate: today.AddDays(-ago - 120),
		}
	}
	evidence := item("IOE0912345678", "I-765", access.TierFull, "IKE", "evidence", "NBC", 12, map[string]string{"notice": "I-797E", "due": today.AddDays(28).String()})
	interview := item("IOE0912345690", "N-400", access.TierFull, "FJ", "interview", "BOS", 5, map[string]string{"date": today.AddDays(9).String(), "time": "09:30", "office": "BOS"})
	review := item("IOE0912345701", "I-130", access.TierStatus, "FT0", "review", "TSC", 2, nil)
	review.Quiet = true
	decided := item("IOE0912345712", "I-90", access.TierFull, "LEA", "card", "NBC", 40, nil)
	decided.Closed = true
	return []caselist.Item{evidence, interview, review, decided}
}

func sampleAsks(now time.Time) []caselist.Asked {
	today, items := civil.Of(now), sampleItems(now)
	asked := func(i int, a casefile.Ask) caselist.Asked {
		return caselist.Asked{Receipt: items[i].Receipt, Form: items[i].Form, Tier: items[i].Tier, Ask: a}
	}
	return []caselist.Asked{
		asked(1, casefile.Ask{Kind: casefile.AskInterview, On: today.AddDays(9), Time: "09:30", Office: "BOS"}),
		asked(0, casefile.Ask{Kind: casefile.AskEvidence, On: today.AddDays(28)}),
	}
}
