package httpapi

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (a *API) bindRecovery(b *binder) {
	bind(b, "ask_reset", func(ctx context.Context, in *signUpInput) (*resetAsked, error) {
		out := &resetAsked{}
		out.Body.Next = "open_the_link_in_the_mail"
		return out, a.Recovery.Begin(ctx, visiting(ctx).network, in.Body.Email, in.Body.Language, visiting(ctx).act())
	})
	bind(b, "open_reset", a.openReset)
	bind(b, "show_reset", func(ctx context.Context, _ *struct{}) (*resetOutput, error) {
		return a.reset(ctx, visiting(ctx).bearer)
	})
	bind(b, "send_reset_code", func(ctx context.Context, _ *struct{}) (*resetOutput, error) {
		return a.sendResetCode(ctx, "")
	})
	bind(b, "send_reset_code_by", func(ctx context.Context, in *struct {
		Method string `path:"method" enum:"mail,text,mail_text"`
	},
	) (*resetOutput, error) {
		return a.sendResetCode(ctx, in.Method)
	})
	bind(b, "prove_reset", func(ctx context.Context, in *enterCodeInput) (*resetOutput, error) {
		if err := a.Recovery.Prove(ctx, visiting(ctx).bearer, in.Body.By, in.Body.Code, visiting(ctx).act()); err != nil {
			return nil, err
		}
		return a.reset(ctx, visiting(ctx).bearer)
	})
	bind(b, "finish_reset", a.finishReset)
}

type resetAsked struct {
	Body struct {
		Next string `json:"next" doc:"What to do now"`
	}
}

type openResetInput struct {
	Recovery uuid.UUID `path:"recovery"`
	Body     struct {
		Token string `json:"token" minLength:"1" maxLength:"128" doc:"The last part of the mailed link"`
	}
}

// resetOutput tells where a reset stands.
type resetOutput struct {
	Cookie
	Body struct {
		Next  string     `json:"next" enum:"questions,code,password" doc:"questions: answer the reset questions; code: prove the second step; password: choose the new one"`
		Asked []question `json:"questions,omitempty" doc:"The reset questions, when they come next"`
		Ways  []string   `json:"ways" doc:"How the second step can be proved: authenticator, mail_text (one code, both ways), text, mail, backup"`
		Until time.Time  `json:"until" doc:"Then the reset is over"`
	}
}

func (a *API) openReset(ctx context.Context, in *openResetInput) (*resetOutput, error) {
	v := visiting(ctx)
	token, err := a.Recovery.Open(ctx, in.Recovery, v.network, in.Body.Token, v.act())
	if err != nil {
		return nil, err
	}
	bearer, err := a.Tokens.Find(ctx, token)
	if err != nil {
		return nil, err
	}
	out, err := a.reset(ctx, bearer)
	if err == nil {
		out.SetCookie = append(out.SetCookie, *door.Keep(token))
	}
	return out, err
}

func (a *API) sendResetCode(ctx context.Context, by string) (*resetOutput, error) {
	v := visiting(ctx)
	if err := a.Recovery.SendCode(ctx, v.bearer, by, v.act()); err != nil {
		return nil, err
	}
	return a.reset(ctx, v.bearer)
}

// reset reads the streams themselves, not a view of them: the next step follows the last one at once.
func (a *API) reset(ctx context.Context, at workflow.Token) (*resetOutput, error) {
	r, of, err := a.Recovery.Now(ctx, at)
	if err != nil {
		return nil, err
	}
	out := &resetOutput{}
	out.Body.Next, out.Body.Until, out.Body.Ways = nextOfReset(r), r.Until, a.resetWays(of)
	if r.Unanswered() {
		out.Body.Asked = asked(of)
	}
	return out, nil
}

func nextOfReset(r recovery.State) string {
	switch {
	case r.Unanswered():
		return "questions"
	case r.Proved:
		return "password"
	}
	return "code"
}

func (a *API) resetWays(of account.State) []string {
	ways := append([]string{}, a.Recovery.Ways(of)...)
	if of.Backup.Left() > 0 {
		ways = append(ways, account.MethodBackup)
	}
	return ways
}

type finishResetInput struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"512"`
		Stay     bool   `json:"stay_signed_in_elsewhere,omitempty" doc:"true: other sessions of the account go on; left out, they end"`
	}
}

type resetDone struct {
	Cookie
	Body struct {
		Next string `json:"next" doc:"What to do now"`
	}
}

func (a *API) finishReset(ctx context.Context, in *finishResetInput) (*resetDone, error) {
	v := visiting(ctx)
	if err := a.Recovery.SetPassword(ctx, v.bearer, in.Body.Password, in.Body.Stay, v.act()); err != nil {
		return nil, err
	}
	out := &resetDone{}
	out.Body.Next = "sign_in"
	out.SetCookie = append(out.SetCookie, *door.Drop())
	return out, nil
}
