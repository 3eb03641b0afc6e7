-- Up Migration

-- Since when a source is watched for troubles without a break: one that never was collected is late counted from then.
create table delivery.watched_sources (
  source text primary key,
  since timestamptz not null
);
grant select, insert, update, delete on delivery.watched_sources to tcg_ledger_app;
