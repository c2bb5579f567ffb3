-- +goose Up
alter table app.tokens add column proved_at timestamptz;
comment on column app.tokens.proved_at is 'When its holder last proved who they are; empty in rows of the program before: when the row was made.';
