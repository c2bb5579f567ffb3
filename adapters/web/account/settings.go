package account

import (
	"context"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindSettings(b *frame.Binder) {
	b.Show("T01", p.showSettings)
	b.Show("T04", p.showMethods)
	b.Do("T04", "remove", p.removeMethod)
	b.Show("T10", p.showNewApp)
	b.Do("T10", "code", p.proveNewApp)
	b.Do("T10", "offer", p.offerNewApp)
	b.Show("T11", p.showMailCodes)
	b.Do("T11", "code", p.enterMailCode)
	b.Do("T11", "send", p.sendMailCode)
	p.bindTextCodes(b)
	p.bindAlerts(b)
	b.Show("T05", p.showBackupCodes)
	b.Do("T05", "renew", p.renewBackupCodes)
	b.Show("T06", p.showSessions)
	b.Do("T06", "others", p.endOthers)
	b.Do("T06", "end", p.endSession)
}

// fewCodes is when it is time for new backup codes.
const fewCodes = 3

// overview is an account as its settings sum it up.
type overview struct {
	Number, Address, Language, Role string
	Methods                         []string
	Codes                           int // backup codes that are left
	Sessions                        int
	Questions                       string // reset questions: "set", or "unset"; empty where none are asked
	Alerts                          string // "mail", or "both" with text messages; empty where nothing carries those
}

func (p Pages) showSettings(v *frame.Visit) (frame.Page, error) {
	a, err := p.holder(v)
	if err != nil {
		return frame.Page{}, err
	}
	o := overview{Number: a.Number, Language: a.Language, Role: a.Role, Methods: a.Methods, Codes: a.Backup.Left()}
	o.Questions = p.questions(a)
	if o.Address, err = p.address(v.Context(), a); err != nil {
		return frame.Page{}, err
	}
	sessions, err := p.sessions(v.Context(), v.Bearer)
	if err != nil {
		return frame.Page{}, err
	}
	o.Sessions = len(sessions)
	switch {
	case a.TextAlerts:
		o.Alerts = "both"
	case p.Settings.Texts.On:
		o.Alerts = "mail"
	}
	return settingsPage(v, o), nil
}

// questions says how it stands with the reset questions of an account.
func (p Pages) questions(a account.State) string {
	switch {
	case !p.Recovery.Questions:
		return ""
	case len(a.Questions) == 0:
		return "unset"
	}
	return "set"
}

// holder is the account of the visitor.
func (p Pages) holder(v *frame.Visit) (account.State, error) {
	a, err := p.Accounts.Load(v.Context(), v.Holder().String())
	if err == nil && !a.State.Active {
		err = account.ErrUnknown
	}
	return a.State, err
}

func settingsPage(v *frame.Visit, o overview) frame.Page {
	p := frame.Page{Title: v.T("settings.title"), Body: settingsBody(aboutYou(v, o), howYouSignIn(v, o), o.Role == account.RoleRepresentative)}
	if o.Role == account.RoleRepresentative {
		p.State = "representative"
	}
	if o.Codes <= fewCodes {
		p.State = "few_codes"
		p.Notices = append(p.Notices, parts.Notice{
			Kind: parts.Warning, Heading: v.T("settings.few_title", "Count", o.Codes), Body: texts.Rich(v.Context(), "settings.advice"),
		})
	}
	return p
}

var (
	_ = texts.Family("settings.alerts_", "mail", "both")
	_ = texts.Family("settings.questions_", "set", "unset")
	_ = texts.Family("word.languages.", account.Languages...)
	_ = texts.Family("word.role.", "applicant", "petitioner", "requestor", "representative")
	_ = texts.Family("word.method.", account.MethodMail, account.MethodText, account.MethodAuthenticator, account.MethodBackup)
)

func aboutYou(v *frame.Visit, o overview) []parts.Row {
	rows := []parts.Row{
		{Key: v.T("word.account_number"), Value: o.Number},
		{Key: v.T("word.email"), Value: o.Address},
		{Key: v.T("settings.mail_language"), Value: v.T("word.languages." + o.Language)},
	}
	if key := "word.role." + o.Role; texts.Has(key) {
		rows = append(rows, parts.Row{Key: v.T("settings.role"), Value: v.T(key)})
	}
	return rows
}

func howYouSignIn(v *frame.Visit, o overview) []parts.Row {
	var methods []string
	for _, m := range o.Methods {
		methods = append(methods, v.T("word.method."+m))
	}
	rows := []parts.Row{
		{Key: v.T("settings.methods"), Value: texts.List(v.Context(), methods...), Change: "/settings/methods"},
		{Key: v.T("settings.codes"), Value: v.T("settings.codes_left", "Count", o.Codes), Change: "/settings/backup-codes"},
		{Key: v.T("settings.sessions"), Value: v.T("settings.sessions_count", "Count", o.Sessions), Change: "/settings/sessions"},
	}
	if key := "settings.questions_" + o.Questions; texts.Has(key) {
		rows = append(rows, parts.Row{Key: v.T("settings.questions"), Value: v.T(key), Change: "/settings/reset-questions"})
	}
	if key := "settings.alerts_" + o.Alerts; texts.Has(key) {
		rows = append(rows, parts.Row{Key: v.T("settings.alerts"), Value: v.T(key), Change: "/settings/alerts"})
	}
	return rows
}

// sessions are those of a holder, the one used last first.
func (p Pages) sessions(ctx context.Context, at workflow.Token) ([]workflow.Token, error) {
	all, err := p.SignIn.Tokens.List(ctx, at.Holder)
	if err != nil {
		return nil, err
	}
	var recorded []workflow.Token
	for _, t := range all {
		if t.Recorded() {
			recorded = append(recorded, t)
		}
	}
	return recorded, nil
}

// up leads from a page of the settings back to all of them.
func up(v *frame.Visit) *parts.Link {
	return &parts.Link{Href: "/settings", Text: v.T("settings.title")}
}
