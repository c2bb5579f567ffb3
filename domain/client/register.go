package client

import (
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// ErrExists answers a second registration under the same id.
var ErrExists = &domain.Error{Kind: domain.Conflict, Code: "client.exists", Message: "This API client exists already."}

// Register adds a client, with its first credential. That an account is a representative's, the workflow has found out.
type Register struct {
	Client      uuid.UUID // the stream's id
	Name        personal.Text
	Contact     personal.Text
	Environment string
	Scopes      []string
	Secret      secret.Ref
}

func (c Register) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !agency(act) && act.By.Kind != domain.Applicant, act.By.ID == "":
		return nil, ErrUnknown
	case s.Owner.ID != "":
		return nil, ErrExists
	case c.Client == uuid.Nil, !slices.Contains(Environments, c.Environment), !known(c.Scopes), c.Secret.IsZero(),
		!c.named(Subject(c.Client, act.By)):
		return nil, ErrInvalid
	}
	return []Event{
		Registered{Client: c.Client, Owner: act.By, Name: c.Name, Contact: c.Contact, Environment: c.Environment, Scopes: c.Scopes},
		CredentialIssued{Number: 1, Secret: c.Secret},
	}, nil
}

// Subject is whose personal data a client's name and contact are: the representative's, who may ask to be forgotten; of a
// client that staff registered its own.
func Subject(id uuid.UUID, owner domain.Actor) personal.Subject {
	if holder, err := uuid.Parse(owner.ID); err == nil && owner.Kind == domain.Applicant {
		return personal.Holder(holder)
	}
	return personal.Holder(id)
}

// named looks only at whether something was given, and for whom it will be sealed.
func (c Register) named(of personal.Subject) bool {
	return !c.Name.IsZero() && !c.Contact.IsZero() && c.Name.Subject() == of && c.Contact.Subject() == of
}

// known says that there are scopes, each of the list and none twice.
func known(scopes []string) bool {
	for i, name := range scopes {
		if _, ok := FindScope(name); !ok || slices.Contains(scopes[:i], name) {
			return false
		}
	}
	return len(scopes) > 0
}

// Registered is the first event of every client.
type Registered struct {
	Client      uuid.UUID     `json:"client" log:"public,the id of the client"`
	Owner       domain.Actor  `json:"owner" log:"public,who registered it, by id"`
	Name        personal.Text `json:"name" log:"sealed,what its owner calls it"`
	Contact     personal.Text `json:"contact" log:"sealed,the e-mail address of who looks after it"`
	Environment string        `json:"environment" log:"public,one of a list"`
	Scopes      []string      `json:"scopes" log:"public,names of a list"`
}

// EventType is the stored name.
func (Registered) EventType() string { return "client.registered" }

func (e Registered) evolve(s State) State {
	s.ID, s.Owner, s.Name, s.Contact, s.Environment, s.Scopes = e.Client, e.Owner, e.Name, e.Contact, e.Environment, e.Scopes
	return s
}
