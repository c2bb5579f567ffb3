package client

import (
	"slices"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// What can be wrong with a credential.
var (
	ErrTwoCredentials   = &domain.Error{Kind: domain.Refused, Code: "client.two_credentials", Message: "This API client has two credentials. Revoke one before you make another."}
	ErrCredentialsSpent = &domain.Error{Kind: domain.Refused, Code: "client.credentials_spent", Message: "This API client has had as many credentials as one may have. Register a new client."}
	ErrNoCredential     = &domain.Error{Kind: domain.NotFound, Code: "client.no_such_credential", Message: "This API client has no such credential, or it was revoked."}
)

// IssueCredential makes one more credential, beside the one in use.
type IssueCredential struct{ Secret secret.Ref }

func (c IssueCredential) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.manages(act); err != nil {
		return nil, err
	}
	switch {
	case s.Suspended:
		return nil, ErrSuspended
	case c.Secret.IsZero():
		return nil, ErrInvalid
	case len(s.Credentials) >= limits.ClientCredentials:
		return nil, ErrTwoCredentials
	case s.Issued >= limits.ClientCredentialsEver:
		return nil, ErrCredentialsSpent
	}
	return []Event{CredentialIssued{Number: s.Issued + 1, Secret: c.Secret}}, nil
}

// CredentialIssued says which secret opens the door from now on.
type CredentialIssued struct {
	Number int        `json:"number" log:"public,counts the credentials of the client"`
	Secret secret.Ref `json:"secret" log:"public,names the secret and tells nothing about it"`
}

// EventType is the stored name.
func (CredentialIssued) EventType() string { return "client.credential_issued" }

func (e CredentialIssued) evolve(s State) State {
	s.Credentials = append(slices.Clip(s.Credentials), Credential(e))
	s.Issued = e.Number
	return s
}

// RevokeCredential ends a credential; at the next request it and its tokens work no longer.
type RevokeCredential struct{ Number int }

func (c RevokeCredential) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.manages(act); err != nil {
		return nil, err
	}
	if s.find(c.Number) < 0 {
		return nil, ErrNoCredential
	}
	return []Event{CredentialRevoked(c)}, nil
}

// CredentialRevoked says which credential works no longer.
type CredentialRevoked struct {
	Number int `json:"number" log:"public,counts the credentials of the client"`
}

// EventType is the stored name.
func (CredentialRevoked) EventType() string { return "client.credential_revoked" }

func (e CredentialRevoked) evolve(s State) State {
	s.Credentials = slices.DeleteFunc(slices.Clone(s.Credentials), func(c Credential) bool { return c.Number == e.Number })
	return s
}
