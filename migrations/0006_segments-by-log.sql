-- Up Migration

-- The log may be on another engine (EventStoreDB) while its hash chain is here: each log has its own chain. Existing
-- segments belong to the log in this database.
alter table ledger.segments add column log text not null default 'postgres';
alter table ledger.segments drop constraint segments_pkey;
alter table ledger.segments add primary key (log, segment);

drop function ledger.seal(integer, text, text);

-- Seals the next segment of a log. Does nothing if it is sealed already (two processes may seal at once) or if the one
-- before it is not sealed.
create function ledger.seal(p_log text, p_segment integer, p_last_position text, p_hash text) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  select set_config('ledger.writing', 'yes', true);
  insert into ledger.segments (log, segment, last_position, hash)
    select p_log, p_segment, p_last_position, p_hash
      where p_segment = 1 or exists (select from ledger.segments where log = p_log and segment = p_segment - 1)
    on conflict (log, segment) do nothing;
  select set_config('ledger.writing', '', true);
$$;
revoke all on function ledger.seal from public;
grant execute on function ledger.seal to tcg_ledger_app;
