// Package clients is the read model of API clients: who has registered which, and which credentials there are. Whether one
// works is never asked here: the door asks the log.
package clients

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/rows"
)

// Projection keeps the table clients.
var Projection = projections.Projection{
	Name:    "clients",
	Version: 1,
	Types: rows.Types(
		client.Registered{}, client.CredentialIssued{}, client.CredentialRevoked{}, client.Suspended{}, client.Resumed{}, client.Closed{},
	),
	Tables: tables,
	Personal: []projections.Column{
		{Table: "clients", Column: "name", Subject: "subject"}, {Table: "clients", Column: "contact", Subject: "subject"},
	},
	Apply: model.Apply,
	Load:  model.Load,
}

const tables = `
create table clients (
	stream      text collate "C" primary key,
	id          uuid not null unique,
	owner_kind  text not null,
	owner_id    text not null,
	subject     uuid not null,
	name        text,
	contact     text,
	environment text not null,
	scopes      text[] not null,
	state       text not null,
	why         text not null,
	credentials jsonb not null,
	registered  timestamptz not null);
create index clients_registered on clients (registered, id);
create index clients_owner on clients (owner_id, registered, id);
`

var model = rows.Model[[]row]{
	Add:    add,
	Tables: []rows.Table[[]row]{rows.Of("clients", "stream", func(all *[]row) *[]row { return all })},
}

// row is a row of the table clients.
type row struct {
	Stream      string
	ID          uuid.UUID
	OwnerKind   string
	OwnerID     string
	Subject     uuid.UUID
	Name        *string
	Contact     *string
	Environment string
	Scopes      []string
	State       string
	Why         string
	Credentials rows.JSON[[]Credential]
	Registered  time.Time
}

func add(all *[]row, f domain.Fact) error {
	act, err := f.Act()
	if err != nil {
		return err
	}
	if e, first := f.Event.(client.Registered); first {
		if len(*all) > 0 {
			return rows.ErrTwice
		}
		r, err := registered(f.Stream, e, act.At)
		if err == nil {
			*all = []row{r}
		}
		return err
	}
	for i := range *all {
		(*all)[i].become(f.Event, act.At)
	}
	return nil
}

func registered(stream string, e client.Registered, at time.Time) (row, error) {
	r := row{
		Stream: stream, ID: e.Client, OwnerKind: e.Owner.Kind, OwnerID: e.Owner.ID, Subject: client.Subject(e.Client, e.Owner),
		Environment: e.Environment, Scopes: e.Scopes, State: Working, Credentials: rows.JSON[[]Credential]{Of: []Credential{}}, Registered: at,
	}
	var err error
	if r.Name, err = rows.Clear(e.Name); err != nil {
		return row{}, err
	}
	r.Contact, err = rows.Clear(e.Contact)
	return r, err
}

// become is the row after one more event. What ended the client outlasts what only held it up.
func (r *row) become(e domain.Event, at time.Time) {
	switch e := e.(type) {
	case client.CredentialIssued:
		r.Credentials.Of = append(slices.Clip(r.Credentials.Of), Credential{Number: e.Number, Issued: at})
	case client.CredentialRevoked:
		r.Credentials.Of = slices.DeleteFunc(slices.Clone(r.Credentials.Of), func(c Credential) bool { return c.Number == e.Number })
	case client.Suspended:
		r.State, r.Why = Suspended, e.Why
	case client.Resumed:
		r.State, r.Why = Working, ""
	case client.Closed:
		r.State, r.Why, r.Credentials.Of = Closed, "", []Credential{}
	}
}
