package office

import (
	"net/url"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

func recordSamples() []frame.Sample {
	at := func(under string) string { return casePath(sampleReceipt, under) }
	form := func(v *frame.Visit) frame.Page { return recordPage(v, sampleFile(v), sampleAgency) }
	typed := url.Values{"code": {"IK"}, "revision": {"6"}}
	transfer := func(v *frame.Visit) frame.Page { return Pages{Agency: sampleAgency}.transferPage(v, sampleFile(v)) }
	correct := func(v *frame.Visit) frame.Page { return Pages{Agency: sampleAgency}.correctPage(v, sampleFile(v)) }
	code := func(v *frame.Visit) frame.Page { return accessCodePage(v, sampleFile(v)) }
	ask := func(v *frame.Visit) frame.Page {
		f := sampleFile(v)
		return frame.Page{Title: v.T("correct.title"), Body: correctBody(looked(v, f), told(v, f.View.Status, sampleAgency, false), nil)}
	}
	return []frame.Sample{
		{Screen: "O06", Path: at("/record"), Page: form, Typed: typed},
		{Screen: "O06", State: "choose", Path: at("/record"), Page: form},
		{Screen: "O06", State: "preview", Path: at("/record"), Typed: typed, Page: func(v *frame.Visit) frame.Page {
			return recordPreview(v, sampleFile(v), sampleFile(v).View, sampleAgency)
		}},
		{Screen: "O06", State: "changed_meanwhile", Path: at("/record"), Page: form, Typed: typed, Failed: domain.ErrChanged},
		{Screen: "O06", State: "casefile_parameter_malformed", Path: at("/record"), Page: form, Typed: typed, Failed: casefile.ErrParamMalformed.With("parameter", "due")},
		{Screen: "O12", Path: at("/transfer"), Page: transfer},
		{Screen: "O12", State: "preview", Path: at("/transfer"), Page: func(v *frame.Visit) frame.Page {
			f := sampleFile(v)
			after := f.View.Apply(casefile.Transferred{Number: 8, Code: casefile.CodeTransferred, From: "CHI", To: "NYC", Occurred: sampleDay(v, 0)}, v.At)
			return transferPreview(v, f, after, sampleAgency)
		}},
		{Screen: "O13", Path: at("/entries/7/correct"), Page: ask},
		{Screen: "O13", State: "preview", Path: at("/entries/7/correct"), Page: func(v *frame.Visit) frame.Page {
			f := sampleFile(v)
			after := f.View.Apply(casefile.Corrected{Number: 8, Action: 7, How: casefile.HowVoid, Code: casefile.CodeVoided, Why: "wrong_case", Occurred: sampleDay(v, 0)}, v.At)
			return correctPreview(v, f, after, sampleAgency)
		}},
		{Screen: "O13", State: "settled", Path: at("/entries/3/correct"), Page: correct},
		{Screen: "O13", State: "casefile_how_unknown", Path: at("/entries/7/correct"), Typed: url.Values{"why": {"wrong_case"}}, Failed: casefile.ErrHow, Page: ask},
		{Screen: "O16", Path: at("/access-code"), Page: code},
		{Screen: "O16", State: "access_reason_unknown", Path: at("/access-code"), Page: code, Failed: frame.At("why", access.ErrReason)},
		{Screen: "O16", State: "access_too_many_letters", Path: at("/access-code"), Page: code, Failed: access.ErrTooManyLetters},
		{Screen: "O16", State: "access_not_for_this_case", Path: at("/access-code"), Page: code, Failed: workflow.ErrNotPaper},
	}
}
