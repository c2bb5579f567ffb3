-- +goose Up
alter table app.tokens add column ended text;
comment on column app.tokens.ended is 'Why it ended before its time; the row stays until the log has the end of the session.';
