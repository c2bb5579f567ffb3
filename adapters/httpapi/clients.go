package httpapi

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (a *API) bindClients(b *binder) {
	bind(b, "register_client", a.registerClient)
	bind(b, "list_clients", a.listClients(func(visit) uuid.UUID { return uuid.Nil }))
	bind(b, "issue_client_credential", a.issueCredential)
	bind(b, "revoke_client_credential", a.revokeCredential)
	bind(b, "suspend_client", func(ctx context.Context, in *suspendInput) (*clientOutput, error) {
		return a.manage(ctx, in.Client, client.Suspend{Why: in.Body.Why})
	})
	bind(b, "resume_client", func(ctx context.Context, in *OnClient) (*struct{}, error) {
		_, err := a.manage(ctx, in.Client, client.Resume{})
		return nil, err
	})
	bind(b, "close_client", a.closeClient)

	bind(b, "register_own_client", a.registerClient)
	bind(b, "list_own_clients", a.listClients(visit.holder))
	bind(b, "issue_own_client_credential", a.issueCredential)
	bind(b, "revoke_own_client_credential", a.revokeCredential)
	bind(b, "close_own_client", a.closeClient)
}

// OnClient is what every change of an API client brings.
type OnClient struct {
	Client uuid.UUID `path:"client"`
}

type registerClientInput struct {
	Body struct {
		Name        string   `json:"name" minLength:"1" maxLength:"200" doc:"What you call the program"`
		Contact     string   `json:"contact" minLength:"1" maxLength:"254" doc:"E-mail address of who looks after it"`
		Environment string   `json:"environment" enum:"sandbox,production" doc:"sandbox: sees the published test numbers only"`
		Scopes      []string `json:"scopes" minItems:"1" maxItems:"20" doc:"What it may do: case-status"`
	}
}

// credentialOutput shows a secret, once.
type credentialOutput struct {
	Recorded
	Body struct {
		Client       uuid.UUID `json:"client"`
		Number       int       `json:"number" doc:"Counts the credentials of the client"`
		ClientID     string    `json:"client_id"`
		ClientSecret string    `json:"client_secret" doc:"Shown now and never again"`
	}
}

func (a *API) registerClient(ctx context.Context, in *registerClientInput) (*credentialOutput, error) {
	shown, done, err := a.ClientDesk.Register(ctx, workflow.Application{
		Name: in.Body.Name, Contact: in.Body.Contact, Environment: in.Body.Environment, Scopes: in.Body.Scopes,
	}, visiting(ctx).act())
	return credential(shown, recorded(a, done)), err
}

func (a *API) issueCredential(ctx context.Context, in *OnClient) (*credentialOutput, error) {
	shown, done, err := a.ClientDesk.Issue(ctx, in.Client, visiting(ctx).act())
	return credential(shown, recorded(a, done)), err
}

func credential(shown workflow.Credential, at Recorded) *credentialOutput {
	out := &credentialOutput{Recorded: at}
	out.Body.Client, out.Body.Number = shown.ID.Client, shown.ID.Number
	out.Body.ClientID, out.Body.ClientSecret = shown.ID.String(), shown.Secret
	return out
}

type revokeInput struct {
	OnClient
	Number int `path:"number" minimum:"1" maximum:"100000"`
}

func (a *API) revokeCredential(ctx context.Context, in *revokeInput) (*struct{}, error) {
	_, err := a.manage(ctx, in.Client, client.RevokeCredential{Number: in.Number})
	return nil, err
}

type suspendInput struct {
	OnClient
	Body struct {
		Why string `json:"why" enum:"misuse,leaked,asked" doc:"leaked: a secret became known to others; asked: its owner asked"`
	}
}

type clientOutput struct {
	Recorded
	Body struct {
		Client uuid.UUID `json:"client"`
	}
}

func (a *API) closeClient(ctx context.Context, in *OnClient) (*struct{}, error) {
	_, err := a.manage(ctx, in.Client, client.Close{})
	return nil, err
}

func (a *API) manage(ctx context.Context, id uuid.UUID, command client.Command) (*clientOutput, error) {
	done, err := a.Clients.Do(ctx, id.String(), command, visiting(ctx).act())
	if err != nil {
		return nil, err
	}
	out := &clientOutput{Recorded: recorded(a, done)}
	out.Body.Client = id
	return out, nil
}

type clientsInput struct{ Page }

type clientLine struct {
	ID          uuid.UUID        `json:"client"`
	Name        string           `json:"name" doc:"Empty when it was erased"`
	Contact     string           `json:"contact" doc:"Empty when it was erased"`
	Environment string           `json:"environment" enum:"sandbox,production"`
	Scopes      []string         `json:"scopes"`
	State       string           `json:"state" enum:"working,suspended,closed"`
	Why         string           `json:"why,omitempty" doc:"Of a suspension"`
	Registered  time.Time        `json:"registered"`
	Credentials []credentialLine `json:"credentials" doc:"Those that were not revoked, the oldest first"`
}

type credentialLine struct {
	Number   int        `json:"number"`
	ClientID string     `json:"client_id"`
	Issued   time.Time  `json:"issued"`
	LastUsed *time.Time `json:"last_used,omitempty" doc:"To the minute; none when it never was"`
}

type clientsOutput struct {
	Body struct {
		Clients []clientLine `json:"clients"`
		Next    string       `json:"next,omitempty" doc:"Cursor of the next page; none after the last"`
		Behind  bool         `json:"being_updated,omitempty" doc:"true: newer changes are still being added"`
	}
}

// listClients lists what the owner sees; staff, for whom it is nobody, see all.
func (a *API) listClients(owner func(visit) uuid.UUID) func(context.Context, *clientsInput) (*clientsOutput, error) {
	return func(ctx context.Context, in *clientsInput) (*clientsOutput, error) {
		list, err := a.Reading.Programs(ctx, owner(visiting(ctx)), in.WaitFor, in.Cursor, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &clientsOutput{}
		out.Body.Clients, out.Body.Next, out.Body.Behind = make([]clientLine, 0, len(list.Items)), list.Next, list.Behind
		for _, p := range list.Items {
			line := clientLine{
				ID: p.ID, Name: orEmpty(p.Name), Contact: orEmpty(p.Contact), Environment: p.Environment, Scopes: p.Scopes, State: p.State, Why: p.Why,
				Registered: p.Registered.UTC(), Credentials: []credentialLine{},
			}
			for _, c := range p.Credentials.Of {
				id := client.ID{Client: p.ID, Number: c.Number}
				shown := credentialLine{Number: c.Number, ClientID: id.String(), Issued: c.Issued}
				if at, used := p.Used[id]; used {
					shown.LastUsed = &at
				}
				line.Credentials = append(line.Credentials, shown)
			}
			out.Body.Clients = append(out.Body.Clients, line)
		}
		return out, nil
	}
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
