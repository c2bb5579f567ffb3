// Package cases is the read model of what happened to each case: the page that is shown of it, and the record for those
// who count. Nothing in it says who looks at a case; that is package links.
//
// A page that must not wait for the table is folded from the stream by LiveFold: the same function fills the row.
package cases

import (
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/rows"
)

// Projection keeps the tables cases and history.
var Projection = projections.Projection{
	Name:     "cases",
	Version:  3,
	Types:    rows.Types(casefile.Received{}, casefile.Recorded{}, casefile.Corrected{}, casefile.Transferred{}),
	Tables:   tables,
	Personal: []projections.Column{{Table: "cases", Column: "party_name", Subject: "party"}},
	Apply:    model.Apply,
	Load:     model.Load,
}

// The view is the page; the other columns repeat of it what lists sort, filter and count by.
const tables = `
create table cases (
	stream          text collate "C" primary key,
	receipt         text collate "C" not null unique,
	form            text not null,
	channel         text not null,
	office          text not null,
	language        text not null,
	protected       bool not null,
	receipt_date    date not null,
	status_code     text not null,
	status_occurred date not null,
	status_params   jsonb not null,
	stage           text not null,
	closed          bool not null,
	quiet           bool not null,
	last_activity   timestamptz not null,
	actions         int not null,
	party           uuid not null,
	party_role      text not null,
	party_name      text,
	view            jsonb not null,
	revision        bigint not null,
	position        bigint not null);
create index cases_open on cases (last_activity, receipt) where not closed;
create index cases_open_by_office on cases (office, last_activity, receipt) where not closed;
create index cases_open_by_stage on cases (office, stage, last_activity) where not closed;
create index cases_due on cases ((status_params->>'due'), receipt, office) where not closed and stage in ('evidence', 'intent');
create table history (
	stream   text collate "C" not null,
	number   int not null,
	receipt  text collate "C" not null,
	code     text not null,
	stage    text not null,
	public   bool not null,
	occurred date not null,
	recorded timestamptz not null,
	office   text not null,
	params   jsonb not null,
	corrected text not null,
	corrects int,
	primary key (stream, number));
create index history_by_code on history (code, occurred);
`
