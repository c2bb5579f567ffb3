package frame

import (
	"cmp"
	"net/url"
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
		Banner: v.banner(), Desk: v.Bearer.Holder.Kind == domain.Staff, Home: v.Home(), Menu: v.menu(), Languages: v.languages(p), Account: v.account(), Session: v.session(),
		Back: p.Back, Crumbs: p.Crumbs, Notices: append(v.typeAgain(), p.Notices...), Help: v.help(), Footer: v.footer(),
	}
	form := v.Form(v.act)
	s.Body = content(p, form)
	return parts.Page(s)
}

// Home is where the name in the header leads.
func (v *Visit) Home() string {
	switch {
	case v.Bearer.Stage != workflow.StageFull:
		return "/"
	case v.Bearer.Holder.Kind == domain.Staff:
		return "/staff"
	}
	return "/home"
}

func (v *Visit) menu() []parts.Link {
	menu := v.ownMenu()
	for i := range menu {
		menu[i].Current = menu[i].Href == v.r.URL.Path
	}
	return menu
}

// ownMenu is empty while somebody is between two steps, of signing in or of signing up: nothing should lead them off.
func (v *Visit) ownMenu() []parts.Link {
	switch {
	case v.Bearer.Holder.Kind == "":
		return []parts.Link{
			{Href: "/status", Text: v.T("frame.check_status")},
			{Href: "/sign-up", Text: v.T("frame.sign_up")},
			{Href: "/sign-in", Text: v.T("frame.sign_in")},
		}
	case v.Bearer.Stage != workflow.StageFull:
		return nil
	case v.Bearer.Holder.Kind == domain.Staff:
		return []parts.Link{
			{Href: "/staff", Text: v.T("frame.work")},
			{Href: "/staff/queue", Text: v.T("frame.queue")},
			{Href: "/staff/search", Text: v.T("frame.search")},
			{Href: "/staff/receive", Text: v.T("frame.receive")},
			{Href: "/staff/deliveries", Text: v.T("frame.deliveries")},
			{Href: "/staff/disputes", Text: v.T("frame.disputes")},
			{Href: "/staff/programs", Text: v.T("frame.programs")},
		}
	}
	return []parts.Link{
		{Href: "/home", Text: v.T("frame.home")},
		{Href: "/cases", Text: v.T("frame.cases")},
		{Href: "/cases/add", Text: v.T("frame.add_case")},
		{Href: "/settings", Text: v.T("frame.settings")},
	}
}

// languages are the others in which a page can be read. A page with a form sends it along.
func (v *Visit) languages(p Page) []parts.Language {
	var others []parts.Language
	for _, l := range texts.Languages {
		switch {
		case l == v.Language():
		case len(v.Screen.Acts) > 0 && !p.Formless:
			others = append(others, parts.Language{Code: l, Href: v.formAddress(p), WithForm: true})
		default:
			others = append(others, parts.Language{Code: l, Href: "/language/" + l + "?back=" + v.backTo()})
		}
	}
	return others
}

// formAddress is where the page's own form is shown again: on its own screen, also when another one led to it.
func (v *Visit) formAddress(p Page) string {
	if s, ok := v.frame.screens[p.Screen]; ok {
		return actPath(s.Path, s.main())
	}
	return v.address(v.Screen.main())
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
	return &parts.Session{Left: max(int(left.Seconds()), 1), Extend: "/session", Ended: "/signed-out/timeout", Out: "/signed-out"}
}

// help is the same on every page.
func (v *Visit) help() parts.Help {
	return parts.Help{Text: v.T("frame.help_text"), Links: []parts.Link{
		{Href: "/help", Text: v.T("frame.help")}, {Href: "/numbers", Text: v.T("frame.numbers")},
	}}
}

func (v *Visit) footer() []parts.Link {
	links := []parts.Link{
		{Href: "/accessibility", Text: v.T("frame.accessibility")},
		{Href: "/privacy", Text: v.T("frame.privacy")},
		{Href: "/terms", Text: v.T("frame.terms")},
		{Href: "/developers", Text: v.T("frame.api")},
	}
	if v.frame.Dev {
		links = append(links, parts.Link{Href: "/dev", Text: v.T("frame.demo")}, parts.Link{Href: "/dev/mailbox", Text: v.T("frame.mailbox")})
	}
	return links
}

// backTo is this page with what it was asked, such as a filter, as a parameter.
func (v *Visit) backTo() string {
	if v.r.URL.RawQuery == "" {
		return v.r.URL.EscapedPath()
	}
	return v.r.URL.EscapedPath() + url.QueryEscape("?"+v.r.URL.RawQuery)
}
