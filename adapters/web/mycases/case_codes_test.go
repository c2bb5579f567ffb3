package mycases

import (
	"context"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

// after is a case of a form on which a code was recorded, with the params that it asks for.
func after(form string, code casefile.Code) file {
	received := now.AddDate(0, -3, 0)
	view := casefile.View{}.Apply(casefile.Received{Receipt: sampleReceipt, Form: form, ReceiptDate: civil.Of(received), Office: "NBC"}, received)
	yesterday := civil.Of(now).AddDays(-1)
	switch code.Code {
	case casefile.CodeReceived:
	case casefile.CodeTransferred:
		view = view.Apply(casefile.Transferred{Number: 1, Code: code.Code, From: "NBC", To: "TSC", Occurred: yesterday}, now)
	case casefile.CodeCanceled, casefile.CodeVoided:
		view = view.Apply(casefile.Recorded{Number: 1, Code: "EA", Occurred: yesterday, Office: "NBC"}, now)
		view = view.Apply(casefile.Corrected{Number: 2, Action: 1, How: casefile.HowVoid, Code: code.Code, Why: "duplicate", Occurred: yesterday}, now)
	default:
		view = view.Apply(casefile.Recorded{Number: 1, Code: code.Code, Occurred: yesterday, Params: sampleParams(code), Office: "NBC"}, now)
	}
	return newFile(view, access.TierFull, "USCIS", now)
}

func sampleParams(code casefile.Code) map[string]string {
	params := map[string]string{}
	for _, p := range code.Params {
		params[p.Name] = map[string]string{
			casefile.KindDate: civil.Of(now).AddDays(20).String(), casefile.KindTime: "09:30", casefile.KindOffice: "CHI",
			casefile.KindForm: "I-90", casefile.KindNotice: "I-797E",
		}[p.Kind]
	}
	return params
}

// Each code is told in full on the page of the case and in its history, in both languages; one that is not public is on neither.
func TestBothPagesTellEachCode(t *testing.T) {
	t.Parallel()
	for _, code := range casefile.Codes {
		for _, form := range []string{"I-485", "N-400", "AR-11"} {
			f := after(form, code)
			for _, language := range texts.Languages {
				page := said(shown(t, language, caseBody(f, "title")))
				past := said(shown(t, language, historyBody(history{file: f, years: f.years(ofLanguage(language), f.records(ofLanguage(language), ""))})))
				title, means, next := code.Render(language, "USCIS", sampleParams(code))
				if code.Code == casefile.CodeReceived || code.Code == casefile.CodeTransferred {
					title, means, next = f.Status.Render(language, "USCIS")
				}
				newest := code.Public && code.Stage != "correction"
				if got := contains(page, title) && contains(page, means); got != newest {
					t.Errorf("%s in %q: that the page of the case tells it is %v", code.Code, language, got)
				}
				if got := contains(past, title) && contains(past, means); got != code.Public {
					t.Errorf("%s in %q: that the history tells it is %v", code.Code, language, got)
				}
				if newest && !contains(page, next) {
					t.Errorf("%s in %q: the page does not tell what to do", code.Code, language)
				}
				for _, wrong := range []string{"{", "}", texts.T(ofLanguage(language), "case.unknown_title")} {
					if strings.Contains(page+past, wrong) {
						t.Errorf("%s in %q: %q stands on a page", code.Code, language, wrong)
					}
				}
			}
		}
	}
}

func ofLanguage(language string) context.Context { return texts.With(context.Background(), language) }

func contains(page, words string) bool {
	return strings.Contains(page, strings.Join(strings.Fields(words), " "))
}
