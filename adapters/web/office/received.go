package office

import (
	"cmp"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

// answers are a filing as it will be kept, question by question.
func answers(v *frame.Visit, f workflow.Filing) []parts.Row {
	ctx := v.Context()
	protected := v.T("word.no")
	if f.Protected {
		protected = v.T("word.yes")
	}
	return []parts.Row{
		{Key: v.T("word.receipt_number"), Value: cmp.Or(f.Receipt, v.T("receive.next_number"))},
		{Key: v.T("word.form"), Value: formName(ctx, f.Form)},
		{Key: v.T("receive.received"), Value: texts.Date(ctx, f.ReceiptDate)},
		{Key: v.T("word.office"), Value: officeName(ctx, f.Office)},
		{Key: v.T("receive.role"), Value: v.T("word.role." + f.Role)},
		{Key: v.T("word.given_name"), Value: cmp.Or(f.GivenName, v.T("receive.no_given_name"))},
		{Key: v.T("word.family_name"), Value: f.FamilyName},
		{Key: v.T("word.birth_date"), Value: texts.Date(ctx, f.BirthDate)},
		{Key: v.T("word.a_number"), Value: cmp.Or(f.ANumber, v.T("word.not_given"))},
		{Key: v.T("word.mailing_address"), Body: onLines(f.Address)},
		{Key: v.T("receive.language"), Value: v.T("word.languages." + f.Language)},
		{Key: v.T("receive.protected_short"), Value: protected},
	}
}

func (p Pages) showReceived(v *frame.Visit) (frame.Page, error) {
	f, err := p.file(v)
	if err != nil {
		return frame.Page{}, err
	}
	return receivedPage(v, f), nil
}

// receivedPage says what happens next. A letter with an access code goes out by itself where a case can be linked by one.
func receivedPage(v *frame.Visit, f reading.File) frame.Page {
	letter := f.View.Channel == casefile.ChannelPaper && f.View.Receipt.Online() && !f.View.Protected
	page := frame.Page{Title: v.T("received.title"), Body: receivedBody(f.View, letter)}
	switch {
	case f.View.Protected:
		page.State = "protected"
	case !letter:
		page.State = "no_letter"
	}
	return page
}
