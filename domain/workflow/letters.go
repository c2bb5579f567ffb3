package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// letters is what a letter with an access code takes, whoever asks for it. Who may, the rule says.
type letters struct {
	Cases  Cases
	Access Access
	Codes  Codes
}

// lettered is what a command about a code answers.
type lettered = domain.Done[access.State, access.Event]

func (w letters) send(ctx context.Context, receipt casefile.Receipt, why string, act domain.Act) (lettered, error) {
	c, err := w.Cases.Load(ctx, string(receipt))
	switch {
	case err != nil:
		return lettered{}, err
	case !c.State.Received:
		return lettered{}, casefile.ErrUnknown
	case !receipt.Online() || c.State.Channel != casefile.ChannelPaper || c.State.Protected:
		return lettered{}, ErrNotPaper
	}
	return w.Access.Do(ctx, string(receipt), access.IssueCode{
		Code: w.Codes.Issue(secret.AccessCode, act), Expires: act.At.AddDate(0, 0, limits.AccessCodeDays), Why: why,
	}, act)
}

// AskCode sends a letter with a new access code to the address of record, for an account that sees the status of the case.
// Whoever does not is told nothing about it.
func (w Linking) AskCode(ctx context.Context, id uuid.UUID, receipt casefile.Receipt, act domain.Act) (lettered, error) {
	a, err := w.Access.Load(ctx, string(receipt))
	if err == nil && a.State.Links[id] == "" {
		err = access.ErrNoMatch
	}
	if err != nil {
		return lettered{}, err
	}
	return letters{w.Cases, w.Access, w.Codes}.send(ctx, receipt, access.WhyOnline, act)
}
