package mycases

import (
	"context"
	"strings"
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/personal"
)

func (p Pages) bindAskCode(b *frame.Binder) {
	b.Show("H11", p.showAskCode)
	b.Do("H11", "", p.askCode)
}

// codeAsk is what stands before somebody who would have a letter with a new code.
type codeAsk struct {
	Receipt casefile.Receipt
	Tier    string
	None    bool      // codes are not for this case
	Address string    // of record, masked; empty when there is none
	Last    time.Time // when the last letter was asked for
	Next    time.Time // when one more may go
	Sent    bool      // a moment ago, from here
}

func (p Pages) showAskCode(v *frame.Visit) (frame.Page, error) {
	view, tier, err := p.mine(v)
	if err != nil {
		return frame.Page{}, err
	}
	a, err := p.Access.Load(v.Context(), string(view.Receipt))
	if err != nil {
		return frame.Page{}, err
	}
	party, err := p.Parties.Address(v.Context(), string(view.Receipt))
	if err != nil {
		return frame.Page{}, err
	}
	last, any := a.State.Last()
	return askCodePage(v, codeAsk{
		Receipt: view.Receipt, Tier: tier, None: !view.Receipt.Online() || !any, Address: maskedAddress(party.To),
		Last: last.Issued, Next: a.State.NextLetter(v.At), Sent: v.Query("sent") != "",
	}), nil
}

func askCodePage(v *frame.Visit, a codeAsk) frame.Page {
	page := frame.Page{
		Title: v.T("ask_code.title"), Back: &parts.Link{Href: caseAddress(a.Receipt), Text: v.T("upgrade.back", "Receipt", string(a.Receipt))},
		Body: askCodeBody(v.Form(""), a, a.Next.After(v.At)), Formless: true,
	}
	switch {
	case a.Tier == access.TierFull:
		page.State, page.Body = "full", upgradeNothing(a.Receipt, true)
	case a.None:
		page.State, page.Body = "no_code", upgradeNothing(a.Receipt, false)
	case a.Next.After(v.At):
		page.State = "waiting"
	default:
		page.Formless = false
	}
	return page
}

// letterRows is where the letter goes, how long it takes, and what it costs.
func letterRows(ctx context.Context, a codeAsk) []parts.Row {
	to := a.Address
	if to == "" {
		to = texts.T(ctx, "ask_code.no_address")
	}
	return []parts.Row{
		{Key: texts.T(ctx, "ask_code.to"), Value: to},
		{Key: texts.T(ctx, "ask_code.takes"), Value: texts.T(ctx, "ask_code.days")},
		{Key: texts.T(ctx, "ask_code.costs"), Value: texts.T(ctx, "ask_code.nothing")},
	}
}

// askCode sends the letter. The old code works no longer.
func (p Pages) askCode(v *frame.Visit) (frame.Next, error) {
	view, _, err := p.mine(v)
	if err != nil {
		return frame.Next{}, err
	}
	done, err := p.Linking.AskCode(v.Context(), v.Holder(), view.Receipt, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Wrote(done.Position)
	return frame.To(caseAddress(view.Receipt) + "/access-code?sent=yes"), nil
}

// maskedAddress is the last line of a mailing address, of which only its own people recognize the words.
func maskedAddress(to personal.Text) string {
	lines, _ := to.Value()
	all := strings.Split(strings.TrimSpace(lines), "\n")
	words := strings.Fields(all[len(all)-1])
	for i, w := range words {
		words[i] = string([]rune(w)[:1]) + "•••"
	}
	return strings.Join(words, " ")
}
