package httpapi

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
)

func (a *API) bindAccount(b *binder) {
	bind(b, "show_account", a.showAccount)
	bind(b, "show_terms", showTerms)
	bind(b, "accept_terms", func(ctx context.Context, in *struct {
		Body struct {
			Version string `json:"version" maxLength:"40" doc:"The version that was shown"`
		}
	},
	) (*stepOutput, error) {
		return a.after(ctx)(a.SignUp.AcceptTerms(ctx, visiting(ctx).holder(), in.Body.Version, visiting(ctx).act()))
	})
	bind(b, "set_password", func(ctx context.Context, in *passwordInput) (*stepOutput, error) {
		return a.after(ctx)(a.SignUp.SetPassword(ctx, visiting(ctx).holder(), in.Body.Password, visiting(ctx).act()))
	})
	bind(b, "send_sign_up_code", func(ctx context.Context, _ *struct{}) (*stepOutput, error) {
		if err := a.SignUp.SendCode(ctx, visiting(ctx).holder(), visiting(ctx).act()); err != nil {
			return nil, err
		}
		return a.step(ctx, visiting(ctx).holder())
	})
	bind(b, "send_sign_up_text", func(ctx context.Context, in *phoneInput) (*stepOutput, error) {
		if err := a.SignUp.SendText(ctx, visiting(ctx).holder(), in.Body.Phone, visiting(ctx).act()); err != nil {
			return nil, err
		}
		return a.step(ctx, visiting(ctx).holder())
	})
	bind(b, "enter_sign_up_code", func(ctx context.Context, in *codeInput) (*stepOutput, error) {
		return a.after(ctx)(a.SignUp.EnterCode(ctx, visiting(ctx).holder(), in.Body.Code, visiting(ctx).act()))
	})
	bind(b, "offer_authenticator", func(ctx context.Context, _ *struct{}) (*seedOutput, error) {
		seed, err := a.SignUp.OfferAuthenticator(ctx, visiting(ctx).holder(), visiting(ctx).act())
		if err != nil {
			return nil, err
		}
		return a.seed(seed)
	})
	bind(b, "prove_authenticator", func(ctx context.Context, in *codeInput) (*stepOutput, error) {
		return a.after(ctx)(a.SignUp.ProveAuthenticator(ctx, visiting(ctx).holder(), in.Body.Code, visiting(ctx).act()))
	})
	bind(b, "make_backup_codes", a.makeBackupCodes)
	bind(b, "choose_role", func(ctx context.Context, in *struct {
		Body struct {
			Role string `json:"role" enum:"applicant,representative"`
		}
	},
	) (*stepOutput, error) {
		return a.after(ctx)(a.Accounts.Do(ctx, visiting(ctx).bearer.Holder.ID, account.ChooseRole{Role: in.Body.Role}, visiting(ctx).act()))
	})
	bind(b, "activate_account", a.activate)
	bind(b, "list_own_deliveries", a.listOwnDeliveries)
}

// after answers a command on the account with the step that follows it.
func (a *API) after(ctx context.Context) func(domain.Done[account.State, account.Event], error) (*stepOutput, error) {
	return func(done domain.Done[account.State, account.Event], err error) (*stepOutput, error) {
		if err != nil {
			return nil, err
		}
		out, err := a.step(ctx, visiting(ctx).holder())
		if err == nil {
			out.Recorded = recorded(a, done)
		}
		return out, err
	}
}

type termsOutput struct {
	Body struct {
		Version string `json:"version" doc:"To send when they are accepted"`
		Text    text   `json:"text"`
	}
}

func showTerms(context.Context, *struct{}) (*termsOutput, error) {
	out := &termsOutput{}
	out.Body.Version = account.TermsVersion
	out.Body.Text = text{EN: account.Terms("en"), ES: account.Terms("es")}
	return out, nil
}

type passwordInput struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"512"`
	}
}

type phoneInput struct {
	Body struct {
		Phone string `json:"phone,omitempty" maxLength:"64" doc:"A US mobile number; left out: again to the one that was given last"`
	}
}

type codeInput struct {
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"40" doc:"As typed; spaces and dashes do not matter"`
	}
}

type seedOutput struct {
	Body struct {
		Seed string `json:"seed" doc:"To type into an authenticator app"`
		URL  string `json:"url" doc:"The same as an otpauth URL, for a QR picture"`
	}
}

func (a *API) seed(seed string) (*seedOutput, error) {
	url, err := vault.OTPAuthURL(seed, a.Issuer, "account")
	out := &seedOutput{}
	out.Body.Seed, out.Body.URL = seed, url
	return out, err
}

type backupOutput struct {
	Body struct {
		Codes []string `json:"codes" doc:"Shown this once. Each works once in the place of a code."`
	}
}

func (a *API) makeBackupCodes(ctx context.Context, _ *struct{}) (*backupOutput, error) {
	codes, err := a.SignUp.BackupCodes(ctx, visiting(ctx).holder(), visiting(ctx).act())
	out := &backupOutput{}
	out.Body.Codes = codes
	return out, err
}

func (a *API) activate(ctx context.Context, _ *struct{}) (*stepOutput, error) {
	v := visiting(ctx)
	device := v.device
	if device == uuid.Nil {
		device = v.act().NewID("device") // the same again when the request is sent again
	}
	token, err := a.SignUp.Finish(ctx, v.token, v.bearer, device, v.act())
	if err != nil {
		return nil, err
	}
	out, err := a.step(ctx, v.holder())
	if err == nil {
		out.SetCookie = append(out.SetCookie, *door.Keep(token), *door.Remember(device))
	}
	return out, err
}
