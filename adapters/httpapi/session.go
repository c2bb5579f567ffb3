package httpapi

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain/workflow"
)

type signInInput struct {
	Body struct {
		Email    string `json:"email" minLength:"1" maxLength:"254"`
		Password string `json:"password" minLength:"1" maxLength:"512"`
		Method   string `json:"method,omitempty" enum:"mail,text,mail_text,authenticator" doc:"How to prove the second step; left out, the first of: authenticator, mail_text (one code, both ways), text, mail. Where no text message can go out, mail takes its place"`
	}
}

type sessionOutput struct {
	Cookie
	Body sessionBody
}

type sessionBody struct {
	Kind   string `json:"kind" enum:"applicant,staff"`
	Stage  string `json:"stage" enum:"sign_up,enrol,code,reset,full" doc:"code: enter the second step; reset: choose a new password; full: signed in"`
	Method string `json:"method,omitempty" doc:"Where the code of the second step comes from"`
}

func entered(e workflow.Entry) *sessionOutput {
	out := &sessionOutput{Body: sessionBody{Kind: e.Holder.Kind, Stage: e.Stage, Method: e.Method}}
	out.SetCookie = append(out.SetCookie, *door.Keep(e.Token))
	return out
}

func (a *API) bindSession(b *binder) {
	bind(b, "sign_in", a.signIn(a.SignIn))
	bind(b, "show_session", func(ctx context.Context, _ *struct{}) (*sessionOutput, error) {
		t := visiting(ctx).bearer
		return &sessionOutput{Body: sessionBody{Kind: t.Holder.Kind, Stage: t.Stage}}, nil
	})
	bind(b, "resend_code", func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		return nil, a.SignIn.Resend(ctx, visiting(ctx).bearer, "", visiting(ctx).act())
	})
	bind(b, "send_code_by", func(ctx context.Context, in *struct {
		Method string `path:"method" enum:"mail,text,mail_text"`
	},
	) (*struct{}, error) {
		return nil, a.SignIn.Resend(ctx, visiting(ctx).bearer, in.Method, visiting(ctx).act())
	})
	bind(b, "enter_code", a.enterCode(a.SignIn))
	bind(b, "sign_out", a.signOut)
}

func (a *API) signIn(at workflow.SignIn) func(context.Context, *signInInput) (*sessionOutput, error) {
	return func(ctx context.Context, in *signInInput) (*sessionOutput, error) {
		v := visiting(ctx)
		device := v.device
		if device == uuid.Nil {
			device = v.act().NewID("device") // the same again when the request is sent again
		}
		e, err := at.Password(ctx, workflow.Attempt{
			Network: v.network, Address: in.Body.Email, Password: in.Body.Password, Method: in.Body.Method, Device: device,
		}, v.act())
		if err != nil {
			return nil, err
		}
		out := entered(e)
		out.SetCookie = append(out.SetCookie, *door.Remember(device))
		return out, nil
	}
}

type enterCodeInput struct {
	Body struct {
		By   string `json:"by" enum:"mail,text,mail_text,authenticator,backup"`
		Code string `json:"code" minLength:"1" maxLength:"40" doc:"As typed; spaces and dashes do not matter"`
	}
}

func (a *API) enterCode(at workflow.SignIn) func(context.Context, *enterCodeInput) (*sessionOutput, error) {
	return func(ctx context.Context, in *enterCodeInput) (*sessionOutput, error) {
		v := visiting(ctx)
		e, err := at.Code(ctx, v.token, v.bearer, in.Body.By, in.Body.Code, v.act())
		if err != nil {
			return nil, err
		}
		return entered(e), nil
	}
}

type signedOut struct {
	Cookie
	Clear string `header:"Clear-Site-Data"`
}

func (a *API) signOut(ctx context.Context, _ *struct{}) (*signedOut, error) {
	v := visiting(ctx)
	if err := a.SignIn.SignOut(ctx, v.bearer, v.act()); err != nil {
		return nil, err
	}
	out := &signedOut{Clear: `"cache", "storage"`}
	out.SetCookie = append(out.SetCookie, *door.Drop())
	return out, nil
}
