-- Up Migration

-- The operator's channel belongs to no user. Its target is that of the configuration.
alter table delivery.channels alter column user_id drop not null;
alter table delivery.notifications alter column user_id drop not null;

-- What is wrong with a source, from when it is first seen until it is over.
create table delivery.source_troubles (
  source text not null,
  kind text not null,
  -- One sentence, with the figures.
  detail text not null,
  seen_at timestamptz not null,
  -- When the operator was told; null: it has not lasted long enough.
  told_at timestamptz,
  primary key (source, kind)
);
grant select, insert, update, delete on delivery.source_troubles to tcg_ledger_app;
