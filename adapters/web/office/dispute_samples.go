package office

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/projections/links"
)

func sampleDispute(v *frame.Visit, days int, outcome, why string) links.Dispute {
	d := links.Dispute{
		Number: 1, Receipt: sampleReceipt, Code: uuid.UUID{15: 0x5e}, CodeNumber: 2, By: uuid.UUID{15: 0xb4}, Account: uuid.UUID{15: 0xa7},
		Kind: access.KindRepresentative, UsedAt: v.At.AddDate(0, 0, -150), Opened: v.At.AddDate(0, 0, -days), Outcome: outcome, Why: why,
	}
	if outcome != links.Open {
		settled := v.At.AddDate(0, 0, 1-days)
		d.Settled = &settled
	}
	return d
}

func disputeSamples() []frame.Sample {
	list := func(v *frame.Visit) (all []links.Dispute) {
		for i, receipt := range []string{"IOE0912345678", "IOE0912345701", "IOE0912345733"} {
			d := sampleDispute(v, 9-4*i, links.Open, "")
			d.Receipt = receipt
			if i == 1 {
				d.Kind = access.KindApplicant
			}
			all = append(all, d)
		}
		return all
	}
	page := func(outcome, why string) func(*frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page {
			return settlePage(v, []links.Dispute{sampleDispute(v, 4, outcome, why)}, false)
		}
	}
	again := func(v *frame.Visit) frame.Page {
		return settlePage(v, []links.Dispute{
			sampleDispute(v, 2, links.Open, ""), sampleDispute(v, 30, links.Rejected, access.WhyUnproved),
		}, false)
	}
	path := casePath(sampleReceipt, "/disputes/"+uuid.UUID{15: 0x5e}.String())
	return []frame.Sample{
		{Screen: "O33", Page: func(v *frame.Visit) frame.Page {
			return disputesPage(v, reading.Disputes{Items: list(v), Next: "next"})
		}},
		{Screen: "O33", State: "empty", Page: func(v *frame.Visit) frame.Page { return disputesPage(v, reading.Disputes{}) }},
		{Screen: "O33", State: "behind", Page: func(v *frame.Visit) frame.Page {
			return disputesPage(v, reading.Disputes{Items: list(v), Behind: true})
		}},
		{Screen: "O34", Path: path, Page: again},
		{Screen: "O34", State: "upheld", Path: path, Page: page(links.Upheld, "")},
		{Screen: "O34", State: "rejected", Path: path, Page: page(links.Rejected, access.WhyTrusted)},
		{Screen: "O34", State: "access_reason_unknown", Path: path, Act: "reject", Page: page(links.Open, ""), Failed: frame.At("why", access.ErrReason)},
		{Screen: "O34", State: "access_dispute_settled", Path: path, Act: "uphold", Page: page(links.Rejected, access.WhyHolder), Failed: access.ErrDisputeSettled},
	}
}
