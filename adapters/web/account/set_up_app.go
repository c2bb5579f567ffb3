package account

import (
	"strings"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) bindApp(b *frame.Binder) {
	b.Show("A07", p.app)
	b.Do("A07", "", p.proveApp)
}

// appPage shows the key of an authenticator app, as a picture and to type, and asks for its first code.
func appPage(v *frame.Visit, address, key string) frame.Page {
	return frame.Page{Title: v.T("set_up_app.title"), Body: appForm(v.Form(""), address, inFours(key))}
}

// app shows the key that was offered last, as often as it is asked for; without one there is nothing to set up.
func (p Pages) app(v *frame.Visit) (frame.Page, error) {
	a, err := p.at(v, from(account.StepMethod)...)
	if err != nil {
		return frame.Page{}, err
	}
	key, err := p.SignUp.Offered(v.Context(), a)
	if err == nil && key == "" {
		err = frame.Elsewhere("/sign-up/methods")
	}
	if err != nil {
		return frame.Page{}, err
	}
	email, err := p.email(v, a)
	if err != nil {
		return frame.Page{}, err
	}
	address, err := vault.OTPAuthURL(key, p.Issuer, email)
	return appPage(v, address, key), err
}

// inFours makes a key easy to type.
func inFours(key string) string {
	var b strings.Builder
	for i, r := range key {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (p Pages) proveApp(v *frame.Visit) (frame.Next, error) {
	done, err := p.SignUp.ProveAuthenticator(v.Context(), v.Holder(), v.Value("code"), v.Act())
	if err != nil {
		return frame.Next{}, frame.At("code", err)
	}
	return afterMethod(done.State), nil
}

// afterMethod suggests a second way after the first, and goes on after the second.
func afterMethod(a account.State) frame.Next {
	if len(a.Methods) > 1 {
		return frame.To(signUpPath(a))
	}
	return frame.To("/sign-up/methods")
}
