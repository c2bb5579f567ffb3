package mycases

import (
	"context"
	"errors"
	"strings"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
)

var errCodeMissing = &domain.Error{Kind: domain.Invalid, Code: "add_case.code_missing", Message: "Type the access code from your letter."}

var _ = texts.Family("error.", "add_case.code_missing")

func (p Pages) bindAccessCode(b *frame.Binder) {
	b.Show("H03", func(v *frame.Visit) (frame.Page, error) { return accessCodePage(v), nil })
	b.Do("H03", "", p.enterCode)
	b.Do("H03", "dispute", func(v *frame.Visit) (frame.Next, error) {
		return frame.Here(disputePage(v, v.Value(receiptField))), nil
	})
}

// accessCodePage is also where the page before leads without a redirect, with what was typed there.
func accessCodePage(v *frame.Visit) frame.Page {
	form := v.Form("")
	form.Action = "/cases/add/code"
	return frame.Page{
		Screen: "H03", Title: v.T("access_code.title"), Body: accessCodeBody(form, refusalOf(v.Failed()), reportForm(v, v.Value(receiptField))),
		Back: &parts.Link{Href: "/cases/add", Text: v.T("add_case.title")},
	}
}

// enterCode links a case in full.
func (p Pages) enterCode(v *frame.Visit) (frame.Next, error) {
	proof := typed(v)
	if err := errors.Join(codeGiven(proof.Code), readable(proof)); err != nil {
		return frame.Next{}, err
	}
	return p.link(v, proof)
}

// codeGiven matters: without a code the case would be linked for its status, and nobody asked for that.
func codeGiven(code string) error {
	if strings.TrimSpace(code) == "" {
		return about(errCodeMissing)
	}
	return nil
}

// refusal is why a code that was once right opens nothing; empty when there is nothing to tell.
type refusal string

const (
	codeUsed     refusal = "used"
	codeExpired  refusal = "expired"
	codeReplaced refusal = "replaced"
	codeVoided   refusal = "voided"
	codeDisputed refusal = "disputed"
)

var refusals = map[refusal]*domain.Error{
	codeUsed: access.ErrCodeUsed, codeExpired: access.ErrCodeExpired, codeReplaced: access.ErrCodeReplaced, codeVoided: access.ErrCodeVoided,
	codeDisputed: access.ErrCodeDisputed,
}

func refusalOf(err error) refusal {
	for r, is := range refusals {
		if errors.Is(err, is) {
			return r
		}
	}
	return ""
}

var _ = texts.Family("access_code.refused.", string(codeUsed), string(codeExpired), string(codeReplaced), string(codeVoided), string(codeDisputed))

// advice is what somebody can do whose code was refused.
func (r refusal) advice(ctx context.Context) string {
	return texts.T(ctx, "access_code.refused."+string(r))
}

// addSteps are the steps of adding a case.
func addSteps(ctx context.Context) []string {
	return []string{texts.T(ctx, "add_case.step_case"), texts.T(ctx, "add_case.step_code"), texts.T(ctx, "add_case.step_done")}
}
