-- The log: one append-only table, two unique indexes, one function to append with. Run once, in one transaction, by Migrate.
create schema es;

create table es.meta (
  one    boolean primary key default true check (one),
  store  uuid not null default gen_random_uuid(),
  epoch  uuid not null default gen_random_uuid(), -- replaced after every restore
  schema int  not null
);
insert into es.meta (schema) values (1);

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
-- Compressing would happen while the lock is held, and ciphertext does not compress.
alter table es.events alter data set storage external, alter meta set storage external;

create function es.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'es.% is append-only: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on es.events for each statement execute function es.refuse();
alter table es.events enable always trigger append_only; -- also under session_replication_role = replica

-- begin_append takes the one lock of the log, to be held until commit, so that commit order is the order of positions.
-- What a transaction that holds it reads afterwards includes every earlier append, if each statement has a fresh snapshot.
create function es.begin_append(out head bigint, out at timestamptz) language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'appending needs READ COMMITTED' using errcode = 'invalid_transaction_state';
  end if;
  perform pg_advisory_xact_lock(7236413);
  select e.position, e.recorded_at into head, at from es.events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  at := greatest(clock_timestamp(), at);
end $$;

-- append_one appends to one stream: the same as append, for a lone caller.
-- verdict: appended; repeated (it was there already); conflict (then revision is where the stream is).
create function es.append_one(q_stream text, q_after bigint, e_id uuid[], e_type text[], e_data bytea[], e_meta bytea[],
  out verdict text, out revision bigint, out pos bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  log     record;
  current bigint;
  n       int := cardinality(e_id);
begin
  log := es.begin_append();
  select e.revision into current from es.events e where e.stream = q_stream order by e.revision desc limit 1;
  current := coalesce(current, 0);
  if current = q_after then
    insert into es.events (position, stream, revision, event_id, type, recorded_at, data, meta)
      select log.head + i, q_stream, q_after + i, id, type, log.at, data, meta
        from unnest(e_id, e_type, e_data, e_meta) with ordinality u (id, type, data, meta, i);
    verdict := 'appended'; revision := q_after + n; pos := log.head + n;
    perform pg_notify('es_appended', pos::text);
    return;
  end if;
  verdict := 'conflict'; revision := current; pos := 0;
  if current >= q_after + n and (
    select count(*) from unnest(e_id) with ordinality u (id, i)
      join es.events e on e.stream = q_stream and e.revision = q_after + u.i and e.event_id = u.id) = n then
    verdict := 'repeated'; revision := q_after + n;
    select e.position into pos from es.events e where e.stream = q_stream and e.revision = q_after + n;
  end if;
end $$;

-- append appends to many streams, each named once, and answers a verdict for each: one that is stale fails no other.
-- q_*: one entry per stream. e_*: one per event; e_req counts streams from 1, e_ord the events of one stream from 1.
create function es.append(q_stream text[], q_after bigint[], q_count int[],
  e_req int[], e_ord int[], e_id uuid[], e_type text[], e_data bytea[], e_meta bytea[])
returns table (req int, verdict text, revision bigint, pos bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  log  record;
  last bigint;
begin
  log := es.begin_append();
  return query
  with asked as materialized (
    select u.req::int as req, u.stream, u.after, u.n,
      coalesce((select e.revision from es.events e where e.stream = u.stream order by e.revision desc limit 1), 0) as current
      from unnest(q_stream, q_after, q_count) with ordinality u (stream, after, n, req)),
  events as materialized (
    select * from unnest(e_req, e_ord, e_id, e_type, e_data, e_meta) u (req, ord, id, type, data, meta)),
  there as (
    select a.req, count(*) as n
      from asked a
      join events v on v.req = a.req
      join es.events e on e.stream = a.stream and e.revision = a.after + v.ord and e.event_id = v.id
     where a.current >= a.after + a.n
     group by a.req),
  judged as materialized (
    select a.*, case when a.current = a.after then 'appended' when t.n = a.n then 'repeated' else 'conflict' end as verdict
      from asked a left join there t on t.req = a.req),
  placed as materialized (
    select j.req, j.stream, j.after + v.ord as revision, log.head + row_number() over (order by v.req, v.ord) as position,
      v.id, v.type, v.data, v.meta
      from judged j join events v on v.req = j.req
     where j.verdict = 'appended'),
  written as (
    insert into es.events (position, stream, revision, event_id, type, recorded_at, data, meta)
      select p.position, p.stream, p.revision, p.id, p.type, log.at, p.data, p.meta from placed p),
  ends as (
    select p.req, max(p.position) as position from placed p group by p.req)
  select j.req, j.verdict,
    case when j.verdict = 'conflict' then j.current else j.after + j.n end,
    case j.verdict when 'appended' then ends.position
      when 'repeated' then (select e.position from es.events e where e.stream = j.stream and e.revision = j.after + j.n)
      else 0 end
    from judged j left join ends on ends.req = j.req;
  select e.position into last from es.events e order by e.position desc limit 1;
  if last > log.head then
    perform pg_notify('es_appended', last::text); -- once per batch: a notification each would queue up the commits
  end if;
end $$;

-- A server needs no more than this: usage on the schema, select, and these two. README.md has the grants.
revoke all on function es.begin_append, es.append_one, es.append, es.refuse from public;
