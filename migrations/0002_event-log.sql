-- Up Migration

-- The event log on Postgres. Everything here is insert-only: a row is never changed.
create schema ledger;
grant usage on schema ledger to tcg_ledger_app;

-- One row an append call, for the values that its events share.
create table ledger.appends (
  -- Position of the append's first event: unique, and no second counter to keep.
  append_id bigint primary key,
  recorded_at timestamptz not null,
  metadata json not null,
  -- The templates of the append: values that its events share (src/log/postgres/batch-templates.ts); null: none.
  -- Rejected: jsonb, because it rejects \u0000, which a text of a source may contain.
  shapes json
);

create table ledger.streams (
  stream_id integer primary key,
  name text collate "C" not null unique
);

-- An event type at one schema version: an event stores two bytes instead of the name.
create table ledger.types (
  type_id smallint primary key,
  name text not null,
  schema_version smallint not null,
  unique (name, schema_version)
);

-- Columns are ordered by alignment, which saves the padding. No foreign keys: the append function is the only writer,
-- and they would be checked row by row.
create table ledger.events (
  -- 1, 2, 3 … without holes. No sequence behind it: see ledger.append.
  position bigint primary key,
  append_id bigint not null,
  id uuid not null unique,
  stream_id integer not null,
  revision integer not null,
  type_id smallint not null,
  -- 0: `data` is the whole object; n: the array of values that the n-th template of the append lacks.
  shape smallint not null,
  data text not null,
  unique (stream_id, revision)
);

-- The hash chain over the log, one row every 10,000 events (src/log/hash-chain.ts).
create table ledger.segments (
  segment integer primary key,
  last_position text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  sealed_at timestamptz not null default now()
);

-- Recorded rows are never changed or removed: the service has no right to, and a trigger stops the owner and a superuser.
-- A user who disables the trigger on purpose can still tamper; the hash chain detects it.
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, lower(tg_op)
    using errcode = 'insufficient_privilege', hint = 'A correction is a new event with a reason.';
end
$$;

-- Rows come in through the functions below only: an INSERT beside them would take no lock, so that a reader could pass
-- its position before it commits (that is how a plain sequence lost 21 % of the events). The functions set the setting
-- for the rows they write and unset it; an error ends it with the transaction. Rejected: the setting in the functions'
-- definition (`set ledger.writing = …`), which only a superuser may give an unregistered setting. It guards against
-- accidents (psql, an import script, an ORM), not against an owner who sets it on purpose; the service's role is kept
-- out by grants instead. A data-only restore disables triggers, as pg_restore --disable-triggers does.
create function ledger.refuse_direct_insert() returns trigger language plpgsql as $$
begin
  if current_setting('ledger.writing', true) is distinct from 'yes' then
    raise exception '%.% is written by the functions of its schema only: direct insert refused',
      tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege', hint = 'Use ledger.append.';
  end if;
  return null;
end
$$;

do $$
declare
  v_table text;
