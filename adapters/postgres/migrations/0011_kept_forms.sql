-- +goose Up
create table app.kept_forms (
    id          uuid        primary key,
    holder_kind text        not null,
    holder_id   uuid        not null,
    sealed      bytea       not null,
    created_at  timestamptz not null default clock_timestamp(),
    expires_at  timestamptz not null
);
create index kept_forms_holder on app.kept_forms (holder_kind, holder_id);
create index kept_forms_expires on app.kept_forms (expires_at);
comment on table app.kept_forms is 'What somebody sent when the session was over, sealed: offered to the same holder again after sign-in.';
