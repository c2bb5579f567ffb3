package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// ClientDesk registers API clients and makes their credentials. What concerns a client alone (revoking, suspending, closing)
// is a command of package client, without a workflow.
type ClientDesk struct {
	Clients  Clients
	Accounts Accounts
	Codes    Codes
	Revealer Revealer
	Limits   Limits
}

// Application is what somebody asks for who registers a client.
type Application struct {
	Name        string
	Contact     string // e-mail address of who looks after the program
	Environment string
	Scopes      []string
}

// Credential is a new one, to be shown once.
type Credential struct {
	ID     client.ID
	Secret string
}

// maxClientName is what fits on a line of a list.
const maxClientName = 80

// managed is what a command on a client answers.
type managed = domain.Done[client.State, client.Event]

// Register adds a client and answers its first credential. Of those who have accounts only representatives may.
func (w ClientDesk) Register(ctx context.Context, a Application, act domain.Act) (Credential, managed, error) {
	if err := w.Admit(ctx, act.By); err != nil {
		return Credential{}, managed{}, err
	}
	name, ok := oneLine(a.Name, maxClientName)
	if !ok || name == "" {
		return Credential{}, managed{}, ErrClientName
	}
	contact, err := address(a.Contact)
	if err != nil {
		return Credential{}, managed{}, err
	}
	if act.By.Kind == domain.Applicant { // what was mistyped does not count
		if err := take(ctx, w.Limits, limits.ClientAccount, act.By.ID); err != nil {
			return Credential{}, managed{}, err
		}
	}
	id := act.NewID("client")
	of := client.Subject(id, act.By)
	return w.show(ctx, id, act, client.Register{
		Client: id, Name: personal.New(of, name), Contact: personal.New(of, contact), Environment: a.Environment, Scopes: a.Scopes,
		Secret: w.Codes.Issue(secret.ClientSecret, act),
	})
}

// Admit lets in who may register clients. An applicant is told what somebody is told who is nobody.
func (w ClientDesk) Admit(ctx context.Context, by domain.Actor) error {
	if by.Kind != domain.Applicant {
		return nil
	}
	a, err := w.Accounts.Load(ctx, by.ID)
	if err == nil && !represents(a.State) {
		err = client.ErrUnknown
	}
	return err
}

func represents(a account.State) bool {
	return a.Active && !a.Erased && a.Role == account.RoleRepresentative
}

// Issue makes one more credential, so that it can take the place of the one in use.
func (w ClientDesk) Issue(ctx context.Context, id uuid.UUID, act domain.Act) (Credential, managed, error) {
	return w.show(ctx, id, act, client.IssueCredential{Secret: w.Codes.Issue(secret.ClientSecret, act)})
}

// show runs a command that makes a credential and answers it, once: a repeat of the act is told that it was shown already.
func (w ClientDesk) show(ctx context.Context, id uuid.UUID, act domain.Act, command client.Command) (Credential, managed, error) {
	done, err := w.Clients.Do(ctx, id.String(), command, act)
	if err != nil {
		return Credential{}, managed{}, err
	}
	if done.Repeated {
		return Credential{}, done, ErrAlreadyShown
	}
	for _, e := range done.Events {
		if issued, ok := e.(client.CredentialIssued); ok {
			shown, err := w.Revealer.Reveal(secret.ClientSecret, issued.Secret)
			return Credential{ID: client.ID{Client: id, Number: issued.Number}, Secret: shown}, done, err
		}
	}
	return Credential{}, done, nil
}
