package httpapi

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

type enrolInput struct {
	Staff uuid.UUID `path:"staff"`
	Body  struct {
		Token string `json:"token" minLength:"1" maxLength:"128" doc:"The last part of the enrolment link"`
	}
}

func (a *API) bindStaffDoor(b *binder) {
	bind(b, "begin_enrolment", func(ctx context.Context, in *enrolInput) (*sessionOutput, error) {
		v := visiting(ctx)
		token, err := a.Enrolment.Begin(ctx, in.Staff, v.network, in.Body.Token, v.act())
		if err != nil {
			return nil, err
		}
		return entered(workflow.Entry{Token: token, Stage: workflow.StageEnrol, Holder: domain.Actor{Kind: domain.Staff}}), nil
	})
	bind(b, "set_staff_password", func(ctx context.Context, in *passwordInput) (*sessionOutput, error) {
		v := visiting(ctx)
		out := &sessionOutput{Body: sessionBody{Kind: domain.Staff, Stage: workflow.StageEnrol}}
		return out, a.Enrolment.SetPassword(ctx, v.holder(), in.Body.Password, v.act())
	})
	bind(b, "offer_staff_authenticator", func(ctx context.Context, _ *struct{}) (*seedOutput, error) {
		seed, err := a.Enrolment.OfferAuthenticator(ctx, visiting(ctx).holder(), visiting(ctx).act())
		if err != nil {
			return nil, err
		}
		return a.seed(seed)
	})
	bind(b, "finish_enrolment", func(ctx context.Context, in *codeInput) (*sessionOutput, error) {
		v := visiting(ctx)
		token, err := a.Enrolment.Finish(ctx, v.token, v.bearer, in.Body.Code, v.act())
		if err != nil {
			return nil, err
		}
		return entered(workflow.Entry{Token: token, Stage: workflow.StageFull, Holder: v.bearer.Holder}), nil
	})
	bind(b, "staff_sign_in", a.signIn(a.StaffSignIn))
	bind(b, "staff_enter_code", a.enterCode(a.StaffSignIn))
}
