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

// Dispute says of a used access code that it was not its holder who used it. It takes the same proof, counts as the same
// tries, and gives those who guess the same answer and the same work as Link.
func (w Linking) Dispute(ctx context.Context, id uuid.UUID, p Proof, act domain.Act) (casefile.Receipt, lettered, error) {
	receipt, born, err := w.try(ctx, id, p)
	if err != nil {
		return "", lettered{}, err
	}
	known, matches, err := w.match(ctx, receipt, born)
	if err != nil {
		return "", lettered{}, err
	}
	done, err := w.Access.Do(ctx, string(receipt), access.Dispute{
		Account: id, Code: w.Codes.Presented(secret.AccessCode, p.Code), BirthDateMatches: matches, Known: known && receipt.Online(),
	}, act)
	return receipt, done, err
}

// UpholdDispute ends the link that a disputed code made, and sends a letter with a new code to the address of record.
func (w Officer) UpholdDispute(ctx context.Context, receipt casefile.Receipt, code uuid.UUID, act domain.Act) (lettered, error) {
	return w.Access.Do(ctx, string(receipt), access.UpholdDispute{
		Code: code, New: w.Codes.Issue(secret.AccessCode, act), Expires: act.At.AddDate(0, 0, limits.AccessCodeDays),
	}, act)
}
