-- +goose Up
create table app.tokens (
    hash         bytea       primary key check (octet_length(hash) = 32),
    holder_kind  text        not null,
    holder_id    uuid        not null,
    session      uuid        not null,
    stage        text        not null,
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at   timestamptz not null,
    form_secret  bytea
) with (fillfactor = 85);
create index tokens_holder on app.tokens (holder_kind, holder_id);
create index tokens_session on app.tokens (session);
comment on table app.tokens is 'Browser sessions. Only the SHA-256 of a token is kept: a copy of this table signs nobody in.';
