package account

import (
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
)

// appOffer is what an authenticator app is set up with: as a picture, and to type.
type appOffer struct{ Seed, URL string }

// showNewApp shows an offer again to who has just typed a code of it, or reads it in another language.
func (p Pages) showNewApp(v *frame.Visit) (frame.Page, error) {
	if v.Value("offered") == "" {
		return newAppPage(v), nil
	}
	seed, err := p.Settings.Offered(v.Context(), v.Bearer, v.Act())
	switch {
	case err != nil:
		return frame.Page{}, err
	case seed == "": // used already
		return newAppPage(v), nil
	}
	return p.offeredPage(v, seed)
}

func newAppPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("new_app.title"), Back: toMethods(v), Body: newAppBody(v.Form("offer")), Formless: true}
}

func (p Pages) offeredPage(v *frame.Visit, seed string) (frame.Page, error) {
	url, err := vault.OTPAuthURL(seed, p.Issuer, "account")
	return offeredAppPage(v, appOffer{seed, url}), err
}

func offeredAppPage(v *frame.Visit, o appOffer) frame.Page {
	p := frame.Page{Title: v.T("new_app.title"), Back: toMethods(v), Body: offeredAppBody(v.Form("code"), o)}
	if v.Failed() == nil {
		p.State = "offered"
	}
	return p
}

// offerNewApp shows the secret at once: it must not stand in an address.
func (p Pages) offerNewApp(v *frame.Visit) (frame.Next, error) {
	seed, err := p.Settings.OfferAuthenticator(v.Context(), v.Bearer, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	page, err := p.offeredPage(v, seed)
	return frame.Here(page), err
}

func (p Pages) proveNewApp(v *frame.Visit) (frame.Next, error) {
	if _, err := p.Settings.ProveAuthenticator(v.Context(), v.Bearer, v.Value("code"), v.Act()); err != nil {
		return frame.Next{}, atCode(err)
	}
	return frame.To("/settings/methods?done=added"), nil
}

func toMethods(v *frame.Visit) *parts.Link {
	return &parts.Link{Href: "/settings/methods", Text: v.T("methods.title")}
}
