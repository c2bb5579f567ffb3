package workflow

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/staff"
)

// InvitationKey names the invitation of an address: the same one however often an operator has to ask, until the address
// is given back. Like the id of the claim it tells nothing about the address.
func (w Enrolment) InvitationKey(ctx context.Context, typed string) (string, error) {
	to, err := address(typed)
	if err != nil {
		return "", err
	}
	id := w.Digests.Address(RealmStaff, to)
	claimed, err := w.Claims.Load(ctx, id)
	before := claimed.Revision
	if claimed.State.Holder != uuid.Nil {
		before-- // the last event is what this invitation itself has recorded
	}
	return id + "@" + strconv.FormatUint(uint64(before), 10), err
}

// Reinvite makes a new link for somebody whose link is over, or whose phone is lost, and answers its secret. The link before
// works no longer.
func (w Enrolment) Reinvite(ctx context.Context, id uuid.UUID, act domain.Act) (string, error) {
	done, err := w.Staff.Do(ctx, id.String(), staff.Reinvite{
		Link: w.Codes.Issue(secret.EnrolLink, act), Expires: act.At.Add(limits.EnrolLinkLife),
	}, act)
	if err != nil {
		return "", err
	}
	return w.Revealer.Reveal(secret.EnrolLink, done.State.Link)
}
