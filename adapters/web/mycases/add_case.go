package mycases

import (
	"errors"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
)

// hasCodeField asks whether somebody has a letter with an access code.
const hasCodeField = "has_code"

// What can be wrong with the answer.
var (
	errAnswerMissing = &domain.Error{Kind: domain.Invalid, Code: "add_case.answer_missing", Message: "Say whether you have an access code."}
	errNoCodeForThis = &domain.Error{Kind: domain.Invalid, Code: "add_case.no_code_for_this", Message: "This case has no access code."}
)

var _ = texts.Family("error.", "add_case.answer_missing", "add_case.no_code_for_this")

func (p Pages) bindAddCase(b *frame.Binder) {
	b.Show("H02", func(v *frame.Visit) (frame.Page, error) { return addCasePage(v), nil })
	b.Do("H02", "", p.addCase)
}

// addCasePage begins with the answer that the page before knows.
func addCasePage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("add_case.title"), Body: addCaseBody(v.Form("", hasCodeField, v.Query("code")))}
}

// addCase links a case for its status, or goes on to the access code. What was typed goes along in the form: it is no
// matter for an address, and nothing to be stored.
func (p Pages) addCase(v *frame.Visit) (frame.Next, error) {
	proof := typed(v)
	if err := errors.Join(readable(proof), answered(v.Value(hasCodeField), proof.Receipt)); err != nil {
		return frame.Next{}, err
	}
	if v.Value(hasCodeField) == "yes" {
		return frame.Here(accessCodePage(v)), nil
	}
	proof.Code = ""
	return p.link(v, proof)
}

func answered(answer, receipt string) error {
	number, err := casefile.ParseReceipt(receipt)
	switch {
	case answer != "yes" && answer != "no":
		return about(errAnswerMissing)
	case answer == "yes" && err == nil && !number.Online():
		return about(errNoCodeForThis)
	}
	return nil
}

// alreadyPage says that nothing was to be done.
func alreadyPage(v *frame.Visit, receipt casefile.Receipt, tier string) frame.Page {
	return frame.Page{
		Screen: "H02", State: "already", Title: v.T("add_case.already_title"), Body: alreadyBody(receipt, tier == access.TierFull),
		Back: casesLink(v), Formless: true,
	}
}

func casesLink(v *frame.Visit) *parts.Link {
	return &parts.Link{Href: "/cases", Text: v.T("word.your_cases")}
}
