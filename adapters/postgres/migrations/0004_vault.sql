-- +goose Up
create table app.vault (
    id         uuid        primary key,
    kind       text        not null,
    hash       text,
    sealed     bytea,
    last_step  bigint      not null default 0,
    created_at timestamptz not null default now(),
    check (num_nonnulls(hash, sealed) = 1)
);
comment on table app.vault is 'What chosen secrets look like: a hash, or a sealed seed. Which of them is valid only the log says.';
create index vault_created on app.vault (created_at);
