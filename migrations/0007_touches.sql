-- Up Migration

-- Which tables a checkpoint is about: grows with every building anew, also of the same version at the same position, so
-- that an answer from the old tables cannot be taken for one from the new. A number of ours and not the schema's oid: a
-- logical replica has oids of its own.
create sequence projecting.builds;
grant usage on sequence projecting.builds to tcg_ledger_app;
alter table projecting.checkpoints add column build bigint not null default nextval('projecting.builds');

-- What the newest pages folded into a read model touched, written in the transaction that wrote the rows. Caches read it
-- to learn which answers are out of date (src/api/cache/invalidation-listener.ts).
create table projecting.touches (
  schema_name text not null references projecting.checkpoints on delete cascade,
  -- The page's last position.
  position text collate "C" not null,
  -- null: everything.
  tags text[],
  primary key (schema_name, position)
);
grant select, insert, update, delete on projecting.touches to tcg_ledger_app;
