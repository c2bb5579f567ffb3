package workflow

import (
	"context"
	"crypto/subtle"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// Linking lets an account see a case that was filed on paper.
type Linking struct {
	Accounts Accounts
	Cases    Cases
	Access   Access
	Codes    Codes
	Limits   Limits
	Digests  Digests
	Opener   Opener // asks the key store anew at each call: known and unknown cost the same
}

// Proof is what the account holder typed. Code is empty for a link by receipt number alone.
type Proof struct {
	Network   string
	Receipt   string
	BirthDate string
	Code      string
}

// Link links a case, in full with an access code, for its status without; with a code it also upgrades a link.
// Unknown, protected and mismatching cases have one answer and do the same work.
func (w Linking) Link(ctx context.Context, id uuid.UUID, p Proof, act domain.Act) (casefile.Receipt, lettered, error) {
	receipt, born, err := w.try(ctx, id, p)
	if err != nil {
		return "", lettered{}, err
	}
	kind, err := w.kind(ctx, id)
	if err != nil {
		return "", lettered{}, err
	}
	known, matches, err := w.match(ctx, receipt, born)
	if err != nil {
		return "", lettered{}, err
	}
	done, err := w.Access.Do(ctx, string(receipt), w.command(id, kind, receipt, p, known, matches), act)
	return receipt, done, err
}

// try reads what was typed, and counts it as a try.
func (w Linking) try(ctx context.Context, id uuid.UUID, p Proof) (casefile.Receipt, civil.Date, error) {
	receipt, err := casefile.ParseReceipt(p.Receipt)
	if err != nil {
		return "", civil.Date{}, err
	}
	born, err := civil.Parse(p.BirthDate)
	if err != nil {
		return "", civil.Date{}, ErrBirthDate
	}
	if err := take(ctx, w.Limits, limits.LinkAccount, id.String()); err != nil {
		return "", civil.Date{}, err
	}
	return receipt, born, take(ctx, w.Limits, limits.LinkNetwork, w.Digests.Limit(p.Network))
}

// kind is told to whoever shows the same code later. It is read before the case, whatever the case is. Who has not said
// that they represent others is an applicant.
func (w Linking) kind(ctx context.Context, id uuid.UUID) (string, error) {
	a, err := w.Accounts.Load(ctx, id.String())
	if a.State.Role == account.RoleRepresentative {
		return access.KindRepresentative, err
	}
	return access.KindApplicant, err
}

func (w Linking) command(id uuid.UUID, kind string, receipt casefile.Receipt, p Proof, known, matches bool) access.Command {
	if p.Code == "" {
		return access.LinkByReceipt{Account: id, Kind: kind, Matches: known && matches}
	}
	return access.Redeem{
		Account: id, Kind: kind, Code: w.Codes.Presented(secret.AccessCode, p.Code),
		BirthDateMatches: matches, Known: known && receipt.Online(),
	}
}

// match compares the date of birth in constant time; a case that does not exist is compared with a date that nobody has.
func (w Linking) match(ctx context.Context, receipt casefile.Receipt, born civil.Date) (known, matches bool, err error) {
	c, err := w.Cases.Load(ctx, string(receipt))
	if err != nil {
		return false, false, err
	}
	on := c.State.BirthDate.Text
	if err := openFiled(ctx, w.Opener, receipt, &on); err != nil {
		return false, false, err
	}
	filed, state := on.Value()
	same := subtle.ConstantTimeCompare([]byte(filed), []byte(born.String())) == 1
	return c.State.Received && !c.State.Protected, same && state == personal.Clear, nil
}
