package account

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// Languages are those that we write in.
var Languages = []string{"en", "es"}

// ErrExists answers a second registration under the same id.
var ErrExists = &domain.Error{Kind: domain.Conflict, Code: "account.exists", Message: "This account exists already."}

// Register begins an account. Whether its address is free is found out when its link is followed, not now:
// nobody can learn here which addresses are known.
type Register struct {
	Account  uuid.UUID // the stream's id
	Address  personal.Text
	Language string
	Claim    string
	Link     secret.Ref
	Expires  time.Time
}

func (c Register) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case act.By.Kind != domain.Anonymous && act.By.Kind != domain.Operator:
		return nil, ErrUnknown
	case s.Exists:
		return nil, ErrExists
	case c.Account == uuid.Nil, c.Address.IsZero(), c.Claim == "", c.Link.IsZero(), !act.At.Before(c.Expires),
		!slices.Contains(Languages, c.Language):
		return nil, ErrInvalid
	}
	return []Event{Registered(c)}, nil
}

// Registered is the first event of every account.
type Registered struct {
	Account  uuid.UUID     `json:"account" log:"public,the id of the account"`
	Address  personal.Text `json:"address" log:"sealed,the e-mail address at which we write to the holder"`
	Language string        `json:"language" log:"public,the language in which we write"`
	Claim    string        `json:"claim" log:"digest,finds the account of an address without keeping the address"`
	Link     secret.Ref    `json:"link" log:"public,names the secret of the confirmation link and tells nothing about it"`
	Expires  time.Time     `json:"expires" log:"public,the link works until then and the registration lapses"`
}

// EventType is the stored name.
func (Registered) EventType() string { return "account.registered" }

func (e Registered) evolve(s State) State {
	s.ID, s.Exists, s.Address, s.Language, s.Claim = e.Account, true, e.Address, e.Language, e.Claim
	s.Link, s.LinkExpires = e.Link, e.Expires
	return s
}
