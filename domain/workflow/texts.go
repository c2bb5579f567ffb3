package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/phone"
)

// The errors of text messages.
var (
	ErrTextsOff  = &domain.Error{Kind: domain.Refused, Code: "text.off", Message: "Text messages are not available here. Use another way."}
	ErrTextLimit = &domain.Error{Kind: domain.Limited, Code: "text.limit", Message: "No more text messages can go to this number for now. Use another way, or wait a while."}
)

// Texts says whether a text message may go out now. The zero Texts sends none: nobody is offered any.
type Texts struct {
	On      bool
	Limits  Limits
	Digests Digests
	Opener  Opener
}

// number reads what an account holder typed as the number for text messages.
func (t Texts) number(of uuid.UUID, typed string) (personal.Text, error) {
	if !t.On {
		return personal.Text{}, ErrTextsOff
	}
	n, err := phone.Parse(typed)
	if err != nil {
		return personal.Text{}, err
	}
	return personal.New(personal.Holder(of), string(n)), nil
}

// take counts one message to a number that the holder of an account has proved, or wants to prove. What is counted for a
// number is counted for all accounts together.
func (t Texts) take(ctx context.Context, account string, to personal.Text, proved bool) error {
	if !t.On {
		return ErrTextsOff
	}
	if err := t.Opener.OpenTexts(ctx, &to); err != nil {
		return err
	}
	number, state := to.Value()
	if state != personal.Clear || to.IsZero() {
		return ErrTextsOff
	}
	key := t.Digests.Limit("text " + number)
	rules := []struct{ name, key string }{{limits.TextAccount, account}, {limits.TextNumber, key}, {limits.TextNumberDay, key}}
	if !proved {
		rules = append(rules, struct{ name, key string }{limits.TextNewNumber, key})
	}
	for _, r := range rules {
		left, wait, err := t.Limits.Take(ctx, r.name, r.key)
		switch {
		case err != nil:
			return err
		case left < 0:
			return ErrTextLimit.After(wait)
		}
	}
	return nil
}
