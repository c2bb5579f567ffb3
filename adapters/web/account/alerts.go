package account

import (
	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

func (p Pages) bindAlerts(b *frame.Binder) {
	b.Show("T12", p.showAlerts)
	b.Do("T12", "", p.chooseAlerts)
}

// alerts is whether text messages, too, tell the holder of notices.
type alerts struct {
	On      bool
	Digits  string // what the number ends in that they go to; empty: there is none
	Blocked bool   // that phone wants no messages of ours
	Done    string // "on" or "off": what was chosen just now
}

// showAlerts is nowhere where nothing carries text messages, unless there is something to turn off.
func (p Pages) showAlerts(v *frame.Visit) (frame.Page, error) {
	a, err := p.holder(v)
	switch {
	case err != nil:
		return frame.Page{}, err
	case !p.Settings.Texts.On && !a.TextAlerts:
		return frame.Page{}, door.ErrNotHere
	}
	s := alerts{On: a.TextAlerts, Done: v.Query("done")}
	if s.Digits, err = p.lastDigits(v.Context(), a.Phone); err != nil {
		return frame.Page{}, err
	}
	s.Blocked = s.Digits != "" && p.blocked(v)
	return alertsPage(v, s), nil
}

var _ = texts.Family("alerts.done_", "on", "off")

func alertsPage(v *frame.Visit, s alerts) frame.Page {
	p := frame.Page{Title: v.T("alerts.title"), Back: up(v), Body: alertsBody(v.Form(""), s), Formless: s.Digits == ""}
	switch {
	case v.Failed() != nil:
	case s.Digits == "":
		p.State = "no_number"
	case s.Blocked:
		p.State = "blocked"
	case s.On:
		p.State = "on"
	}
	if key := "alerts.done_" + s.Done; texts.Has(key) {
		p.Notices = append(p.Notices, parts.Notice{Kind: parts.Success, Text: v.T(key), Live: true})
	}
	if s.Blocked {
		p.Notices = append(p.Notices, blockedNotice(v))
	}
	return p
}

func (p Pages) chooseAlerts(v *frame.Visit) (frame.Next, error) {
	wanted := v.Value("text")
	if wanted != "on" && wanted != "off" {
		return frame.Next{}, frame.ErrForm
	}
	if _, err := p.Settings.ChooseAlerts(v.Context(), v.Bearer, wanted == "on", v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/settings/alerts?done=" + wanted), nil
}
