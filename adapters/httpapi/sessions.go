package httpapi

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/workflow"
)

func (a *API) bindSessions(b *binder) {
	bind(b, "list_sessions", a.listSessions)
	bind(b, "end_session", func(ctx context.Context, in *struct {
		Session uuid.UUID `path:"session"`
	},
	) (*struct{}, error) {
		return nil, a.SignIn.EndOther(ctx, visiting(ctx).bearer, in.Session, visiting(ctx).act())
	})
	bind(b, "end_other_sessions", func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		return nil, a.SignIn.EndAllOthers(ctx, visiting(ctx).bearer, visiting(ctx).act())
	})
	bind(b, "prove_again", a.proveAgain)
}

type sessionsOutput struct {
	Body struct {
		Sessions []sessionLine `json:"sessions" doc:"Used last first"`
	}
}

type sessionLine struct {
	ID      uuid.UUID `json:"id"`
	This    bool      `json:"this" doc:"true: the one that asks"`
	Stage   string    `json:"stage" enum:"code,full" doc:"code: the password was right, the second step is missing"`
	Started time.Time `json:"started"`
	Used    time.Time `json:"used" doc:"Last, to half a minute"`
}

func (a *API) listSessions(ctx context.Context, _ *struct{}) (*sessionsOutput, error) {
	here := visiting(ctx).bearer
	all, err := a.Tokens.List(ctx, here.Holder)
	if err != nil {
		return nil, err
	}
	out := &sessionsOutput{}
	out.Body.Sessions = []sessionLine{}
	for _, t := range all {
		if t.Recorded() {
			out.Body.Sessions = append(out.Body.Sessions, sessionLine{t.Session, t.Session == here.Session, t.Stage, t.Started, t.Seen})
		}
	}
	return out, nil
}

type proveAgainInput struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"512"`
		Code     string `json:"code,omitempty" maxLength:"40" doc:"Of the authenticator app, when one is set up"`
	}
}

func (a *API) proveAgain(ctx context.Context, in *proveAgainInput) (*sessionOutput, error) {
	v := visiting(ctx)
	e, err := a.SignIn.Reprove(ctx, v.token, v.bearer, workflow.Reproof{Network: v.network, Password: in.Body.Password, Code: in.Body.Code}, v.act())
	if err != nil {
		return nil, err
	}
	return entered(e), nil
}
