// Package credentials is the read model of the rows of the vault that the log has ever named. The sweeper forgets a row
// only when it is not here.
package credentials

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/statements"
)

// Projection keeps the table credentials. An authenticator is named when it is offered, before it is proved. Nothing is
// taken away again: what was replaced is forgotten by a reactor, and naming it for ever does no harm.
var Projection = projections.Projection{
	Name:    "credentials",
	Version: 1,
	Types: statements.Types(
		account.PasswordSet{}, account.AuthenticatorOffered{}, staff.PasswordSet{}, staff.AuthenticatorOffered{},
	),
	Tables: tables,
	Apply:  statements.Apply(write),
}

const tables = `
create table credentials (
	stream     text collate "C" not null,
	credential uuid not null,
	primary key (stream, credential));
create index credentials_credential on credentials (credential);
`

func write(b *pgx.Batch, f domain.Fact) error {
	switch e := f.Event.(type) {
	case account.PasswordSet:
		name(b, f.Stream, e.Credential)
	case account.AuthenticatorOffered:
		name(b, f.Stream, e.Credential)
	case staff.PasswordSet:
		name(b, f.Stream, e.Credential)
	case staff.AuthenticatorOffered:
		name(b, f.Stream, e.Credential)
	}
	return nil
}

func name(b *pgx.Batch, stream string, credential uuid.UUID) {
	b.Queue(`insert into credentials (stream, credential) values ($1, $2) on conflict do nothing`, stream, credential)
}
