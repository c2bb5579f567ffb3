-- +goose Up
create table app.client_use (
    client      uuid        primary key,
    burst_start timestamptz not null,
    burst_count integer     not null,
    quota_start timestamptz not null,
    quota_count integer     not null
) with (
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 200,
    autovacuum_vacuum_cost_delay = 0
);
comment on table app.client_use is 'How much each API client has asked, shared between servers. A row stays as long as its client: there are few.';

create table app.credential_use (
    client    uuid        not null,
    number    integer     not null,
    last_used timestamptz not null,
    primary key (client, number)
) with (fillfactor = 70);
comment on table app.credential_use is 'When each credential of an API client was used last, to the minute. It decides nothing.';
