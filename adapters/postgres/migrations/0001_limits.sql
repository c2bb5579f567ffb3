-- +goose Up
create schema if not exists app;
comment on schema app is 'What changes in place: counters, sessions, leases, positions. Nothing here is a fact; the log has those.';

-- One row is written at each attempt: room in the page keeps these updates off
-- the index, and the vacuum comes early and often.
create table app.limits (
    rule         text        not null,
    key          bytea       not null,
    window_start timestamptz not null,
    count        integer     not null,
    strikes      integer     not null default 0,
    locked_until timestamptz,
    primary key (rule, key)
) with (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 200,
    autovacuum_vacuum_cost_delay = 0
);
comment on table app.limits is 'Attempts under a rule, shared between servers. The key is a keyed digest or an id, never what somebody typed.';
