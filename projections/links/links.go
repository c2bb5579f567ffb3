// Package links is the read model of who may see which case, of the access codes that were mailed for it, and of what was
// said against their use.
package links

import (
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/rows"
)

// Projection keeps the tables links, codes and disputes.
var Projection = projections.Projection{
	Name:    "links",
	Version: 2,
	Types: rows.Types(
		access.CodeIssued{}, access.CodeReissued{}, access.CodeVoided{}, access.CodeExpired{},
		access.Linked{}, access.Upgraded{}, access.BirthDateRefused{}, access.Unlinked{},
		access.CodeDisputed{}, access.DisputeUpheld{}, access.DisputeRejected{},
	),
	Tables: tables,
	Apply:  model.Apply,
	Load:   model.Load,
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
create table disputes (
	stream      text collate "C" not null,
	number      int not null,
	receipt     text collate "C" not null,
	code        uuid not null,
	code_number int not null,
	by          uuid not null,
	account     uuid not null,
	kind        text not null,
	used_at     timestamptz not null,
	opened      timestamptz not null,
	outcome     text not null default '',
	why         text not null default '',
	settled     timestamptz,
	primary key (stream, number));
create index disputes_open on disputes (opened, code) where outcome = '';
`
