package account

import (
	"net/url"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindEmail(b *frame.Binder) {
	b.Show("A01", func(v *frame.Visit) (frame.Page, error) { return signUpPage(v), nil })
	b.Do("A01", "", p.signUp)
	p.bindCheckMail(b)
}

func signUpPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("sign_up.title"), Body: signUpForm(v.Form("", "language", v.Language()), mailLanguages(v))}
}

func mailLanguages(v *frame.Visit) (all []parts.Option) {
	for _, l := range account.Languages {
		all = append(all, parts.Option{Value: l, Text: v.T("word.languages." + l)})
	}
	return all
}

var _ = texts.Family("word.languages.", account.Languages...)

// suggestionPage asks whether another address was meant. The form carries what was typed, and the answer.
func suggestionPage(v *frame.Visit, meant string) frame.Page {
	f := v.Form("", "email", v.Value("email"), "language", v.Value("language"))
	return frame.Page{State: "suggestion", Title: v.T("sign_up.suggestion_title"), Body: suggestionForm(f, meant)}
}

// signUp begins an account. An address that is known is answered as any other is; its holder is written to.
func (p Pages) signUp(v *frame.Visit) (frame.Next, error) {
	email := v.Value("email")
	switch meant := suggest(email); {
	case meant == "", v.Value("use") == "typed":
	case v.Value("use") == "meant":
		email = meant
	default:
		return frame.Here(suggestionPage(v, meant)), nil
	}
	id, err := p.SignUp.Begin(v.Context(), v.Network, email, v.Value("language"), anyone(v))
	if err != nil {
		return frame.Next{}, frame.Fields(err, fieldsOfSignUp)
	}
	noteAddress(v, id.String(), email)
	return frame.To("/sign-up/" + id.String() + "/sent"), nil
}

// noteAddress lets this browser say to which address the link of an account was sent: the account's id tells nobody.
func noteAddress(v *frame.Visit, id, email string) {
	const aWhile = 1800
	v.Note("sent-to", url.Values{"account": {id}, "email": {email}}.Encode(), aWhile)
}

// notedAddress is the address that was typed here for an account; empty in another browser, and later.
func notedAddress(v *frame.Visit, id string) string {
	noted, err := url.ParseQuery(v.Noted("sent-to"))
	if err != nil || noted.Get("account") != id {
		return ""
	}
	return noted.Get("email")
}

var fieldsOfSignUp = map[string][]*domain.Error{"email": {workflow.ErrAddress}, "language": {account.ErrInvalid}}
