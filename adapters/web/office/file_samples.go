package office

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/links"
)

const sampleReceipt, sampleAgency = "IOE0912345678", "USCIS"

func sampleDay(v *frame.Visit, days int) civil.Date { return civil.Of(v.At).AddDays(days) }

// sampleFile is a case with a bit of everything: a correction, a transfer, something internal, a request for evidence.
func sampleFile(v *frame.Visit) reading.File {
	day := func(n int) civil.Date { return sampleDay(v, n) }
	recorded := []int{-210, -180, -160, -120, -119, -90, -60, -40}
	var view casefile.View
	for i, e := range []casefile.Event{
		casefile.Received{Receipt: sampleReceipt, Channel: casefile.ChannelPaper, Form: "I-485", ReceiptDate: day(-210), Office: "NBC"},
		casefile.Recorded{Number: 1, Code: "FNA", Occurred: day(-180), Office: "NBC", Params: map[string]string{"date": day(-160).String(), "time": "09:30", "office": "XCH"}},
		casefile.Recorded{Number: 2, Code: "FNB", Occurred: day(-160), Office: "NBC"},
		casefile.Recorded{Number: 3, Code: "DA", Occurred: day(-120), Office: "NBC"},
		casefile.Corrected{Number: 4, Action: 3, How: casefile.HowVoid, Code: casefile.CodeVoided, Why: "wrong_case", Occurred: day(-119)},
		casefile.Transferred{Number: 5, Code: casefile.CodeTransferred, From: "NBC", To: "CHI", Occurred: day(-90)},
		casefile.Recorded{Number: 6, Code: "FSA0", Occurred: day(-60), Office: "CHI"},
		casefile.Recorded{Number: 7, Code: "IK", Occurred: day(-40), Office: "CHI", Params: map[string]string{"notice": "I-797E", "due": day(-2).String()}},
	} {
		view = view.Apply(e, v.At.AddDate(0, 0, recorded[i]))
	}
	return reading.File{View: view, Revision: domain.Revision(8), Links: sampleLinks(v), Codes: sampleCodes(v), Messages: sampleMessages(v)}
}

func sampleLinks(v *frame.Visit) []links.Link {
	return []links.Link{
		{Account: uuid.UUID{15: 0xa7}, Kind: access.KindApplicant, Tier: access.TierFull, Since: v.At.AddDate(0, 0, -150)},
		{Account: uuid.UUID{15: 0x3c}, Kind: access.KindRepresentative, Tier: access.TierStatus, Since: v.At.AddDate(0, 0, -20)},
	}
}

func sampleCodes(v *frame.Visit) []links.Code {
	by, at := access.KindApplicant, v.At.AddDate(0, 0, -150)
	return []links.Code{
		{Number: 3, Why: access.WhyRequested, Issued: v.At.AddDate(0, 0, -5), Expires: v.At.AddDate(0, 0, 85)},
		{Number: 2, Why: access.WhyReissued, Issued: v.At.AddDate(0, 0, -170), Expires: v.At.AddDate(0, 0, -80), Fate: access.Used, UsedBy: &by, UsedAt: &at, Wrong: 1},
		{Number: 1, Why: access.WhyReceived, Issued: v.At.AddDate(0, 0, -205), Expires: v.At.AddDate(0, 0, -115), Fate: access.Replaced},
	}
}

func sampleMessages(v *frame.Visit) (all []deliveries.Delivery) {
	for i, m := range []deliveries.Delivery{
		{Channel: "letter", Template: "access_notice", RecipientKind: "party", Receipt: sampleReceipt, State: deliveries.Requested},
		{Channel: "mail", Template: "case_linked", RecipientKind: domain.Applicant, Receipt: sampleReceipt, State: deliveries.Bounced, Why: "5.1.1"},
		{Channel: "mail", Template: "sign_in_code", RecipientKind: domain.Applicant, State: deliveries.GivenUp, Why: "expired"},
		{Channel: "letter", Template: "access_notice", RecipientKind: "party", Receipt: sampleReceipt, State: deliveries.InDoubt},
	} {
		m.RequestedAt = v.At.Add(-time.Duration(i) * 30 * time.Hour)
		all = append(all, m)
	}
	return all
}

func fileSamples() (all []frame.Sample) {
	for _, s := range []struct {
		id, under string
		page      func(*frame.Visit, reading.File, string) frame.Page
	}{{"O04", "", filePage}, {"O22", "/history", historyPage}, {"O23", "/access", accessPage}, {"O24", "/messages", messagesPage}} {
		all = append(all, frame.Sample{Screen: s.id, Path: casePath(sampleReceipt, s.under), Page: func(v *frame.Visit) frame.Page {
			return s.page(v, sampleFile(v), sampleAgency)
		}})
	}
	return append(all, frame.Sample{Screen: "O04", State: "behind", Path: casePath(sampleReceipt, ""), Page: func(v *frame.Visit) frame.Page {
		f := sampleFile(v)
		f.Behind = true
		return filePage(v, f, sampleAgency)
	}})
}

func deliverySamples() []frame.Sample {
	return []frame.Sample{
		{Screen: "O10", Page: func(v *frame.Visit) frame.Page { return deliveriesPage(v, sampleMessages(v)[1:]) }},
		{Screen: "O10", State: "empty", Page: func(v *frame.Visit) frame.Page { return deliveriesPage(v, nil) }},
	}
}

// sampleNumber is the n-th made-up receipt number.
func sampleNumber(n int) string { return "IOE09" + strconv.Itoa(12345600+n) }
