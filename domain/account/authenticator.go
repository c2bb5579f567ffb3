package account

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// ErrNotOffered answers the proof of an authenticator that is not the one offered last.
var ErrNotOffered = &domain.Error{Kind: domain.Refused, Code: "account.not_offered", Message: "Set up the authenticator app again: this key is not the last one that was shown."}

// OfferAuthenticator shows the holder a seed, which the vault keeps. It is not valid before it is proved.
type OfferAuthenticator struct{ Credential uuid.UUID }

func (c OfferAuthenticator) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	switch c.Credential {
	case uuid.Nil:
		return nil, ErrInvalid
	case s.Offered, s.Authenticator:
		return nil, nil
	}
	return []Event{AuthenticatorOffered(c)}, nil
}

// AuthenticatorOffered says which seed may be proved; the one before may not any longer.
type AuthenticatorOffered struct {
	Credential uuid.UUID `json:"credential" log:"public,names the row of the vault that may become valid"`
}

// EventType is the stored name.
func (AuthenticatorOffered) EventType() string { return "account.authenticator_offered" }

func (e AuthenticatorOffered) evolve(s State) State {
	s.Offered = e.Credential
	return s
}

// ProveAuthenticator enters a code of the offered authenticator. Matches is what the vault said of it.
type ProveAuthenticator struct {
	Credential uuid.UUID
	Matches    bool
}

func (c ProveAuthenticator) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	if err := s.triesLeft(act.At); err != nil {
		return nil, err
	}
	switch {
	case c.Credential == uuid.Nil, c.Credential != s.Offered && c.Credential != s.Authenticator:
		return nil, ErrNotOffered
	case !c.Matches:
		return []Event{s.refuse(MethodAuthenticator, act.At)}, nil
	case c.Credential == s.Authenticator:
		return nil, nil
	}
	return []Event{AuthenticatorAdded{Credential: c.Credential, Was: s.Authenticator}}, nil
}

// AuthenticatorAdded says which authenticator is valid from now on.
type AuthenticatorAdded struct {
	Credential uuid.UUID `json:"credential" log:"public,names the row of the vault that is valid"`
	Was        uuid.UUID `json:"was,omitzero" log:"public,names the row of the vault that may be forgotten"`
}

// EventType is the stored name.
func (AuthenticatorAdded) EventType() string { return "account.authenticator_added" }

func (e AuthenticatorAdded) evolve(s State) State {
	s.Offered, s.Authenticator = uuid.Nil, e.Credential
	return s.prove(MethodAuthenticator)
}
