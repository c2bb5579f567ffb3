// Package directory is the read model of accounts: who they are and how far they have come.
package directory

import (
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/statements"
)

// Projection keeps the table accounts.
var Projection = projections.Projection{
	Name:    "directory",
	Version: 1,
	Types: statements.Types(
		account.Registered{}, account.Confirmed{}, account.CodeVerified{}, account.AuthenticatorAdded{},
		account.BackupCodesIssued{}, account.BackupCodeUsed{}, account.RoleChosen{}, account.Activated{},
		account.Locked{}, account.Lapsed{}, account.Erased{},
	),
	Tables:   tables,
	Personal: []projections.Column{{Table: "accounts", Column: "address", Subject: "subject"}},
	Apply:    statements.Apply(write),
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

func write(b *pgx.Batch, f domain.Fact) error {
	set := func(assign string, args ...any) {
		b.Queue("update accounts set "+assign+" where stream = $1", append([]any{f.Stream}, args...)...)
	}
	switch e := f.Event.(type) {
	case account.Registered:
		return register(b, f, e)
	case account.Confirmed:
		set("state = $2", Confirmed)
	case account.CodeVerified:
		set(prove, e.Method)
	case account.AuthenticatorAdded:
		set(prove, account.MethodAuthenticator)
	case account.BackupCodesIssued:
		set("codes_left = $2", e.Count)
	case account.BackupCodeUsed:
		set("codes_left = codes_left - 1")
	case account.RoleChosen:
		set("role = $2", e.Role)
	case account.Activated:
		act, err := f.Act()
		if err != nil {
			return err
		}
		set("state = $2, number = $3, activated = $4", Active, e.Number, act.At)
	case account.Locked:
		set("locked_until = $2", e.Until)
	case account.Lapsed:
		set("state = $2", Lapsed)
	case account.Erased:
		set(`state = $2, number = '', language = '', role = '', address = null, methods = '{}', codes_left = 0,
			locked_until = null`, Erased)
	}
	return nil
}

const prove = "methods = case when $2 = any(methods) then methods else methods || $2::text end"

func register(b *pgx.Batch, f domain.Fact, e account.Registered) error {
	act, err := f.Act()
	if err != nil {
		return err
	}
	address, err := statements.Clear(e.Address)
	if err != nil {
		return err
	}
	b.Queue(`insert into accounts (stream, id, subject, language, state, address, created) values ($1, $2, $3, $4, $5, $6, $7)`,
		f.Stream, e.Account, personal.Holder(e.Account), e.Language, Pending, address, act.At)
	return nil
}
