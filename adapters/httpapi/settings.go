package httpapi

import "context"

func (a *API) bindSettings(b *binder) {
	bind(b, "renew_backup_codes", func(ctx context.Context, _ *struct{}) (*backupOutput, error) {
		codes, err := a.Settings.RenewBackupCodes(ctx, visiting(ctx).bearer, visiting(ctx).act())
		out := &backupOutput{}
		out.Body.Codes = codes
		return out, err
	})
	bind(b, "offer_new_authenticator", func(ctx context.Context, _ *struct{}) (*seedOutput, error) {
		seed, err := a.Settings.OfferAuthenticator(ctx, visiting(ctx).bearer, visiting(ctx).act())
		if err != nil {
			return nil, err
		}
		return a.seed(seed)
	})
	bind(b, "prove_new_authenticator", func(ctx context.Context, in *codeInput) (*stepOutput, error) {
		return a.after(ctx)(a.Settings.ProveAuthenticator(ctx, visiting(ctx).bearer, in.Body.Code, visiting(ctx).act()))
	})
	bind(b, "send_method_code", func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		return nil, a.Settings.SendCode(ctx, visiting(ctx).bearer, visiting(ctx).act())
	})
	bind(b, "enter_method_code", func(ctx context.Context, in *codeInput) (*stepOutput, error) {
		return a.after(ctx)(a.Settings.EnterCode(ctx, visiting(ctx).bearer, in.Body.Code, visiting(ctx).act()))
	})
	bind(b, "send_method_text", func(ctx context.Context, in *phoneInput) (*struct{}, error) {
		return nil, a.Settings.SendText(ctx, visiting(ctx).bearer, in.Body.Phone, visiting(ctx).act())
	})
	bind(b, "enter_method_text_code", func(ctx context.Context, in *codeInput) (*stepOutput, error) {
		return a.after(ctx)(a.Settings.EnterCode(ctx, visiting(ctx).bearer, in.Body.Code, visiting(ctx).act()))
	})
	bind(b, "remove_method", func(ctx context.Context, in *struct {
		Method string `path:"method" enum:"mail,text,authenticator"`
	},
	) (*struct{}, error) {
		_, err := a.Settings.RemoveMethod(ctx, visiting(ctx).bearer, in.Method, visiting(ctx).act())
		return nil, err
	})
	bind(b, "choose_alerts", func(ctx context.Context, in *struct {
		Body struct {
			Text bool `json:"text" doc:"A message to the mobile number on the account says that there is an e-mail, and nothing else"`
		}
	},
	) (*struct{}, error) {
		_, err := a.Settings.ChooseAlerts(ctx, visiting(ctx).bearer, in.Body.Text, visiting(ctx).act())
		return nil, err
	})
}
