package client

import (
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// The environments. A sandbox client sees the published sandbox numbers and nothing else.
const (
	Sandbox    = "sandbox"
	Production = "production"
)

// Environments is the list.
var Environments = []string{Sandbox, Production}

// State is an API client as it is now. The zero State is none.
type State struct {
	ID          uuid.UUID
	Owner       domain.Actor  // a member of staff, or the account of a representative
	Name        personal.Text // sealed
	Contact     personal.Text // sealed
	Environment string
	Scopes      []string
	Credentials []Credential // those that work, oldest first
	Issued      int          // credentials in all
	Suspended   bool
	Closed      bool
}

// Credential is one that works. Numbers count from 1 and are never used again.
type Credential struct {
	Number int
	Secret secret.Ref
}

// Live says whether a credential opens the door now.
func (s State) Live(number int) bool { return !s.Suspended && !s.Closed && s.find(number) >= 0 }

// Opens says whether this is the secret of that credential, and the credential works. A client that is none takes the same
// comparison.
func (s State) Opens(number int, presented secret.Presented) bool {
	var ref secret.Ref
	if i := s.find(number); i >= 0 {
		ref = s.Credentials[i].Secret
	}
	return presented != nil && presented.Is(ref) && s.Live(number)
}

// May says whether the client has a scope.
func (s State) May(scope string) bool { return slices.Contains(s.Scopes, scope) }

func (s State) find(number int) int {
	return slices.IndexFunc(s.Credentials, func(c Credential) bool { return c.Number == number })
}

// OwnedBy says whether the actor is the client's owner.
func (s State) OwnedBy(who domain.Actor) bool {
	return s.Owner.ID != "" && who.Kind == s.Owner.Kind && who.ID == s.Owner.ID
}

// manages is the error for whoever may not touch this client, or comes too late.
func (s State) manages(act domain.Act) error {
	switch {
	case s.Owner.ID == "", !agency(act) && !s.OwnedBy(act.By):
		return ErrUnknown
	case s.Closed:
		return ErrClosed
	}
	return nil
}

// agency says that staff acts, or an operator.
func agency(act domain.Act) bool {
	return act.By.Kind == domain.Staff || act.By.Kind == domain.Operator
}
