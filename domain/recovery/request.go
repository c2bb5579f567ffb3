package recovery

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// ErrExists answers a second request under the same id.
var ErrExists = &domain.Error{Kind: domain.Conflict, Code: "recovery.exists", Message: "This request for a new password exists already."}

// Request asks for the link to a new password. Whether anybody has the address is found out when the mail is written, not now:
// nobody can learn here which addresses are known.
type Request struct {
	Recovery uuid.UUID // the stream's id
	Address  personal.Text
	Language string
	Claim    string
	Link     secret.Ref
	Expires  time.Time
}

func (c Request) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case act.By.Kind != domain.Anonymous:
		return nil, ErrUnknown
	case s.ID != uuid.Nil:
		return nil, ErrExists
	case c.Recovery == uuid.Nil, c.Address.IsZero(), c.Claim == "", c.Link.IsZero(), !act.At.Before(c.Expires),
		!slices.Contains(account.Languages, c.Language):
		return nil, ErrInvalid
	}
	return []Event{Requested(c)}, nil
}

// Requested is the first event of every forgotten password.
type Requested struct {
	Recovery uuid.UUID     `json:"recovery" log:"public,the id of the request"`
	Address  personal.Text `json:"address" log:"sealed,the e-mail address as it was typed: who has no account is told so there"`
	Language string        `json:"language" log:"public,the language of the page"`
	Claim    string        `json:"claim" log:"digest,finds the account of an address without keeping the address"`
	Link     secret.Ref    `json:"link" log:"public,names the secret of the mailed link and tells nothing about it"`
	Expires  time.Time     `json:"expires" log:"public,the link works until then"`
}

// EventType is the stored name.
func (Requested) EventType() string { return "recovery.requested" }

func (e Requested) evolve(s State) State {
	s.ID, s.Address, s.Language, s.Claim, s.Link, s.LinkExpires = e.Recovery, e.Address, e.Language, e.Claim, e.Link, e.Expires
	return s
}
