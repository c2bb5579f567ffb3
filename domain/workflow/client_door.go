package workflow

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// ClientDoor lets programs in. It asks the log itself at every request: what was revoked is over at the next one, on every
// server.
type ClientDoor struct {
	Clients  Clients
	Accounts Accounts
	Codes    Codes
	Bearers  Bearers
	Limits   Limits
	Digests  Digests
	Meter    Meter
}

// Grant is a program's hold on the API, for limits.ClientTokenLife.
type Grant struct {
	Token  string
	Issued time.Time
	Scopes []string
}

// Grant answers an access token for a client id and its secret. Of a client of a representative whose account is not in use
// any longer, the credentials are wrong.
func (w ClientDoor) Grant(ctx context.Context, network, id, typed string, at time.Time) (Grant, error) {
	if err := take(ctx, w.Limits, limits.TokenNetwork, w.Digests.Limit(network)); err != nil {
		return Grant{}, err
	}
	of := client.ParseID(id)
	c, err := w.Clients.Load(ctx, of.Client.String())
	if err != nil {
		return Grant{}, err
	}
	if !c.State.Opens(of.Number, w.Codes.Presented(secret.ClientSecret, typed)) {
		return Grant{}, ErrClientSecret
	}
	if err := w.stands(ctx, c.State.Owner); err != nil {
		return Grant{}, err
	}
	at = domain.Instant(at)
	token, err := w.Bearers.Seal(Bearer{Client: of, Expires: at.Add(limits.ClientTokenLife)})
	return Grant{Token: token, Issued: at, Scopes: c.State.Scopes}, err
}

// stands says whether there is still somebody who answers for the client.
func (w ClientDoor) stands(ctx context.Context, owner domain.Actor) error {
	if owner.Kind != domain.Applicant {
		return nil
	}
	a, err := w.Accounts.Load(ctx, owner.ID)
	if err == nil && !represents(a.State) {
		err = ErrClientSecret
	}
	return err
}

// Admit answers the client that bears a token, if it may do this, and counts the request. What does not hold costs no more
// than a look at the token and at the client.
func (w ClientDoor) Admit(ctx context.Context, token, scope string, at time.Time) (client.State, error) {
	b, ok := w.Bearers.Open(token)
	if !ok || !at.Before(b.Expires) {
		return client.State{}, domain.ErrSignedOut
	}
	c, err := w.Clients.Load(ctx, b.Client.Client.String())
	if err != nil {
		return client.State{}, err
	}
	if !c.State.Live(b.Client.Number) || !c.State.May(scope) {
		return client.State{}, domain.ErrSignedOut
	}
	return c.State, w.spend(ctx, b.Client, c.State.Environment)
}

func (w ClientDoor) spend(ctx context.Context, of client.ID, environment string) error {
	burst, quota := limits.ClientSecond, limits.ClientDay
	if environment == client.Sandbox {
		burst, quota = limits.SandboxSecond, limits.SandboxDay
	}
	over, wait, err := w.Meter.Spend(ctx, of, burst, quota)
	switch {
	case err != nil:
		return err
	case over == burst:
		return ErrBurst.After(wait)
	case over == quota:
		return ErrQuota.After(wait)
	}
	return nil
}
