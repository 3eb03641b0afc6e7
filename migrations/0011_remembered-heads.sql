-- Up Migration

-- ledger.append takes what its caller remembers of the streams: their numbers and heads. A page of 1,000 events to 1,000
-- existing streams then needs no probe a stream: 2.3 ms of the 12 ms that it took. Callers that pass nothing get what they
-- got before.
--
-- What is remembered counts only while the watermark holds: an event that was in the log when the caller learned it, at its
-- position, with its id and the time of its append. The log is only ever added to, so everything before a watermark that
-- holds is as it was, and a remembered head is at most too low. Then its next revision exists, the unique index refuses
-- it, and the page is written with the heads of the tables. A watermark is lost when the database is restored to an earlier state
-- or replaced: a remembered head could then be too high, and its next revision would leave a gap that no index refuses.
-- Rejected: probing the one row of a remembered head, still a probe a stream; a head column in streams, a dead row a stream and
-- append.
--
-- Otherwise the function is that of 0002_event-log.sql, which argues the ordering, and of 0010_append-sizes.sql. Whole and
-- not by replacement, because it takes other parameters.
drop function ledger.append(
  timestamptz, json, json, text[], integer[], integer[], integer[], text[], smallint[],
  uuid[], integer[], smallint[], smallint[], text[], integer);

