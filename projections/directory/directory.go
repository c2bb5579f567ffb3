// Package directory is the read model of accounts: who they are and how far they have come.
package directory

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/rows"
)

// Projection keeps the table accounts.
var Projection = projections.Projection{
	Name:    "directory",
	Version: 4,
	Types: rows.Types(
		account.Registered{}, account.Confirmed{}, account.CodeVerified{}, account.AuthenticatorAdded{}, account.MethodRemoved{},
		account.BackupCodesIssued{}, account.BackupCodeUsed{}, account.RoleChosen{}, account.Activated{},
		account.Locked{}, account.PasswordSet{}, account.Lapsed{}, account.Erased{},
	),
	Tables:   tables,
	Personal: []projections.Column{{Table: "accounts", Column: "address", Subject: "subject"}},
	Apply:    model.Apply,
	Load:     model.Load,
}

const tables = `
create table accounts (
	stream       text collate "C" primary key,
	id           uuid not null unique,
	subject      uuid not null,
	number       text not null default '',
	language     text not null,
	role         text not null default '',
	state        text not null,
	address      text,
	methods      text[] not null default '{}',
	codes_left   int not null default 0,
	locked_until timestamptz,
	created      timestamptz not null,
	activated    timestamptz);
`

var model = rows.Model[[]row]{
	Add:    add,
	Tables: []rows.Table[[]row]{rows.Of("accounts", "stream", func(all *[]row) *[]row { return all })},
}

// row is a row of the table accounts.
type row struct {
	Stream      string
	ID          uuid.UUID
	Subject     uuid.UUID
	Number      string
	Language    string
	Role        string
	State       string
	Address     *string
	Methods     []string
	CodesLeft   int
	LockedUntil *time.Time
	Created     time.Time
	Activated   *time.Time
}

// add keeps the one row of an account; what happens to an account that was never registered is passed over.
func add(all *[]row, f domain.Fact) error {
	if e, first := f.Event.(account.Registered); first {
		if len(*all) > 0 {
			return rows.ErrTwice
		}
		r, err := registered(f, e)
		if err == nil {
			*all = []row{r}
		}
		return err
	}
	for i := range *all {
		if err := (*all)[i].become(f); err != nil {
			return err
		}
	}
	return nil
}

func registered(f domain.Fact, e account.Registered) (row, error) {
	act, err := f.Act()
	if err != nil {
		return row{}, err
	}
	address, err := rows.Clear(e.Address)
	return row{
		Stream: f.Stream, ID: e.Account, Subject: personal.Holder(e.Account), Language: e.Language, State: Pending, Address: address,
		Methods: []string{}, Created: act.At,
	}, err
}

func (r *row) become(f domain.Fact) error {
	switch e := f.Event.(type) {
	case account.Confirmed:
		r.State = Confirmed
	case account.CodeVerified:
		r.prove(e.Method)
	case account.AuthenticatorAdded:
		r.prove(account.MethodAuthenticator)
	case account.MethodRemoved:
		r.Methods = slices.DeleteFunc(slices.Clone(r.Methods), func(m string) bool { return m == e.Method })
	case account.BackupCodesIssued:
		r.CodesLeft = e.Count
	case account.BackupCodeUsed:
		r.CodesLeft--
	case account.RoleChosen:
		r.Role = e.Role
	case account.Activated:
		act, err := f.Act()
		if err != nil {
			return err
		}
		r.State, r.Number, r.Activated = Active, e.Number, &act.At
	case account.Locked:
		r.LockedUntil = &e.Until
	case account.PasswordSet:
		r.LockedUntil = nil
	case account.Lapsed:
		r.State, r.Address = Lapsed, nil
	case account.Erased:
		*r = row{
			Stream: r.Stream, ID: r.ID, Subject: r.Subject, State: Erased, Methods: []string{},
			Created: r.Created, Activated: r.Activated,
		}
	}
	return nil
}

func (r *row) prove(method string) {
	if !slices.Contains(r.Methods, method) {
		r.Methods = append(slices.Clip(r.Methods), method)
	}
}
