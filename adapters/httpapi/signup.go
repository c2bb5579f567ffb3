package httpapi

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain/workflow"
)

type signUpInput struct {
	Body struct {
		Email    string `json:"email" maxLength:"254" doc:"Sign-in name, and where codes and notices go"`
		Language string `json:"language" enum:"en,es" doc:"Of the mails"`
	}
}

type signUpOutput struct {
	Body struct {
		Account uuid.UUID `json:"account" doc:"For asking for a new link; it tells nothing"`
		Next    string    `json:"next" doc:"What to do now"`
	}
}

func (a *API) bindSignUp(b *binder) {
	bind(b, "sign_up", func(ctx context.Context, in *signUpInput) (*signUpOutput, error) {
		v, out := visiting(ctx), &signUpOutput{}
		id, err := a.SignUp.Begin(ctx, v.network, in.Body.Email, in.Body.Language, v.act())
		out.Body.Account, out.Body.Next = id, "open_the_link_in_the_mail"
		return out, err
	})
	bind(b, "resend_link", func(ctx context.Context, in *struct {
		Account uuid.UUID `path:"account"`
	},
	) (*signUpOutput, error) {
		out := &signUpOutput{}
		out.Body.Account, out.Body.Next = in.Account, "open_the_link_in_the_mail"
		return out, a.SignUp.Resend(ctx, in.Account, visiting(ctx).network, visiting(ctx).act())
	})
	bind(b, "confirm_address", a.confirmAddress)
}

type confirmInput struct {
	Account uuid.UUID `path:"account"`
	Body    struct {
		Token string `json:"token" minLength:"1" maxLength:"128" doc:"The last part of the mailed link"`
	}
}

func (a *API) confirmAddress(ctx context.Context, in *confirmInput) (*stepOutput, error) {
	v := visiting(ctx)
	token, err := a.SignUp.Confirm(ctx, in.Account, v.network, in.Body.Token, v.act())
	if err != nil {
		return nil, err
	}
	out, err := a.step(ctx, in.Account)
	if err == nil {
		out.SetCookie = append(out.SetCookie, *door.Keep(token))
	}
	return out, err
}

// stepOutput tells where the sign-up stands.
type stepOutput struct {
	Recorded
	Cookie
	Body struct {
		Stage string `json:"stage" enum:"sign_up,full" doc:"full: signed up and signed in"`
		Next  string `json:"next" doc:"Next step of the sign-up; empty when there is none"`
	}
}

// step reads the account itself, not a view of it: the next step follows the last one at once.
func (a *API) step(ctx context.Context, id uuid.UUID) (*stepOutput, error) {
	s, err := a.Accounts.Load(ctx, id.String())
	if err != nil {
		return nil, err
	}
	out := &stepOutput{}
	out.Body.Next, out.Body.Stage = s.State.NextStep(), workflow.StageSignUp
	if s.State.Active {
		out.Body.Stage = workflow.StageFull
	}
	return out, nil
}
