-- +goose Up
create table app.number_series (
    series text   primary key,
    last   bigint not null
);
comment on table app.number_series is 'The last number given out in each series.';

create table app.numbers (
    series text   not null references app.number_series,
    act    uuid   not null,
    number bigint not null,
    primary key (series, act),
    unique (series, number)
);
comment on table app.numbers is 'Which act was given which number, so that its repeat is given the same.';
