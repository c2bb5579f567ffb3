-- +goose Up
alter table app.checkpoints
    add column created_at timestamptz not null default now(),
    add column built_at   timestamptz,
    add column personal   jsonb not null default '[]';
comment on column app.checkpoints.built_at is 'When a read model had everything for the first time; until then nobody is sent to a server that needs it.';
comment on column app.checkpoints.personal is 'Where the tables hold personal data: an erasure reaches them although nobody feeds them any more.';
update app.checkpoints set built_at = now() where name like '%\_v' || version; -- people look at these already

create table app.builds (
    schema     text        primary key,
    target     text        not null,
    stage      text        not null default 'reading',
    position   bigint      not null default 0,
    head       bigint      not null,
    pass       integer     not null default 1,
    passes     integer     not null default 1,
    started_at timestamptz not null default clock_timestamp(),
    until      timestamptz not null
) with (fillfactor = 50);
comment on table app.builds is 'Schemas that are being filled to take the place of another; after until their builder is gone, and so may they be.';
