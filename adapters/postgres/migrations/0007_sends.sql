-- +goose Up
create table app.sends (
    delivery    uuid        primary key,
    owner       uuid        not null,
    started_at  timestamptz not null default now(),
    attempt     integer     not null,
    lease_until timestamptz not null
);
create index sends_lease on app.sends (lease_until);
comment on table app.sends is 'Messages being sent right now. A row whose lease has run out is a message of which nobody knows whether it went.';
