-- +goose Up
alter table app.leases add column rank bigint not null default 0;
comment on column app.leases.rank is 'Who may take the lease from whom: a higher rank at once, a lower one only when nobody of a higher is left.';

create table app.reactor_sets (
    print text        primary key,
    rank  bigint      generated always as identity,
    since timestamptz not null default now()
);
comment on table app.reactor_sets is 'Each set of reactors and the events they answer that ever was started here: the later its first start, the higher its rank.';

create table app.answers (
    consumer text    not null,
    type     text    not null,
    seen     bigint  not null,
    asked    boolean not null default false,
    primary key (consumer, type)
);
comment on table app.answers is 'Up to where a reactor has answered the events of a type.';
comment on column app.answers.seen is 'A lower bound. While the type is asked for, the checkpoint of the consumer is another: the higher of the two counts.';
comment on column app.answers.asked is 'Whoever claimed the checkpoint last answers this type. The others stay behind, for whoever answers them next.';
