// Package credentials is the read model of the rows of the vault that the log has ever named. The sweeper forgets a row
// only when it is not here.
package credentials

import (
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/rows"
)

// Projection keeps the table credentials. An authenticator is named when it is offered, before it is proved. Nothing is
// taken away again: what was replaced is forgotten by a reactor, and naming it for ever does no harm.
var Projection = projections.Projection{
	Name:    "credentials",
	Version: 2,
	Types: rows.Types(
		account.PasswordSet{}, account.AuthenticatorOffered{}, account.QuestionsSet{}, staff.PasswordSet{}, staff.AuthenticatorOffered{},
	),
	Tables: tables,
	Apply:  model.Apply,
	Load:   model.Load,
}

const tables = `
create table credentials (
	stream     text collate "C" not null,
	credential uuid not null,
	primary key (stream, credential));
create index credentials_credential on credentials (credential);
`

var model = rows.Model[[]credential]{
	Add:    add,
	Tables: []rows.Table[[]credential]{rows.Of("credentials", "stream, credential", func(all *[]credential) *[]credential { return all })},
}

type credential struct {
	Stream     string
	Credential uuid.UUID
}

func add(all *[]credential, f domain.Fact) error {
	for _, id := range named(f.Event) {
		if row := (credential{f.Stream, id}); !slices.Contains(*all, row) {
			*all = append(*all, row)
		}
	}
	return nil
}

func named(event domain.Event) []uuid.UUID {
	switch e := event.(type) {
	case account.PasswordSet:
		return []uuid.UUID{e.Credential}
	case account.AuthenticatorOffered:
		return []uuid.UUID{e.Credential}
	case account.QuestionsSet:
		return e.Answers
	case staff.PasswordSet:
		return []uuid.UUID{e.Credential}
	case staff.AuthenticatorOffered:
		return []uuid.UUID{e.Credential}
	}
	return nil
}
