package httpapi

import (
	"context"
	"time"

	"github.com/google/uuid"
)

type accountOutput struct {
	Body struct {
		ID        uuid.UUID  `json:"id"`
		Number    string     `json:"number,omitempty" doc:"The online account number"`
		Stage     string     `json:"stage" enum:"sign_up,full"`
		Next      string     `json:"next" doc:"Next step of the sign-up; empty when there is none"`
		Language  string     `json:"language"`
		Role      string     `json:"role,omitempty"`
		Methods   []string   `json:"methods" doc:"Ways to prove the second step of signing in"`
		Alerts    bool       `json:"text_alerts" doc:"Notices about the account's security are told of by text message, too"`
		CodesLeft int        `json:"backup_codes_left"`
		Questions bool       `json:"reset_questions" doc:"Whether reset questions were chosen"`
		Locked    *time.Time `json:"locked_until,omitempty"`
	}
}

// showAccount reads the account itself: whoever has just done a step sees it.
func (a *API) showAccount(ctx context.Context, _ *struct{}) (*accountOutput, error) {
	loaded, err := a.Accounts.Load(ctx, visiting(ctx).bearer.Holder.ID)
	if err != nil {
		return nil, err
	}
	s, out := loaded.State, &accountOutput{}
	b := &out.Body
	b.ID, b.Number, b.Next, b.Language, b.Role = s.ID, s.Number, s.NextStep(), s.Language, s.Role
	b.Methods, b.CodesLeft, b.Stage = append([]string{}, s.Methods...), s.Backup.Left(), visiting(ctx).bearer.Stage
	b.Alerts = s.TextAlerts
	b.Questions = len(s.Questions) > 0
	if s.Locked(a.Now()) {
		b.Locked = &s.LockedUntil
	}
	return out, nil
}
