-- Up Migration

-- How many events an append wrote: `verify` finds by it that the last events of the log are missing, which leaves no hole
-- in the positions. Null: written before this migration.
alter table ledger.appends add column events integer;

-- ledger.append stores it. The rest of the function stays as 0002_event-log.sql has it. Rejected: the whole function again,
-- because two copies of it differ sooner or later.
do $$
declare
  v_before text := pg_get_functiondef('ledger.append'::regproc);
  v_after text := replace(replace(v_before,
    'insert into ledger.appends (append_id, recorded_at, metadata, shapes)',
    'insert into ledger.appends (append_id, recorded_at, metadata, shapes, events)'),
    'values (v_head + 1, greatest(p_recorded_at, v_newest), p_metadata, p_shapes);',
    'values (v_head + 1, greatest(p_recorded_at, v_newest), p_metadata, p_shapes,
          (select sum(i.count) from unnest(p_counts, v_accepted) i(count, accepted) where i.accepted));');
begin
  if v_after not like '%shapes, events)%i.accepted));%' then
    raise exception 'ledger.append is not as migration 0002 made it';
  end if;
  execute v_after;
end
$$;
