-- +goose Up
create table app.leases (
    name       text        primary key,
    owner      uuid        not null,
    until      timestamptz not null,
    generation bigint      not null default 1
) with (fillfactor = 50);
comment on table app.leases is 'Who does a piece of work just now, by the clock of this database. For speed only: truth is the compare-and-set of a checkpoint.';
