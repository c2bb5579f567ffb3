package mycases

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/deliveries"
)

// home is what an account holder needs to know first.
type home struct {
	reading.Home
	backup  int // codes that are left
	methods int // ways to sign in, without backup codes
	now     time.Time
}

func (p Pages) bindHome(b *frame.Binder) { b.Show("H01", p.showHome) }

func (p Pages) showHome(v *frame.Visit) (frame.Page, error) {
	all, err := p.Reading.Home(v.Context(), v.Holder(), v.After(), v.At)
	if err != nil {
		return frame.Page{}, err
	}
	a, err := p.Accounts.Load(v.Context(), v.Bearer.Holder.ID)
	if err != nil {
		return frame.Page{}, err
	}
	return homePage(v, home{Home: all, backup: a.State.Backup.Left(), methods: len(a.State.Methods), now: v.At}), nil
}

func homePage(v *frame.Visit, h home) frame.Page {
	return frame.Page{
		State: h.state(), Title: v.T("home.title"),
		Body: homeBody(h, lines(v.Context(), v.Agency(), h.Recent.Items, h.Asks)),
	}
}

func (h home) cases() (n int) {
	for _, c := range h.Counts {
		n += c.Cases
	}
	return n
}

func (h home) state() string {
	switch {
	case h.Recent.Behind:
		return "behind"
	case h.cases() == 0:
		return "brand_new"
	case h.more():
		return "many"
	case len(h.Asks) == 0:
		return "quiet"
	}
	return ""
}

// more says that not all cases stand on the page.
func (h home) more() bool { return h.Recent.Next != "" }

// tasks are what the agency waits for, what falls due first being the first.
func (h home) tasks(ctx context.Context) (all []parts.Task) {
	for _, a := range h.Asks {
		all = append(all, parts.Task{
			Text: texts.T(ctx, "case.ask."+a.Kind), Href: caseAddress(casefile.Receipt(a.Receipt)),
			Hint: texts.T(ctx, "home.ask_of", "Form", a.Form, "Receipt", a.Receipt, "When", when(ctx, a)), Status: h.due(ctx, a),
		})
	}
	return all
}

// when is the day of an appointment or the last day for an answer, in a sentence.
func when(ctx context.Context, a caselist.Asked) string {
	switch at := moment(ctx, a.Ask); {
	case a.On.IsZero():
		return texts.T(ctx, "home.no_day")
	case !appointment(a.Ask):
		return texts.T(ctx, "home.by_day", "Date", texts.Date(ctx, a.On))
	case at == "":
		return texts.T(ctx, "home.on_day", "Date", texts.Date(ctx, a.On))
	default:
		return texts.T(ctx, "home.at", "Moment", at, "Office", officeName(ctx, a.Office))
	}
}

// due is how long there is, in a word.
func (h home) due(ctx context.Context, a caselist.Asked) parts.Tag {
	today := civil.Of(h.now.In(texts.Zone(ctx)))
	switch {
	case a.On.IsZero():
		return parts.Tag{Kind: parts.Action, Text: texts.T(ctx, "word.to_do")}
	case a.On.Before(today) && !appointment(a.Ask):
		return parts.Tag{Kind: parts.Bad, Text: texts.T(ctx, "home.overdue")}
	}
	return parts.Tag{Kind: parts.Action, Text: texts.Away(ctx, a.On, today)}
}

// fewCodes is when somebody is reminded to make new backup codes.
const fewCodes = 3

// reminders are what protects the account, and is missing.
func (h home) reminders(ctx context.Context) (all []parts.Tile) {
	if h.backup <= fewCodes {
		all = append(all, parts.Tile{Title: texts.T(ctx, "home.few_codes"), Text: texts.T(ctx, "home.few_codes_text", "Count", h.backup), Href: "/settings", Level: 3, Quiet: true})
	}
	if h.methods == 1 {
		all = append(all, parts.Tile{Title: texts.T(ctx, "home.one_method"), Text: texts.T(ctx, "home.one_method_text"), Href: "/settings", Level: 3, Quiet: true})
	}
	return all
}

var (
	_ = texts.Family("home.trouble.", deliveries.Failed, deliveries.Bounced, deliveries.InDoubt, deliveries.GivenUp)
	_ = texts.Family("home.channel.", account.MethodMail, "letter", "text")
)
