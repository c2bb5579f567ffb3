package office

import (
	"context"
	"io"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/projections/deliveries"
)

// tagged are statuses side by side.
type tagged []parts.Tag

// Render shows them.
func (t tagged) Render(ctx context.Context, w io.Writer) error {
	for _, one := range t {
		if err := parts.StatusTag(one).Render(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

var (
	_ = texts.Family(
		"file_messages.about_", "access_notice", "access_code_voided", "account_erased", "account_locked", "already_have_account",
		"backup_code_used", "backup_codes_made", "case_linked", "case_unlinked", "case_upgraded", "confirm", "method_added", "alerts_chosen",
		"method_code", "method_removed", "new_device", "password_set", "sign_in_code", "sign_up_code", "welcome",
		"dispute_opened", "dispute_upheld", "dispute_rejected",
	)
	_ = texts.Family("file_messages.about_", "sign_up_text", "method_text", "sign_in_text", "number_gone_text", "alert_text")
	_ = texts.Family("file_messages.about_", "reset_password", "no_account", "reset_code", "questions_set")
	_ = texts.Family("deliveries.why_", delivery.WhyExpired, delivery.WhyAttempts, delivery.WhyPermanent, delivery.WhyNoAddress)
)

// messagesGrid is what was sent, and what became of it; never what it said.
func messagesGrid(v *frame.Visit, all []deliveries.Delivery, withCase bool) parts.Grid {
	ctx := v.Context()
	g := parts.Grid{Caption: v.T("file_messages.caption"), Silent: true, Columns: []parts.Column{
		{Text: v.T("file_messages.message")}, {Text: v.T("file_messages.to")}, {Text: inZone(v, v.T("file_messages.asked")), Whole: true}, {Text: v.T("word.status")},
	}}
	if withCase {
		g.Columns = append(g.Columns, parts.Column{Text: v.T("word.case")}, parts.Column{Text: v.T("deliveries.what_to_do")})
	}
	for _, d := range all {
		line := []parts.Cell{
			{Text: aboutMessage(ctx, d.Template) + " (" + v.T("word.channel."+d.Channel) + ")"},
			{Text: recipient(ctx, d.RecipientKind)},
			{Body: stamp(d.RequestedAt)},
			{Body: fate(deliveryTag(ctx, d.State), whyNot(ctx, d))},
		}
		if withCase {
			line = append(line, caseCell(v, d.Receipt), parts.Cell{Text: whatToDo(v, d)})
		}
		g.Lines = append(g.Lines, line)
	}
	return g
}

// aboutMessage is what a message is about; its template's name when no word is known for it.
func aboutMessage(ctx context.Context, template string) string {
	if key := "file_messages.about_" + template; texts.Has(key) {
		return texts.T(ctx, "file_messages.about_"+template)
	}
	return template
}

func recipient(ctx context.Context, kind string) string {
	if texts.Has("word.role." + kind) {
		return texts.T(ctx, "word.role."+kind)
	}
	return texts.T(ctx, "file_messages.person")
}

// whyNot says why a message has not arrived: a reason of ours in words, the answer of the other side by its number.
func whyNot(ctx context.Context, d deliveries.Delivery) string {
	switch {
	case d.Why == "":
		return ""
	case texts.Has("deliveries.why_" + d.Why):
		return texts.T(ctx, "deliveries.why_"+d.Why)
	}
	return texts.T(ctx, "deliveries.answer", "Code", d.Why)
}
