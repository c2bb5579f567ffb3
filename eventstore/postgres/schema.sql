-- The log: one append-only table, two unique indexes, one function to append with. Run once, in one transaction, by Migrate.
create schema es;

create table es.meta (
  one    boolean primary key default true check (one),
  store  uuid not null default gen_random_uuid(),
  epoch  uuid not null default gen_random_uuid(), -- replaced after every restore
  schema int  not null
);
insert into es.meta (schema) values (2);

create table es.events (
  position    bigint primary key,                 -- 1, 2, 3, …: commit order, no holes
  stream      text collate "C" not null,
  revision    bigint not null,                    -- 1, 2, 3, … inside the stream
  event_id    uuid not null,
  type        text collate "C" not null,
  recorded_at timestamptz not null,               -- under the lock: never before that of an earlier position
  data        bytea not null,                     -- exactly the bytes that were written
  meta        bytea not null,
  unique (stream, revision)
) with (
  -- What is only ever inserted needs vacuum too: for index-only scans, freezing and the planner's figures.
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000,
  autovacuum_freeze_min_age = 0
);
-- Compressing would happen while the lock is held, and ciphertext does not compress. Compressing each event before it is sent
-- does not pay either. Measured with zstd, fastest level, on events of 742 bytes of JSON with sealed fields and ids: 1.02 of
-- their size; with a dictionary 0.55, but writing one so takes longer than the database takes to append it in a batch, and
-- nobody could read the log without that dictionary for ever.
alter table es.events alter data set storage external, alter meta set storage external;

create function es.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'es.% is append-only: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on es.events for each statement execute function es.refuse();
alter table es.events enable always trigger append_only; -- also under session_replication_role = replica

-- begin_append takes the one lock of the log, to be held until commit, so that commit order is the order of positions.
-- What a transaction that holds it reads afterwards includes every earlier append, if each statement has a fresh snapshot.
-- It leaves nothing behind in the session, which may be another's in a moment: a pooler may stand before the database.
create function es.begin_append(out head bigint, out at timestamptz) language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'appending needs READ COMMITTED' using errcode = 'invalid_transaction_state',
      hint = 'Set default_transaction_isolation of the database and of the role to read committed.';
  end if;
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true); -- no acknowledgement before the flush, whatever the defaults
  end if;
  perform pg_advisory_xact_lock(7236413);
  select e.position, e.recorded_at into head, at from es.events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  at := greatest(clock_timestamp(), at);
end $$;

-- append_one appends one event: the same as append, for a lone caller. It answers as append does.
create function es.append_one(q_stream text, q_after bigint, e_id uuid, e_type text, e_data bytea, e_meta bytea,
  out revision bigint, out pos bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
  log     record;
  current bigint;
begin
  log := es.begin_append();
  select e.revision into current from es.events e where e.stream = q_stream order by e.revision desc limit 1;
  current := coalesce(current, 0);
  if current = q_after then
    revision := q_after + 1; pos := log.head + 1;
    insert into es.events (position, stream, revision, event_id, type, recorded_at, data, meta)
      values (pos, q_stream, q_after + 1, e_id, e_type, log.at, e_data, e_meta);
    perform pg_notify('es_appended', pos::text);
    return;
  end if;
  select e.revision, e.position into revision, pos
    from es.events e where e.stream = q_stream and e.revision = q_after + 1 and e.event_id = e_id;
  if not found then
    revision := current; pos := 0;
  end if;
end $$;

-- append appends to many streams, each named once, and judges each by itself: one that is stale fails no other.
-- q_*: one entry per stream. e_*: one per event; e_req counts streams from 1, e_ord the events of one stream from 1.
-- An earlier form, one query with joins that judged, placed and answered row by row, took the server about half as much CPU
-- again, at every size of batch. Leaving out the notification or the settings would save little: 5 to 10 µs a statement.
-- It answers first, the position of the first event, if all was appended; otherwise for each stream the revision and the
-- position of its last event, the same whether it was appended now or lay there already with the same ids. Position 0 is a
-- conflict; then the revision is where the stream is.
create function es.append(q_stream text[], q_after bigint[], q_count int[],
  e_req int[], e_ord int[], e_stream text[], e_id uuid[], e_type text[], e_data bytea[], e_meta bytea[],
  out first bigint, out revision bigint[], out pos bigint[])
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s'
set plan_cache_mode = force_generic_plan as $$ -- a plan of its own for each batch costs more than it saves
#variable_conflict use_column
declare
  log     record;
  last    bigint;
  current bigint[];
begin
  log := es.begin_append();
  current := array(
    select coalesce((select e.revision from es.events e where e.stream = u.stream order by e.revision desc limit 1), 0)
      from unnest(q_stream) with ordinality u (stream, i) order by i);
  if current = q_after then -- as good as always: no join, no rows to answer
    insert into es.events (position, stream, revision, event_id, type, recorded_at, data, meta)
      select log.head + i, stream, q_after[req] + ord, id, type, log.at, data, meta
        from unnest(e_req, e_ord, e_stream, e_id, e_type, e_data, e_meta) with ordinality u (req, ord, stream, id, type, data, meta, i);
    first := log.head + 1;
    perform pg_notify('es_appended', (log.head + cardinality(e_id))::text);
    return;
  end if;
  with written as (
    insert into es.events (position, stream, revision, event_id, type, recorded_at, data, meta)
      select log.head + row_number() over (order by i), stream, q_after[req] + ord, id, type, log.at, data, meta
        from unnest(e_req, e_ord, e_stream, e_id, e_type, e_data, e_meta) with ordinality u (req, ord, stream, id, type, data, meta, i)
       where current[req] = q_after[req]
      returning 1)
  select log.head + count(*) into last from written;
  with asked as (
    select u.req, u.after, u.n, current[u.req] = u.after as fits,
      log.head + sum(u.n) filter (where current[u.req] = u.after) over (order by u.req) as ends
      from unnest(q_after, q_count) with ordinality u (after, n, req)),
  there as (
    select v.req, count(*) as n, max(e.position) as ends
      from unnest(e_req, e_ord, e_stream, e_id) v (req, ord, stream, id)
      join es.events e on e.stream = v.stream and e.revision = q_after[v.req] + v.ord and e.event_id = v.id
     where current[v.req] >= q_after[v.req] + q_count[v.req]
     group by v.req)
  select array_agg(case when a.fits or t.n = a.n then a.after + a.n else current[a.req] end order by a.req),
    array_agg(case when a.fits then a.ends when t.n = a.n then t.ends else 0 end order by a.req)
    into revision, pos
    from asked a left join there t on t.req = a.req;
  if last > log.head then
    perform pg_notify('es_appended', last::text); -- once per batch: a notification each would queue up the commits
  end if;
end $$;

-- A server needs no more than this: usage on the schema, select, and these two. README.md has the grants.
revoke all on function es.begin_append, es.append_one, es.append, es.refuse from public;
