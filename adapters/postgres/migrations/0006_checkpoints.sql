-- +goose Up
create table app.checkpoints (
    name       text        primary key,
    version    integer     not null,
    position   bigint      not null,
    epoch      uuid        not null,
    owner      uuid,
    updated_at timestamptz not null default now(),
    halted     text        not null default ''
) with (fillfactor = 50);
comment on table app.checkpoints is 'How far each consumer of the log has come.';
comment on column app.checkpoints.halted is 'Why it goes no further until somebody acts: a code; empty while it goes on.';

create table app.parked (
    consumer    text        not null,
    stream      text        not null,
    position    bigint      not null,
    since       timestamptz not null default now(),
    reason_code text        not null,
    attempts    integer     not null default 1,
    primary key (consumer, stream)
);
comment on table app.parked is 'Streams that a consumer has set aside, since the event at this position.';
