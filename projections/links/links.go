// Package links is the read model of who may see which case, and of the access codes that were mailed for it.
package links

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/statements"
)

// Projection keeps the tables links and codes.
var Projection = projections.Projection{
	Name:    "links",
	Version: 1,
	Types: statements.Types(
		access.CodeIssued{}, access.CodeReissued{}, access.CodeVoided{}, access.CodeExpired{},
		access.Linked{}, access.Upgraded{}, access.BirthDateRefused{}, access.Unlinked{},
	),
	Tables: tables,
	Apply:  statements.Apply(write),
}

const tables = `
create table links (
	stream   text collate "C" not null,
	receipt  text collate "C" not null,
	account  uuid not null,
	kind     text not null,
	tier     text not null,
	since    timestamptz not null,
	upgraded timestamptz,
	primary key (stream, account));
create index links_of_account on links (account, receipt);
create table codes (
	stream  text collate "C" not null,
	number  int not null,
	receipt text collate "C" not null,
	code    uuid not null,
	why     text not null,
	issued  timestamptz not null,
	expires timestamptz not null,
	fate    text not null default '',
	wrong   int not null default 0,
	used_by text,
	used_at timestamptz,
	primary key (stream, number));
`

func write(b *pgx.Batch, f domain.Fact) error {
	_, receipt := eventstore.Split(f.Stream)
	switch e := f.Event.(type) {
	case access.CodeIssued:
		issue(b, f.Stream, receipt, e)
	case access.CodeReissued:
		b.Queue(`update codes set fate = $2 where stream = $1 and fate = ''`, f.Stream, access.Replaced)
		issue(b, f.Stream, receipt, access.CodeIssued{Code: e.Code, Issued: e.Issued, Expires: e.Expires, Why: e.Why})
	case access.CodeVoided:
		end(b, f.Stream, e.Code, access.Voided)
	case access.CodeExpired:
		end(b, f.Stream, e.Code, access.Expired)
	case access.BirthDateRefused:
		b.Queue(`update codes set wrong = wrong + 1
			where stream = $1 and number = (select max(number) from codes where stream = $1)`, f.Stream)
	case access.Linked:
		b.Queue(`insert into links (stream, receipt, account, kind, tier, since) values ($1, $2, $3, $4, $5, $6)`,
			f.Stream, receipt, e.Account, e.Kind, e.Tier, e.At)
		spend(b, f.Stream, access.Upgraded{Kind: e.Kind, Code: e.Code, At: e.At})
	case access.Upgraded:
		b.Queue(`update links set tier = $3, upgraded = $4 where stream = $1 and account = $2`,
			f.Stream, e.Account, access.TierFull, e.At)
		spend(b, f.Stream, e)
	case access.Unlinked:
		b.Queue(`delete from links where stream = $1 and account = $2`, f.Stream, e.Account)
	}
	return nil
}

func issue(b *pgx.Batch, stream, receipt string, e access.CodeIssued) {
	b.Queue(`
		insert into codes (stream, number, receipt, code, why, issued, expires)
		select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from codes where stream = $1`,
		stream, receipt, e.Code.ID, e.Why, e.Issued, e.Expires)
}

func end(b *pgx.Batch, stream string, code uuid.UUID, fate string) {
	b.Queue(`update codes set fate = $3 where stream = $1 and code = $2 and fate = ''`, stream, code, fate)
}

// spend does nothing when no code was named: a link by receipt number spends none.
func spend(b *pgx.Batch, stream string, e access.Upgraded) {
	b.Queue(`update codes set fate = $3, used_by = $4, used_at = $5 where stream = $1 and code = $2`,
		stream, e.Code, access.Used, e.Kind, e.At)
}