-- Bind: p_recorded_at, p_metadata, p_shapes    what the append's events share
--       p_streams, p_expected                  names; expected revision, -1 no stream, -2 any
--       p_firsts, p_counts                     where in the events each stream's begin (from 1), and how many
--       p_types, p_type_versions               the distinct types
--       p_ids, p_event_streams, p_event_types, p_event_shapes, p_data    the events, stream by stream;
--                                              streams and types as indexes (from 1) into the arrays above
--       p_lock_timeout_ms                      SQLSTATE 55P03 if the lock is not acquired by then
--       p_watermark                            the watermark of an earlier answer; null: nothing is remembered
--       p_known_ids, p_known_heads             what is remembered of each stream; null: nothing
--
-- Answers one row: head, the last position before the append. outcomes, revisions, positions, existing: an element a stream,
-- all null if every stream was appended. stream_ids, heads: an element a stream, as found before the append (0 and -1: no
-- such stream), stream_ids with the streams that it created; null if what was remembered was used. holds: whether the
-- watermark does. watermark: the last event written; null if none was.
create function ledger.append(
  p_recorded_at timestamptz, p_metadata json, p_shapes json,
  p_streams text[], p_expected integer[], p_firsts integer[], p_counts integer[],
  p_types text[], p_type_versions smallint[],
  p_ids uuid[], p_event_streams integer[], p_event_types smallint[], p_event_shapes smallint[], p_data text[],
  p_lock_timeout_ms integer,
  p_watermark text default null, p_known_ids integer[] default null, p_known_heads integer[] default null
) returns table (
  head bigint, heads integer[], outcomes text[], revisions integer[], positions bigint[], existing text[],
  stream_ids integer[], holds boolean, watermark text)
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
  v_holds boolean;
  v_watermark text;
  -- Whether heads are taken as the caller remembers them, and whether it remembers every stream.
  v_recalled boolean;
  v_complete boolean;
  v_judge boolean;
  -- Whether the answer has ids and heads: not if they are those that the caller remembers.
  v_tells boolean;
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

  v_holds := p_watermark is not null and exists (
    select from ledger.events e join ledger.appends a on a.append_id = e.append_id
      where e.position = split_part(p_watermark, ' ', 1)::bigint
        and p_watermark = concat_ws(' ', e.position, e.id, extract(epoch from a.recorded_at)));
  v_recalled := v_holds;
  v_complete := v_holds and array_position(p_known_ids, null) is null;
  v_found_ids := case when v_complete then p_known_ids else array(
    select coalesce(case when v_holds then i.id end, (select s.stream_id from ledger.streams s where s.name = i.name), 0)
      from unnest(p_streams, p_known_ids) with ordinality i(name, id, n) order by i.n) end;

  -- Most pages are entirely new: the page is written, and the unique indexes detect events that exist and heads that are
  -- remembered too low. Rejected: looking all ids up first, because it takes 1 to 3 ms of the 14 ms of a page of 1,000. A
  -- page with some existing events leaves dead rows for the events before the first of these. A repeated page leaves none.
  v_judge := exists (select from ledger.events e where e.id = p_ids[1]);
  loop
    -- From the index of (stream_id, revision), a probe a stream that is not remembered.
    v_heads := case when v_recalled and v_complete then p_known_heads else array(
      select coalesce(case when v_recalled then i.head end, (
          select e.revision from ledger.events e where e.stream_id = i.id order by e.revision desc limit 1
        ), -1)
        from unnest(v_found_ids, p_known_heads) with ordinality i(id, head, n) order by i.n) end;
    -- Comparing arrays comes first, because unnesting them takes six times as long and is mostly in vain.
    v_judge := v_judge or not (-2 = all (p_expected) or p_expected = v_heads) and exists (
      select from unnest(p_expected, v_heads) i(expected, head) where i.expected not in (-2, i.head));
    if v_judge and v_recalled then
      -- Judged by the tables alone.
      v_recalled := false;
      continue;
    end if;
    v_shifts := array_fill(v_head, array[cardinality(p_streams)]);
    v_accepted := array_fill(true, array[cardinality(p_streams)]);

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
        return query select v_head, v_heads, v_outcomes, v_revisions, v_positions, v_existing,
                            v_found_ids, v_holds, v_watermark;
        return;
      end if;
    end if;

    begin
      perform set_config('ledger.writing', 'yes', true);
      -- Types and streams not seen before.
      v_type_ids := array(
        select coalesce((select t.type_id from ledger.types t where t.name = i.name and t.schema_version = i.version), 0)
          from unnest(p_types, p_type_versions) with ordinality i(name, version, n) order by i.n);
      if 0 = any (v_type_ids) then
        select coalesce(max(type_id), 0) into v_max from ledger.types;
        v_type_ids := array(
          select case when u.id > 0 then u.id
                   else v_max + count(*) filter (where u.id = 0) over (order by u.n) end
            from unnest(v_type_ids) with ordinality u(id, n) order by u.n);
        insert into ledger.types (type_id, name, schema_version)
          select i.id, i.name, i.version
            from unnest(v_type_ids, p_types, p_type_versions) i(id, name, version) where i.id > v_max;
      end if;
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
      insert into ledger.appends (append_id, recorded_at, metadata, shapes, events)
        values (v_head + 1, greatest(p_recorded_at, v_newest), p_metadata, p_shapes,
          case when v_judge then
            (select sum(i.count) from unnest(p_counts, v_accepted) i(count, accepted) where i.accepted)
          else cardinality(p_ids) end);
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
      select concat_ws(' ', e.position, e.id, extract(epoch from a.recorded_at)) into v_watermark
        from ledger.events e join ledger.appends a on a.append_id = e.append_id
        order by e.position desc limit 1;
      v_tells := not (v_recalled and v_complete);
      return query select v_head, case when v_tells then v_heads end, v_outcomes, v_revisions, v_positions, v_existing,
                          case when v_tells then v_stream_ids end, v_holds, v_watermark;
      return;
    exception when unique_violation then
      -- Judged by the tables but still a duplicate: the row was written outside this function.
      if v_judge then
        raise;
      end if;
      -- A head that was remembered too low comes first: heads from the tables are cheaper than judging every event.
      if v_recalled then
        v_recalled := false;
      else
        v_judge := true;
      end if;
    end;
  end loop;
end
$$;
revoke all on function ledger.append from public;
grant execute on function ledger.append to tcg_ledger_app;
