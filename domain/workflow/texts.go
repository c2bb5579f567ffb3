package workflow

import (
	"context"
	"errors"

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
	Shares  Shares
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

// Alert counts a message that says to the holder of an account that there is an e-mail. False: none may go now, and the
// e-mail must do.
func (t Texts) Alert(ctx context.Context, account string, to personal.Text) (may bool, err error) {
	_, err = t.hold(ctx, account, to, limits.TextAlert)
	if errors.Is(err, ErrTextsOff) || errors.Is(err, ErrTextLimit) {
		return false, nil
	}
	return err == nil, err
}

// held is one message that was counted and is not asked for yet. The zero held is none.
type held struct {
	giveBack func(context.Context) error
}

// hold counts one message to a number of the holder of an account, also under narrower rules for a number, if any. What is
// counted for a number is counted for all accounts together. Counting comes first, so that fifty at once send no more than
// there may be; when one rule says no, nothing is counted.
func (t Texts) hold(ctx context.Context, account string, to personal.Text, narrow ...string) (held, error) {
	if !t.On {
		return held{}, ErrTextsOff
	}
	if err := t.Opener.OpenTexts(ctx, &to); err != nil {
		return held{}, err
	}
	number, state := to.Value()
	if state != personal.Clear || to.IsZero() {
		return held{}, ErrTextsOff
	}
	key := t.Digests.Limit("text " + number)
	counts := []Count{{limits.TextAccount, account}, {limits.TextNumber, key}, {limits.TextNumberDay, key}}
	for _, rule := range narrow {
		counts = append(counts, Count{rule, key})
	}
	giveBack, wait, err := t.Shares.Hold(ctx, counts...)
	if err == nil && giveBack == nil {
		err = ErrTextLimit.After(wait)
	}
	return held{giveBack}, err
}

// settle answers err. What was held is given back when nothing goes out: the rules said no, or the same act asked before.
// A failure that leaves it open counts.
func settle[S any, E domain.Event](ctx context.Context, h held, done domain.Done[S, E], err error) error {
	var no *domain.Error
	open := err != nil && (!errors.As(err, &no) || no.Kind == domain.Unavailable)
	goesOut := err == nil && !done.Repeated && len(done.Events) > 0
	if h.giveBack == nil || open || goesOut {
		return err
	}
	if back := h.giveBack(ctx); err == nil {
		return back
	}
	return err
}
