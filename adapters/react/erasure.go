package react

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections/deadlines"
	"github.com/casetrail/casetrail/projections/links"
)

// farewellLives is how long the last message may take; then the key is destroyed without it.
const farewellLives = deadlines.Farewell

// erasure does what follows from an account's erasure: its credentials forgotten, its cases unlinked, a last message asked
// for. The key is destroyed when that message has ended, whichever way; see destruction. The scheduler sees to it that it
// is destroyed in any case.
func (s Set) erasure() feed.Reactor {
	return feed.Reactor{
		Name: "erasure", Answers: types(account.Erased{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			of, err := s.Accounts.Load(ctx, subject(f))
			if err != nil {
				return err
			}
			if err := s.forget(ctx, of.State); err != nil {
				return err
			}
			was, err := s.accountAt(ctx, f.Stream, f.Revision-1) // an erased account has no address any longer
			if err != nil {
				return err
			}
			if err := s.farewell(ctx, f, was, act); err != nil {
				return err
			}
			return s.unlinkAll(ctx, f, of.State.ID, act) // last: a read model that lags holds up nothing else
		},
	}
}

func (s Set) forget(ctx context.Context, a account.State) error {
	ids := []uuid.UUID{a.Credential, a.Authenticator, a.Offered}
	for _, q := range a.Questions {
		ids = append(ids, q.Answer)
	}
	ids = slices.DeleteFunc(ids, func(id uuid.UUID) bool { return id == uuid.Nil })
	if len(ids) == 0 {
		return nil
	}
	return s.Vault.Forget(ctx, ids...)
}

// viewPatience is how long the read model of links is waited for; then the event is answered again.
const viewPatience = 5 * time.Second

// unlinkAll asks the read model once it has passed the erasure: what was linked before is then known there. What was linked
// later, the reactor on links undoes.
func (s Set) unlinkAll(ctx context.Context, f domain.Fact, id uuid.UUID, act func(string) domain.Act) error {
	if err := s.passed(ctx, f.Position); err != nil {
		return err
	}
	seen, err := s.mayBeLinked(ctx, id)
	if err != nil {
		return err
	}
	for _, receipt := range seen {
		if err := s.unlink(ctx, receipt, id, act); err != nil {
			return err
		}
	}
	return nil
}

func (s Set) passed(ctx context.Context, at domain.Position) error {
	ctx, cancel := context.WithTimeout(ctx, viewPatience)
	defer cancel()
	how, err := s.Views.Wait(ctx, at, links.Projection.Name)
	if err == nil && !how.Reached {
		err = fmt.Errorf("the read model of links is not there yet: %w", domain.ErrBusy)
	}
	return err
}

// mayBeLinked is every case that the read model shows to the account, and those that it passes over: only their streams
// know who sees them.
func (s Set) mayBeLinked(ctx context.Context, id uuid.UUID) (receipts []string, err error) {
	parked, err := s.Views.Parked(ctx, links.Projection.Name)
	if err != nil {
		return nil, err
	}
	seen, err := s.Links.OfAccount(ctx, id)
	for _, l := range seen {
		receipts = append(receipts, l.Receipt)
	}
	for _, p := range parked {
		_, receipt := eventstore.Split(p.Stream)
		receipts = append(receipts, receipt)
	}
	slices.Sort(receipts)
	return slices.Compact(receipts), err
}

// farewell asks for the last message; when it is too late for one, the key goes at once.
func (s Set) farewell(ctx context.Context, f domain.Fact, a account.State, act func(string) domain.Act) error {
	at, err := when(f)
	if err != nil {
		return err
	}
	if !a.Confirmed || !act("farewell").At.Before(at.Add(farewellLives)) {
		return s.Keys.Destroy(ctx, personal.Holder(a.ID), f.ID)
	}
	to := a.Address
	if err := s.Opener.OpenTexts(ctx, &to); err != nil {
		return err
	}
	if _, state := to.Value(); state != personal.Clear {
		return s.Keys.Destroy(ctx, personal.Holder(a.ID), f.ID)
	}
	return s.request(ctx, f, act, message{
		template: mail.AccountErased, language: a.Language, recipient: holder(a.ID), to: a.Address,
		params: map[string]string{"at": instant(at)}, resend: true, notAfter: at.Add(farewellLives),
	})
}

// destruction destroys the key of an erased account once the last message about it has ended. The certificate is the id
// of the event that erased.
func (s Set) destruction() feed.Reactor {
	return feed.Reactor{
		Name: "destruction", Answers: types(delivery.Sent{}, delivery.GivenUp{}, delivery.InDoubt{}, delivery.Bounced{}, delivery.Delivered{}),
		React: func(ctx context.Context, f domain.Fact, _ func(string) domain.Act) error {
			id, err := uuid.Parse(subject(f))
			if err != nil {
				return err
			}
			asked, e, err := outbox.Request(ctx, s.Log, s.Codec, id)
			if err != nil || e.Template != mail.AccountErased {
				return err
			}
			was, err := asked.Act()
			if err != nil {
				return err
			}
			account, err := uuid.Parse(e.Recipient.ID)
			if err != nil {
				return err
			}
			return s.Keys.Destroy(ctx, personal.Holder(account), was.Cause)
		},
	}
}
