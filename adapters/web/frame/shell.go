package frame

import (
	"cmp"
	"time"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// shell puts round a page what every page has.
func (v *Visit) shell(p Page) templ.Component {
	s := parts.Shell{
		Title: p.Title, Invalid: len(v.problems) > 0, Screen: cmp.Or(p.Screen, v.Screen.ID), State: p.State,
		Home: v.home(), Menu: v.menu(), Languages: v.languages(), Account: v.account(), Session: v.session(),
		Back: p.Back, Crumbs: p.Crumbs, Notices: p.Notices, Help: v.help(), Footer: v.footer(),
	}
	form := v.Form(v.act)
	s.Body = content(p, form)
	return parts.Page(s)
}

// home is where the name in the header leads.
func (v *Visit) home() string {
	switch {
	case v.Bearer.Stage != workflow.StageFull:
		return "/"
	case v.Bearer.Holder.Kind == domain.Staff:
		return "/staff"
	}
	return "/home"
}

func (v *Visit) menu() []parts.Link {
	links := [][2]string{{"/status", "frame.check_status"}, {"/sign-up", "frame.sign_up"}, {"/sign-in", "frame.sign_in"}}
	switch {
	case v.Bearer.Stage != workflow.StageFull:
	case v.Bearer.Holder.Kind == domain.Staff:
		links = [][2]string{{"/staff", "frame.work"}, {"/staff/queue", "frame.queue"}, {"/staff/search", "frame.search"}, {"/staff/receive", "frame.receive"}, {"/staff/deliveries", "frame.deliveries"}}
	default:
		links = [][2]string{{"/home", "frame.home"}, {"/cases", "frame.cases"}, {"/cases/add", "frame.add_case"}, {"/settings", "frame.settings"}}
	}
	var menu []parts.Link
	for _, l := range links {
		menu = append(menu, parts.Link{Href: l[0], Text: v.T(l[1]), Current: l[0] == v.r.URL.Path})
	}
	return menu
}

var _ = texts.Family(
	"frame.", "check_status", "sign_up", "sign_in", "work", "queue", "search", "receive", "deliveries", "home", "cases", "add_case", "settings",
	"help", "numbers", "accessibility", "privacy", "terms", "api", "mailbox", "demo",
)

// languages are the others in which the page can be read. A page with a form sends it along.
func (v *Visit) languages() []parts.Language {
	var others []parts.Language
	for _, l := range texts.Languages {
		switch {
		case l == v.Language():
		case len(v.Screen.Acts) > 0:
			others = append(others, parts.Language{Code: l, Href: v.address(v.Screen.main()), WithForm: true})
		default:
			others = append(others, parts.Language{Code: l, Href: "/language/" + l + "?back=" + v.r.URL.EscapedPath()})
		}
	}
	return others
}

func (v *Visit) token() string { return v.frame.token(v.Token, v.Bearer.Holder, v.Device) }

// account is the way out, for who holds a session.
func (v *Visit) account() *parts.Account {
	if v.Bearer.Holder.Kind == "" {
		return nil
	}
	return &parts.Account{SignOut: "/sign-out", Token: v.token()}
}

// session is how long somebody stays signed in who does nothing. The time of the last use is kept to half a minute.
func (v *Visit) session() *parts.Session {
	if v.Bearer.Stage != workflow.StageFull {
		return nil
	}
	const kept = 30 * time.Second
	idle := limits.IdleApplicant
	if v.Bearer.Holder.Kind == domain.Staff {
		idle = limits.IdleStaff
	}
	left := min(idle-kept, v.Bearer.Started.Add(limits.SessionLife).Sub(v.At))
	return &parts.Session{Left: max(int(left.Seconds()), 1), Extend: "/session", Ended: "/signed-out/timeout", Token: v.token()}
}

// help is the same on every page.
func (v *Visit) help() parts.Help {
	return parts.Help{Text: v.T("frame.help_text"), Links: v.links([2]string{"/help", "frame.help"}, [2]string{"/numbers", "frame.numbers"})}
}

func (v *Visit) footer() []parts.Link {
	links := [][2]string{{"/accessibility", "frame.accessibility"}, {"/privacy", "frame.privacy"}, {"/terms", "frame.terms"}, {"/api/docs", "frame.api"}}
	if v.frame.Dev {
		links = append(links, [2]string{"/dev", "frame.demo"}, [2]string{"/dev/mailbox", "frame.mailbox"})
	}
	return v.links(links...)
}

func (v *Visit) links(of ...[2]string) []parts.Link {
	var all []parts.Link
	for _, l := range of {
		all = append(all, parts.Link{Href: l[0], Text: v.T(l[1])})
	}
	return all
}
