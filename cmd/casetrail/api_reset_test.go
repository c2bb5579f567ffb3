package main

import (
	"fmt"
	"regexp"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

const nextPassword = "Better-Battery-8"

var resetPage = regexp.MustCompile(`/reset/([0-9a-f-]{36})/([A-Za-z0-9_-]+)`)

// resetLink forgets the password of an account, and answers what the mail says.
func (p *product) resetLink(email string) (id, token string) {
	p.t.Helper()
	before := len(p.mails(0, email, "/reset/"))
	v := p.visitor()
	v.must(202, v.do("POST", "/api/v1/password-reset", map[string]string{"email": email, "language": "en"}))
	link := resetPage.FindStringSubmatch(p.mails(before+1, email, "/reset/")[before].Text)
	return link[1], link[2]
}

// resetOf forgets a password, and answers the id of the reset; the log knows it, whoever has the address.
func (p *product) resetOf(email string) (id string) {
	p.t.Helper()
	v := p.visitor()
	v.must(202, v.do("POST", "/api/v1/password-reset", map[string]string{"email": email, "language": "en"}))
	for r := range p.everything() {
		if r.Type == (recovery.Requested{}).EventType() {
			id = r.Stream[len("recovery-"):]
		}
	}
	return id
}

// forgotten has followed the link.
func (p *product) forgotten(email string) workflow.Token {
	p.t.Helper()
	id, token := p.resetLink(email)
	v := p.visitor()
	v.must(200, v.do("POST", "/api/v1/password-reset/"+id+"/opening", map[string]string{"token": token}))
	return p.token(v)
}

// resetCode asks for the six digits of a reset and answers them.
func (p *product) resetCode(v *visitor) string {
	p.t.Helper()
	return p.resetCodeBy(v, "")
}

// resetCodeBy is the same in a way of one's choice; way is "", or begins with a slash.
func (p *product) resetCodeBy(v *visitor, way string) string {
	p.t.Helper()
	v.must(202, v.do("POST", "/api/v1/password-reset/codes"+way, nil))
	r, err := p.core.recoveries.Load(p.t.Context(), p.token(v).Session.String())
	if err != nil {
		p.t.Fatal(err)
	}
	return p.reveal(secret.ResetCode, r.State.Code)
}

// takesApp adds an authenticator app to an account, and answers its seed.
func (w *person) takesApp() (seed string) {
	w.t.Helper()
	seed = w.must(201, w.do("POST", "/api/v1/account/methods/authenticator", nil)).text("seed")
	w.must(200, w.do("POST", "/api/v1/account/methods/authenticator/entry", map[string]string{"code": w.appCode(seed, 0)}))
	return seed
}

// appCode is what the app shows; the steps before are spent.
func (w *person) appCode(seed string, steps int) string {
	w.t.Helper()
	code, err := totp.GenerateCode(seed, time.Now().Add(time.Duration(steps)*30*time.Second))
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

// For every combination of factors at hand, with reset questions and without, each of them leads to a new password.
func TestAForgottenPasswordWithEachFactorAtHand(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	for name, has := range map[string][]string{
		"mail":            {account.MethodMail, account.MethodBackup},
		"app":             {account.MethodAuthenticator, account.MethodBackup},
		"mail and app":    {account.MethodMail, account.MethodAuthenticator, account.MethodBackup},
		"text":            {account.MethodText, account.MethodBackup},
		"everything":      {session.ByMailText, account.MethodText, account.MethodMail, account.MethodAuthenticator, account.MethodBackup},
		"no backup codes": {account.MethodMail, account.MethodAuthenticator},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, by := range has {
				p.resets(t, p.signUp(uuid.NewString()+"@example.org"), has, by, i%2 == 1)
				asked := p.signUp(uuid.NewString() + "@example.org")
				asked.choosesQuestions()
				p.resets(t, asked, has, by, i%2 == 0)
			}
		})
	}
}

// numbers counts the mobile numbers that these people have.
var numbers atomic.Int64

// resets goes the whole way with somebody new.
func (p *product) resets(t *testing.T, ana *person, has []string, by string, stay bool) {
	t.Helper()
	seed, email := "", ana.email
	if slices.Contains(has, account.MethodAuthenticator) {
		seed = ana.takesApp()
	}
	if slices.Contains(has, account.MethodText) {
		ana.takesText(p, fmt.Sprint("+12025550", 110+numbers.Add(1)))
	}
	if !slices.Contains(has, account.MethodMail) {
		ana.must(204, ana.do("DELETE", "/api/v1/account/methods/mail", nil))
	}
	if !slices.Contains(has, account.MethodBackup) {
		p.spends(ana)
	}
	v := p.bearer(p.forgotten(email))
	v.answersWhatIsAsked()
	is := v.must(200, v.do("GET", "/api/v1/password-reset", nil))
	if got := is.Body["ways"].([]any); is.text("next") != "code" || len(got) != len(has) {
		t.Fatalf("the ways are %v, next is %s", got, is.text("next"))
	}
	if !slices.Contains(has, account.MethodMail) && !slices.Contains(has, account.MethodText) {
		v.must(409, v.do("POST", "/api/v1/password-reset/codes", nil))
	}
	v.must(409, v.do("POST", "/api/v1/password-reset/password", map[string]string{"password": nextPassword}))
	code := ""
	switch by {
	case account.MethodMail, account.MethodText, session.ByMailText:
		code = p.resetCodeBy(v, "/"+by)
	case account.MethodAuthenticator:
		code = ana.appCode(seed, 1)
	case account.MethodBackup:
		code = ana.backup[0]
	}
	proved := v.must(200, v.do("POST", "/api/v1/password-reset/code", map[string]string{"by": by, "code": code}))
	if proved.text("next") != "password" {
		t.Fatalf("then comes %s", proved.text("next"))
	}
	v.must(422, v.do("POST", "/api/v1/password-reset/password", map[string]string{"password": "Password1!"}))
	v.must(200, v.do("POST", "/api/v1/password-reset/password", map[string]any{"password": nextPassword, "stay_signed_in_elsewhere": stay}))
	v.must(401, v.do("GET", "/api/v1/password-reset", nil))
	if stay {
		ana.must(200, ana.do("GET", "/api/v1/cases", nil))
	} else {
		ana.must(401, ana.do("GET", "/api/v1/cases", nil))
	}
	v.must(401, v.do("POST", "/api/v1/session", map[string]string{"email": email, "password": goodPassword}))
	v.must(201, v.do("POST", "/api/v1/session", map[string]string{"email": email, "password": nextPassword}))
	p.mails(1, email, "password of your account was changed") // and what to do if it was somebody else
}

// spends uses up all backup codes of somebody: each reset that is begun takes one.
func (p *product) spends(who *person) {
	p.t.Helper()
	for _, code := range who.backup {
		v := p.bearer(p.forgotten(who.email))
		v.answersWhatIsAsked()
		v.must(200, v.do("POST", "/api/v1/password-reset/code", map[string]string{"by": account.MethodBackup, "code": code}))
	}
}

// Only the mailbox says that nobody has the address.
func TestAnAddressWithoutAnAccountIsToldSo(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	v := p.visitor()
	v.must(202, v.do("POST", "/api/v1/password-reset", map[string]string{"email": "nobody@example.org", "language": "es"}))
	if mail := p.mails(1, "nobody@example.org", "")[0]; resetPage.MatchString(mail.Text) || mail.Subject != "No hay ninguna cuenta con esta dirección de correo electrónico" {
		t.Errorf("the mail is %q: %s", mail.Subject, mail.Text)
	}
}
