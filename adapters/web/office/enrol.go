package office

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/staff"
)

const (
	passwordPath = "/enrol/password"
	appPath      = "/enrol/app"
)

var _ = texts.Family("enrol.steps.", "password", "app")

func (p Pages) bindEnrol(b *frame.Binder) {
	b.Show("E01", func(v *frame.Visit) (frame.Page, error) { return enrolPage(v), nil })
	b.Do("E01", "", p.begin)
	b.Show("E02", func(v *frame.Visit) (frame.Page, error) { return newPasswordPage(v), nil })
	b.Do("E02", "", p.choosePassword)
	b.Show("E03", p.showApp)
	b.Do("E03", "", p.finish)
	b.Do("E03", "again", p.offerAgain)
}

// enrolPage is a page with one button. Opening it changes nothing: programs that check mail open links, too.
func enrolPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("enrol.title"), Body: enrolForm(v.Form(""), v.Failed() != nil)}
}

func (p Pages) begin(v *frame.Visit) (frame.Next, error) {
	id, err := uuid.Parse(v.Param("staff"))
	if err != nil {
		return frame.Next{}, staff.ErrLinkWrong
	}
	token, err := p.Enrolment.Begin(v.Context(), id, v.Network, v.Param("token"), v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Keep(token)
	return frame.To(passwordPath), nil
}

func newPasswordPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("enrol_password.title"), Body: newPasswordForm(v.Form(""), enrolSteps(v))}
}

// choosePassword also makes the secret for the authenticator app, so that the next page only has to show it.
func (p Pages) choosePassword(v *frame.Visit) (frame.Next, error) {
	if err := p.Enrolment.SetPassword(v.Context(), v.Holder(), v.Value("password"), v.Act()); err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"password": {
			vault.ErrTooShort, vault.ErrTooLong, vault.ErrNeedsUpper, vault.ErrNeedsLower, vault.ErrNeedsSpecial, vault.ErrTooCommon, vault.ErrContext,
		}})
	}
	_, err := p.Enrolment.OfferAuthenticator(v.Context(), v.Holder(), v.Act().Step("authenticator"))
	return frame.To(appPath), err
}

func (p Pages) showApp(v *frame.Visit) (frame.Page, error) {
	seed, err := p.Enrolment.Offered(v.Context(), v.Holder())
	if err != nil {
		return frame.Page{}, err
	}
	return appPage(v, p.Issuer, seed)
}

func appPage(v *frame.Visit, issuer, seed string) (frame.Page, error) {
	page := frame.Page{Title: v.T("enrol_app.title")}
	if seed == "" {
		again := v.Form("again")
		again.ID = parts.MainForm // the only one here
		page.State, page.Body = "not_offered", offerForm(again, enrolSteps(v))
		return page, nil
	}
	address, err := vault.OTPAuthURL(seed, issuer, "staff")
	page.Body = appForm(v.Form(""), v.Form("again"), enrolSteps(v), address, seed)
	return page, err
}

func enrolSteps(v *frame.Visit) []string {
	return []string{v.T("enrol.steps.password"), v.T("enrol.steps.app")}
}

// offerAgain makes a new secret; the one before works no longer.
func (p Pages) offerAgain(v *frame.Visit) (frame.Next, error) {
	_, err := p.Enrolment.OfferAuthenticator(v.Context(), v.Holder(), v.Act())
	return frame.To(appPath), err
}

// finish checks the first code of the app, and signs in.
func (p Pages) finish(v *frame.Visit) (frame.Next, error) {
	token, err := p.Enrolment.Finish(v.Context(), v.Token, v.Bearer, v.Value("code"), v.Act())
	if err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"code": {staff.ErrWrongCode}})
	}
	v.Keep(token)
	return frame.To(workPath), nil
}
