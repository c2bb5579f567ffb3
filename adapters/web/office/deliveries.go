package office

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/deliveries"
)

func (p Pages) bindDeliveries(b *frame.Binder) {
	b.Show("O10", func(v *frame.Visit) (frame.Page, error) {
		all, err := p.Reading.Troubles(v.Context(), v.After())
		return deliveriesPage(v, all), err
	})
}

func deliveriesPage(v *frame.Visit, all []deliveries.Delivery) frame.Page {
	page := frame.Page{Title: v.T("deliveries.title")}
	if len(all) == 0 {
		page.State, page.Body = "empty", parts.EmptyState(v.T("deliveries.none"), v.T("deliveries.none_text"))
		return page
	}
	page.Body = deliveriesBody(messagesGrid(v, all, true), len(all))
	return page
}

var _ = texts.Family(
	"deliveries.do_", "mail_failed", "mail_bounced", "mail_in_doubt", "mail_given_up", "letter_failed", "letter_bounced", "letter_in_doubt", "letter_given_up", "text_failed", "text_bounced", "text_in_doubt", "text_given_up",
)

// whatToDo is what staff can do about a message that has not arrived.
func whatToDo(v *frame.Visit, d deliveries.Delivery) string {
	return v.T("deliveries.do_" + d.Channel + "_" + d.State)
}

func caseCell(v *frame.Visit, receipt string) parts.Cell {
	if receipt == "" {
		return parts.Cell{Body: nothing(v.T("deliveries.no_case"))}
	}
	return parts.Cell{Text: receipt, Href: casePath(casefile.Receipt(receipt), "")}
}
