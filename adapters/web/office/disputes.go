package office

import (
	"net/url"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/links"
)

const disputesPath = "/staff/disputes"

func (p Pages) bindDisputes(b *frame.Binder) {
	b.Show("O33", func(v *frame.Visit) (frame.Page, error) {
		list, err := p.Reading.Disputes(v.Context(), v.After(), v.Query("after"), perPage)
		return disputesPage(v, list), err
	})
	b.Show("O34", p.showDispute)
	b.Do("O34", "uphold", p.uphold)
	b.Do("O34", "reject", p.reject)
}

func disputesPage(v *frame.Visit, list reading.Disputes) frame.Page {
	page := frame.Page{Title: v.T("disputes.title")}
	switch {
	case list.Behind:
		page.State = "behind"
	case len(list.Items) == 0:
		page.State = "empty"
	}
	next := ""
	if list.Next != "" {
		next = disputesPath + "?" + url.Values{"after": {list.Next}}.Encode()
	}
	page.Body = disputesBody(v.Behind(list.Behind), disputesGrid(v, list.Items), next)
	return page
}

func disputesGrid(v *frame.Visit, all []links.Dispute) parts.Grid {
	ctx := v.Context()
	g := parts.Grid{Caption: v.T("disputes.title"), Silent: true, Columns: []parts.Column{
		{Text: v.T("word.receipt_number"), Whole: true}, {Text: v.T("disputes.used"), Whole: true}, {Text: v.T("disputes.by")}, {Text: v.T("disputes.reported")},
	}}
	for _, d := range all {
		g.Lines = append(g.Lines, []parts.Cell{
			{Text: d.Receipt, Href: disputePath(d)},
			{Text: texts.Day(ctx, d.UsedAt)},
			{Text: v.T("word.role." + d.Kind)},
			{Text: texts.Ago(ctx, d.Opened, v.At)},
		})
	}
	return g
}

func disputePath(d links.Dispute) string {
	return casePath(casefile.Receipt(d.Receipt), "/disputes/"+d.Code.String())
}

// endOf is how staff are told an account: they need not know whose it is.
func endOf(account uuid.UUID) string {
	id := account.String()
	return "…" + id[len(id)-6:]
}
