package office

import (
	"net/url"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/worklist"
)

func sampleItems(v *frame.Visit) (all []worklist.Item) {
	names := []string{"Ana Marisol Quintero Delgado", "Wei Zhang", "Teferi", "Oluwaseun Adeyemi", "Mária Nováková-Horváthová", "José Ángel Peña"}
	for i, code := range []string{"IK", "FT0", "II", "IAA", "FJ", "LDA"} {
		item := worklist.Item{
			Receipt: sampleNumber(i), Form: casefile.Forms[(3*i+6)%len(casefile.Forms)].Number, Office: firstOffice, Stage: stageOf(code), StatusCode: code,
			StatusOccurred: sampleDay(v, -200+30*i), PartyName: &names[i], LastActivity: v.At.AddDate(0, 0, -200+37*i), Protected: i == 2,
			StatusParams: map[string]string{"due": sampleDay(v, 4*i-3).String(), "notice": "I-797E", "form": "I-485", "date": sampleDay(v, 20).String(), "time": "10:15", "office": "CHI"},
		}
		if i == 3 {
			item.PartyName = nil
		}
		all = append(all, item)
	}
	return all
}

func sampleCounts(v *frame.Visit) (all []worklist.Count) {
	for i, stage := range []string{"intake", "biometrics", "review", "evidence", "interview", "card"} {
		all = append(all, worklist.Count{
			Office: firstOffice, Stage: stage, Cases: 1240 / (i + 1), Idle30: 300 / (i + 1), Idle90: 40 / (i + 1), Oldest: v.At.AddDate(0, 0, -300+40*i),
		})
	}
	return all
}

func workSamples() []frame.Sample {
	page := func(q question, items int, next string, behind bool) func(v *frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page {
			o, all := reading.Overview{}, sampleItems(v)[:items]
			if items > 0 {
				o.Counts, o.Due = sampleCounts(v), []worklist.Due{{Item: sampleItems(v)[0], Day: sampleDay(v, -3)}, {Item: sampleItems(v)[2], Day: sampleDay(v, 5)}}
			}
			return workPage(v, q, o, reading.Work{Items: all, Next: next, Behind: behind})
		}
	}
	plain := question{office: firstOffice}
	return []frame.Sample{
		{Screen: "O01", Page: page(plain, 6, "", false)},
		{Screen: "O01", State: "many", Page: page(question{office: firstOffice, cursor: "sample"}, 6, "sample", false)},
		{Screen: "O01", State: "behind", Page: page(plain, 6, "", true)},
		{Screen: "O01", State: "filtered_empty", Page: page(question{office: firstOffice, stage: "intent", days: 90}, 0, "", false)},
		{Screen: "O01", State: "empty", Page: page(plain, 0, "", false)},
	}
}

func searchSamples() []frame.Sample {
	all := []frame.Sample{{Screen: "O03", Page: searchPage}}
	for typed, err := range map[string]error{"A098765432": casefile.ErrIsANumber, "IOE09123": casefile.ErrReceiptTooShort, sampleReceipt: casefile.ErrUnknown} {
		all = append(all, frame.Sample{
			Screen: "O03", State: frame.State(err), Page: searchPage, Failed: frame.At("receipt", err), Typed: url.Values{"receipt": {typed}},
		})
	}
	return all
}
