package office

import (
	"net/url"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

// sampleTyped is a filing as somebody types it.
func sampleTyped() url.Values {
	return url.Values{
		"receipt": {"IOE-09 1234 5678"}, "form_number": {"I-485"}, "received": {"2026-05-04"}, "office": {firstOffice}, "role": {"applicant"},
		"given_name": {"Ana Marisol"}, "family_name": {"Quintero Delgado"}, "born": {"1988-02-29"}, "a_number": {"A012345678"},
		"address": {"Ana Marisol Quintero Delgado\n12 Example Street, Apt 4\nExampleville, EX 00000"}, "language": {"es"},
	}
}

func receiveSamples() []frame.Sample {
	all := []frame.Sample{
		{Screen: "O05", Page: receivePage},
		{Screen: "O05", State: "check", Typed: sampleTyped(), Page: func(v *frame.Visit) frame.Page {
			f, _ := keyed(v)
			f.Receipt = sampleReceipt
			return checkPage(v, f)
		}},
		{Screen: "O05", State: frame.State(casefile.ErrForm), Typed: url.Values{"family_name": {"Quintero"}}, Page: receivePage, Failed: unanswered([]asked{
			{field: "form_number", err: casefile.ErrForm}, {field: "given_name", err: errGivenName}, {field: "born", err: workflow.ErrBirthDate}, {field: "address", err: errAddress},
		})},
	}
	for _, err := range []*domain.Error{
		casefile.ErrReceiptTooShort, casefile.ErrAlreadyReceived, casefile.ErrReceiptDate, workflow.ErrBornLater, workflow.ErrANumber, workflow.ErrParty.With("field", "address"),
	} {
		all = append(all, frame.Sample{Screen: "O05", State: frame.State(err), Typed: sampleTyped(), Page: receivePage, Failed: atQuestion(err)})
	}
	return append(all, receivedSamples()...)
}

func receivedSamples() (all []frame.Sample) {
	for state, e := range map[string]casefile.Received{
		"":          {Receipt: sampleReceipt},
		"protected": {Receipt: sampleReceipt, Protected: true},
		"no_letter": {Receipt: "LIN2612345678"},
	} {
		all = append(all, frame.Sample{Screen: "O25", State: state, Path: casePath(e.Receipt, "/received"), Page: func(v *frame.Visit) frame.Page {
			e.Channel, e.Form, e.Office, e.ReceiptDate = casefile.ChannelPaper, "I-485", firstOffice, sampleDay(v, -3)
			return receivedPage(v, reading.File{View: casefile.View{}.Apply(e, v.At)})
		}})
	}
	return all
}

func queueSamples() []frame.Sample {
	page := func(late bool) func(v *frame.Visit) frame.Page {
		return func(v *frame.Visit) frame.Page {
			counts := sampleCounts(v)
			for _, c := range counts[:4] {
				c.Office, c.Cases, c.Idle30, c.Idle90 = "CHI", c.Cases/7, c.Idle30/7, c.Idle90/7
				counts = append(counts, c)
			}
			return queuePage(v, reading.Overview{Counts: counts, Behind: late})
		}
	}
	return []frame.Sample{
		{Screen: "O02", Page: page(false)},
		{Screen: "O02", State: "behind", Page: page(true)},
		{Screen: "O02", State: "empty", Page: func(v *frame.Visit) frame.Page { return queuePage(v, reading.Overview{}) }},
	}
}