begin
  foreach v_table in array array['appends', 'streams', 'types', 'events', 'segments'] loop
    execute format('create trigger append_only before update or delete or truncate on ledger.%I
      for each statement execute function ledger.refuse_change()', v_table);
    execute format('create trigger written_by_function before insert on ledger.%I
      for each statement execute function ledger.refuse_direct_insert()', v_table);
  end loop;
end
$$;

-- Appends events to one or many streams, each judged by itself; one row an outcome, in the order of p_streams.
--
-- Positions are max + 1 under ONE lock that is taken before anything is read, and the lock ends with the commit: commit
-- order is position order, so `position > checkpoint order by position` is complete. Eight writers with pauses and 5 %
-- rollbacks for 5 s, one reader tailing, measured:
--
--   position and read rule                            committed   lost           holes
--   nextval, position > checkpoint                    22,440      4,719 (21 %)   1,237
--   nextval + xid8 < pg_snapshot_xmin                 22,845      0              1,279
--   this lock, position > checkpoint                   9,938      0              0 (max + 1; 536 with nextval)
--   counter row, position > checkpoint                11,076      0              0
--
-- The xid8 rule was rejected: after dump and restore into a fresh cluster it shows 0 of 1,000 events, and an idle
-- writer in another database stops it. The counter row was rejected: p99 of single appends by 8 writers 17–61 ms
-- against 5–21 ms, and a dead row an append. max + 1 instead of a sequence: nothing that a restore by COPY forgets.
--
-- Each statement of a volatile function sees what was committed before it began: READ COMMITTED is required, and with
-- another level the append is refused, since its snapshot would be older than the lock.
--
-- Bind: p_recorded_at, p_metadata, p_shapes    what the append's events share
--       p_streams, p_expected                  names; expected revision, -1 no stream, -2 any
--       p_firsts, p_counts                     where in the events each stream's begin (from 1), and how many
--       p_types, p_type_versions               the distinct types
--       p_ids, p_event_streams, p_event_types, p_event_shapes, p_data    the events, stream by stream;
--                                              streams and types as indexes (from 1) into the arrays above
--       p_lock_timeout_ms                      SQLSTATE 55P03 if the lock is not acquired by then
create function ledger.append(
  p_recorded_at timestamptz, p_metadata json, p_shapes json,
  p_streams text[], p_expected integer[], p_firsts integer[], p_counts integer[],
  p_types text[], p_type_versions smallint[],
  p_ids uuid[], p_event_streams integer[], p_event_types smallint[], p_event_shapes smallint[], p_data text[],
  p_lock_timeout_ms integer
) returns table (head bigint, heads integer[], outcomes text[], revisions integer[], positions bigint[], existing text[])
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
-- Every look-up is an index probe, whatever the tables held when the plan was made.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_memoize = off
set jit = off
as $$
#variable_conflict use_column
declare
  v_lock_timeout text := current_setting('lock_timeout');
  v_head bigint;
  v_newest timestamptz;
  v_max integer;
  v_judge boolean;
  -- One element a stream.
  v_found_ids integer[];
  v_stream_ids integer[];
  v_heads integer[];
  v_shifts bigint[];
  v_accepted boolean[];
  v_outcomes text[];
  v_revisions integer[];
  v_positions bigint[];
  v_existing text[];
  -- One element a type.
  v_type_ids smallint[];
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'ledger.append needs READ COMMITTED' using errcode = 'invalid_transaction_state';
  end if;
  perform set_config('lock_timeout', p_lock_timeout_ms::text, true);
  perform pg_advisory_xact_lock(7161355202413);
  perform set_config('lock_timeout', v_lock_timeout, true);

  select e.position, a.recorded_at into v_head, v_newest
    from ledger.events e join ledger.appends a on a.append_id = e.append_id
    order by e.position desc limit 1;
  v_head := coalesce(v_head, 0);

  -- Heads come from the index of (stream_id, revision), a probe a stream. Rejected: a head column in streams, which is a
  -- dead row a stream and append.
  v_found_ids := array(
    select coalesce((select s.stream_id from ledger.streams s where s.name = i.name), 0)
      from unnest(p_streams) with ordinality i(name, n) order by i.n);
  v_heads := array(
    select coalesce((select e.revision from ledger.events e where e.stream_id = i.id order by e.revision desc limit 1), -1)
      from unnest(v_found_ids) with ordinality i(id, n) order by i.n);
  v_judge := exists (select from unnest(p_expected, v_heads) i(expected, head) where i.expected not in (-2, i.head));
  v_shifts := array_fill(v_head, array[cardinality(p_streams)]);
  v_accepted := array_fill(true, array[cardinality(p_streams)]);

  -- Most pages are entirely new: the page is written, and the unique index detects events that exist. Rejected: looking all
  -- ids up first, because it takes 1 to 3 ms of the 14 ms of a page of 1,000. A page with some existing events leaves dead
  -- rows for the events before the first of these. A repeated page leaves none.
  v_judge := v_judge or exists (select from ledger.events e where e.id = p_ids[1]);
  loop
    if v_judge then
      -- Stream by stream; the accepted ones move up.
      with found as (
        select i.s, count(e.stream_id) as present,
               string_agg(i.id::text, ',' order by i.n) filter (where e.stream_id > 0) as ids,
               bool_and(e.stream_id = v_found_ids[i.s]) filter (where e.stream_id > 0) as here,
               min(e.revision) as first_revision, max(e.revision) as last_revision,
               min(e.revision - i.n) = max(e.revision - i.n) as in_order, max(e.position) as last_position
          from unnest(p_ids, p_event_streams) with ordinality i(id, s, n)
          left join lateral (
            select e.stream_id, e.revision, e.position from ledger.events e where e.id = i.id limit 1
          ) e on true
          group by i.s
      ), judged as (
        select f.*, case
            when f.present = 0 and p_expected[f.s] in (-2, v_heads[f.s]) then 'appended'
            when f.present = 0 then 'wrong_expected_revision'
            when f.present = p_counts[f.s] and f.here and f.in_order
                 and p_expected[f.s] in (-2, f.first_revision - 1) then 'already_appended'
            else 'corrupted_idempotency'
          end as outcome
          from found f
      ), placed as (
        select j.*, v_head
               + coalesce(sum(p_counts[j.s]) filter (where j.outcome = 'appended') over (order by j.s), 0)::bigint as up_to
          from judged j
      )
      select array_agg(p.outcome order by p.s), array_agg(p.outcome = 'appended' order by p.s),
             array_agg(p.up_to - p_counts[p.s] - p_firsts[p.s] + 1 order by p.s),
             array_agg(case p.outcome when 'appended' then v_heads[p.s] + p_counts[p.s]
               when 'already_appended' then p.last_revision else v_heads[p.s] end order by p.s),
             array_agg(case p.outcome when 'appended' then p.up_to else p.last_position end order by p.s),
             array_agg(p.ids order by p.s)
        into v_outcomes, v_accepted, v_shifts, v_revisions, v_positions, v_existing
        from placed p;
      if not true = any (v_accepted) then
        return query select v_head, v_heads, v_outcomes, v_revisions, v_positions, v_existing;
        return;
      end if;
    end if;

    begin
      perform set_config('ledger.writing', 'yes', true);
      -- Types and streams not seen before.
      insert into ledger.types (type_id, name, schema_version)
        select (select coalesce(max(type_id), 0) from ledger.types) + row_number() over (order by i.n), i.name, i.version
          from unnest(p_types, p_type_versions) with ordinality i(name, version, n)
          where not exists (select from ledger.types t where t.name = i.name and t.schema_version = i.version);
      select array_agg(t.type_id order by i.n) into v_type_ids
        from unnest(p_types, p_type_versions) with ordinality i(name, version, n)
        cross join lateral (
          select t.type_id from ledger.types t where t.name = i.name and t.schema_version = i.version limit 1
        ) t;
      v_stream_ids := v_found_ids;
      if 0 = any (v_stream_ids) then
        select coalesce(max(stream_id), 0) into v_max from ledger.streams;
        v_stream_ids := array(
          select case when u.id > 0 then u.id when v_accepted[u.n]
                   then v_max + (count(*) filter (where u.id = 0 and v_accepted[u.n]) over (order by u.n))::integer
                   else 0 end
            from unnest(v_found_ids) with ordinality u(id, n) order by u.n);
        insert into ledger.streams (stream_id, name)
          select i.id, i.name from unnest(v_stream_ids, p_streams) i(id, name) where i.id > v_max;
      end if;

      -- recorded_at never goes back, even if this host's clock does, or is behind another writer's.
      insert into ledger.appends (append_id, recorded_at, metadata, shapes)
        values (v_head + 1, greatest(p_recorded_at, v_newest), p_metadata, p_shapes);
      -- Only the texts are unnested: each further array is one more tuplestore, while an element of a fixed width is at
      -- hand.
      insert into ledger.events (position, append_id, id, stream_id, revision, type_id, shape, data)
        select v_shifts[p_event_streams[i.n]] + i.n, v_head + 1, p_ids[i.n], v_stream_ids[p_event_streams[i.n]],
               v_heads[p_event_streams[i.n]] + 1 + i.n - p_firsts[p_event_streams[i.n]],
               v_type_ids[p_event_types[i.n]], p_event_shapes[i.n], i.data
          from unnest(p_data) with ordinality i(data, n)
          where v_accepted[p_event_streams[i.n]];

      -- Only a wake-up: readers query the table. Commits are serial under the lock, so NOTIFY's own lock, which
      -- costs concurrent writers a third (3,196 → 2,196 commits/s), costs nothing here.
      perform pg_notify('ledger_appended', '');
      perform set_config('ledger.writing', '', true);
      return query select v_head, v_heads, v_outcomes, v_revisions, v_positions, v_existing;
      return;
    exception when unique_violation then
      -- Judged as new but still a duplicate: the row was written outside this function.
      if v_judge then
        raise;
      end if;
      v_judge := true;
    end;
  end loop;
end
$$;
revoke all on function ledger.append from public;
grant execute on function ledger.append to tcg_ledger_app;

-- Seals the next segment; nothing when it is sealed already (two processes may seal at once) or when the one before it
-- is not.
create function ledger.seal(p_segment integer, p_last_position text, p_hash text) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  select set_config('ledger.writing', 'yes', true);
  insert into ledger.segments (segment, last_position, hash)
    select p_segment, p_last_position, p_hash
      where p_segment = 1 or exists (select from ledger.segments where segment = p_segment - 1)
    on conflict (segment) do nothing;
  select set_config('ledger.writing', '', true);
$$;
revoke all on function ledger.seal from public;
grant execute on function ledger.seal to tcg_ledger_app;

grant select on all tables in schema ledger to tcg_ledger_app;
