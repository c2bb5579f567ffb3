package workflow

import (
	"context"
	"errors"
	"fmt"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
)

// Officer receives paper filings and issues access codes. What concerns a case alone (actions, corrections, transfers) is
// a command of package casefile, without a workflow.
type Officer struct {
	Cases   Cases
	Access  Access
	Codes   Codes
	Numbers Numbers
}

// Check answers what Receive would keep, or why it would refuse, and records nothing. For a number that is yet to be
// allocated any other stands.
func (w Officer) Check(ctx context.Context, f Filing, act domain.Act) (Filing, error) {
	f, err := f.clean()
	if err != nil {
		return f, err
	}
	receipt, now := casefile.AllocateReceipt(0), casefile.State{}
	if f.Receipt != "" {
		if receipt, err = casefile.ParseReceipt(f.Receipt); err != nil {
			return f, err
		}
		c, err := w.Cases.Load(ctx, string(receipt))
		if err != nil {
			return f, err
		}
		now, f.Receipt = c.State, string(receipt)
	}
	_, err = casefile.Decide(now, f.receive(receipt), act)
	return f, err
}

// Receive files a case. The party's data is sealed under the party's own key: the agency's record, not an account's.
// A number that it would allocate may have been typed before: then the next one is taken.
func (w Officer) Receive(ctx context.Context, f Filing, act domain.Act) (casefile.Receipt, domain.Done[casefile.State, casefile.Event], error) {
	f, err := f.clean()
	if err != nil {
		return "", domain.Done[casefile.State, casefile.Event]{}, err
	}
	if f.Receipt != "" {
		receipt, err := casefile.ParseReceipt(f.Receipt)
		if err != nil {
			return "", domain.Done[casefile.State, casefile.Event]{}, err
		}
		return w.receive(ctx, receipt, f, act)
	}
	for try := 1; ; try++ {
		n, err := w.Numbers.Next(ctx, "receipt", act.Step(fmt.Sprint("receipt ", try)).ID)
		if err != nil {
			return "", domain.Done[casefile.State, casefile.Event]{}, err
		}
		receipt, done, err := w.receive(ctx, casefile.AllocateReceipt(n), f, act)
		if !errors.Is(err, casefile.ErrAlreadyReceived) || try == 10 {
			return receipt, done, err
		}
	}
}

func (w Officer) receive(ctx context.Context, receipt casefile.Receipt, f Filing, act domain.Act) (casefile.Receipt, domain.Done[casefile.State, casefile.Event], error) {
	done, err := w.Cases.Do(ctx, string(receipt), f.receive(receipt), act)
	return receipt, done, err
}

// IssueCode sends a letter with an access code, the first or a new one; the old code dies.
func (w Officer) IssueCode(ctx context.Context, receipt casefile.Receipt, why string, act domain.Act) (lettered, error) {
	return letters{w.Cases, w.Access, w.Codes}.send(ctx, receipt, why, act)
}
