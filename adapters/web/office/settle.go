package office

import (
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/links"
)

var (
	_ = texts.Family("settle.state_", disputeState(links.Open), links.Upheld, links.Rejected)
	_ = texts.Family("settle.lead_", disputeState(links.Open), links.Upheld, links.Rejected)
	_ = texts.Family("settle.why_", access.Rejections...)
)

// disputeOf is the case and the code that the address names; what is neither leads nowhere.
func disputeOf(v *frame.Visit) (casefile.Receipt, uuid.UUID, error) {
	receipt, err := casefile.ParseReceipt(v.Param("receipt"))
	code, malformed := uuid.Parse(v.Param("code"))
	if err != nil || malformed != nil {
		return "", uuid.Nil, door.ErrNotHere
	}
	return receipt, code, nil
}

func (p Pages) showDispute(v *frame.Visit) (frame.Page, error) {
	receipt, code, err := disputeOf(v)
	if err != nil {
		return frame.Page{}, err
	}
	all, late, err := p.Reading.DisputesOf(v.Context(), receipt, code, v.After())
	if err != nil {
		return frame.Page{}, err
	}
	return settlePage(v, all, late), nil
}

// settlePage shows what was said last against the use of a code, and what was said before.
func settlePage(v *frame.Visit, all []links.Dispute, late bool) frame.Page {
	d := all[0]
	page := frame.Page{
		Title: v.T("settle.title"), Formless: true, // none of its forms is the page's own
		Back: &parts.Link{Text: v.T("disputes.title"), Href: disputesPath},
	}
	if v.Failed() == nil {
		page.State = d.Outcome
	}
	page.Body = settleBody(settling{
		Dispute: d, late: v.Behind(late), facts: disputeFacts(v, d), before: settledGrid(v, all[1:]),
		uphold: v.Form("uphold"), reject: v.Form("reject"), whys: rejections(v),
	})
	return page
}

// settling is what the page of a dispute shows, and the forms behind its buttons.
type settling struct {
	links.Dispute
	late           string
	facts          []parts.Row
	before         parts.Grid
	uphold, reject parts.Form
	whys           []parts.Option
}

func disputeFacts(v *frame.Visit, d links.Dispute) []parts.Row {
	ctx := v.Context()
	facts := []parts.Row{
		{Key: v.T("settle.state"), Body: parts.StatusTag(disputeTag(v, d.Outcome))},
		{Key: v.T("word.receipt_number"), Body: caseLink(d.Receipt)},
		{Key: v.T("file_access.number"), Value: v.T("file_access.nth", "Number", d.CodeNumber)},
		{Key: v.T("disputes.used"), Value: v.T("settle.used", "Date", texts.Day(ctx, d.UsedAt), "Who", v.T("word.role."+d.Kind), "Account", endOf(d.Account))},
		{Key: v.T("disputes.reported"), Value: v.T("settle.reported", "Date", texts.Day(ctx, d.Opened), "Account", endOf(d.By))},
	}
	if d.Settled != nil {
		facts = append(facts, parts.Row{Key: v.T("settle.settled"), Value: texts.Day(ctx, *d.Settled)})
	}
	if d.Why != "" {
		facts = append(facts, parts.Row{Key: v.T("word.why"), Value: v.T("settle.why_" + d.Why)})
	}
	return facts
}

// disputeState names an outcome in texts.
func disputeState(outcome string) string {
	if outcome == links.Open {
		return "open"
	}
	return outcome
}

func disputeTag(v *frame.Visit, outcome string) parts.Tag {
	kinds := map[string]parts.Kind{links.Open: parts.Action, links.Upheld: parts.Good, links.Rejected: parts.Neutral}
	return parts.Tag{Kind: kinds[outcome], Text: v.T("settle.state_" + disputeState(outcome))}
}

func settledGrid(v *frame.Visit, all []links.Dispute) parts.Grid {
	ctx := v.Context()
	g := parts.Grid{Caption: v.T("settle.before"), Silent: true, Columns: []parts.Column{
		{Text: v.T("disputes.reported"), Whole: true}, {Text: v.T("settle.settled"), Whole: true}, {Text: v.T("word.why")},
	}}
	for _, d := range all {
		line := []parts.Cell{{Text: texts.Day(ctx, d.Opened)}, {}, {}}
		if d.Settled != nil && d.Why != "" { // what was upheld cannot be said again
			line[1].Text, line[2].Text = texts.Day(ctx, *d.Settled), v.T("settle.why_"+d.Why)
		}
		g.Lines = append(g.Lines, line)
	}
	return g
}

func rejections(v *frame.Visit) (all []parts.Option) {
	for _, why := range access.Rejections {
		all = append(all, parts.Option{Value: why, Text: v.T("settle.why_" + why)})
	}
	return all
}

// uphold ends the link, and waits until nothing shows the case any more; when that takes too long, the page says so.
func (p Pages) uphold(v *frame.Visit) (frame.Next, error) {
	receipt, code, err := disputeOf(v)
	if err != nil {
		return frame.Next{}, err
	}
	done, err := p.Officer.UpholdDispute(v.Context(), receipt, code, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Wrote(done.Position)
	if err := p.Reading.Unlinked(v.Context(), receipt, done.Position); err != nil && !errors.Is(err, reading.ErrBehind) {
		return frame.Next{}, err
	}
	return frame.To(v.Path()), nil
}

func (p Pages) reject(v *frame.Visit) (frame.Next, error) {
	receipt, code, err := disputeOf(v)
	if err != nil {
		return frame.Next{}, err
	}
	done, err := p.Officer.Access.Do(v.Context(), string(receipt), access.RejectDispute{Code: code, Why: v.Value("why")}, v.Act())
	if err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"why": {access.ErrReason}})
	}
	v.Wrote(done.Position)
	return frame.To(v.Path()), nil
}
