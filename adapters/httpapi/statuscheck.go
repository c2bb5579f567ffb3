package httpapi

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/domain/workflow"
)

type statusInput struct {
	Body struct {
		Receipt   string `json:"receipt_number" minLength:"1" maxLength:"40" doc:"Three letters and ten digits; spaces, dashes and case do not matter"`
		BirthDate string `json:"birth_date,omitempty" maxLength:"10" doc:"Of the person on the case, YYYY-MM-DD; or the last name"`
		LastName  string `json:"last_name,omitempty" maxLength:"200" doc:"Of the person on the case; case and accents do not matter"`
	}
}

type statusOutput struct {
	Body struct {
		Receipt      string    `json:"receipt_number"`
		Form         string    `json:"form"`
		Status       status    `json:"status"`
		LastActivity time.Time `json:"last_activity"`
	}
}

// checkStatus answers from the log itself: it is asked seldom, and no view says who may ask without an account.
func (a *API) checkStatus(ctx context.Context, in *statusInput) (*statusOutput, error) {
	receipt, err := a.StatusCheck.Check(ctx, workflow.Question{
		Network: visiting(ctx).network, Receipt: in.Body.Receipt, BirthDate: in.Body.BirthDate, LastName: in.Body.LastName,
	})
	if err != nil {
		return nil, err
	}
	view, _, err := a.Reading.Live(ctx, string(receipt))
	out := &statusOutput{}
	out.Body.Receipt, out.Body.Form = string(view.Receipt), view.Form
	out.Body.Status, out.Body.LastActivity = a.status(view.Status), view.LastActivity
	return out, err
}
