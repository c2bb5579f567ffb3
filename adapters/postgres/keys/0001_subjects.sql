-- +goose Up
create schema if not exists keys;
comment on schema keys is 'Keys of subjects. In a database of its own, so that a copy of the other one opens nothing.';

-- A destroyed key leaves its row behind, so that it is never made again.
create table keys.subjects (
    subject      uuid        primary key,
    wrapped      bytea,
    created_at   timestamptz not null default now(),
    destroyed_at timestamptz,
    certificate  uuid,
    held_until   timestamptz,
    check ((wrapped is null) = (destroyed_at is not null))
);
comment on table keys.subjects is 'One key a subject, wrapped by the master key; null when it was destroyed.';
