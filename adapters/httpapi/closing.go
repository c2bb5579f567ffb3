package httpapi

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
)

func (a *API) bindClosing(b *binder) {
	bind(b, "ask_closing", a.askClosing)
	bind(b, "cancel_closing", func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		return nil, a.Closing.Cancel(ctx, visiting(ctx).bearer, visiting(ctx).act())
	})
}

// closing is the end of an account that its holder asked for.
type closing struct {
	Reference uuid.UUID `json:"reference" doc:"What the holder can quote"`
	Due       time.Time `json:"due" doc:"When the data in the account is made unreadable, unless that is canceled"`
}

// closingOf is nil when the holder has not asked.
func closingOf(c account.Closing) *closing {
	if !c.Asked() {
		return nil
	}
	return &closing{c.Reference, c.Due}
}

type closingOutput struct {
	Body closing
}

func (a *API) askClosing(ctx context.Context, in *struct {
	Body struct {
		Email string `json:"email" maxLength:"254" doc:"The account's own address, typed to show that it is meant"`
	}
},
) (*closingOutput, error) {
	asked, err := a.Closing.Ask(ctx, visiting(ctx).bearer, in.Body.Email, visiting(ctx).act())
	if err != nil {
		return nil, err
	}
	return &closingOutput{closing(asked)}, nil
}
