-- Up Migration

-- Number of the build of a checkpoint's tables. Grows with every rebuild, also of the same version at the same position, so
-- that an answer from the old tables is not mistaken for one from the new. Rejected: the schema's oid, because a logical
-- replica has other oids.
create sequence projecting.builds;
grant usage on sequence projecting.builds to tcg_ledger_app;
alter table projecting.checkpoints add column build bigint not null default nextval('projecting.builds');

-- Invalidation tags of the newest pages of a read model, written in the transaction that wrote the rows. Caches read them
-- to discard outdated answers (src/api/cache/invalidation-listener.ts).
create table projecting.touches (
  schema_name text not null references projecting.checkpoints on delete cascade,
  -- The page's last position.
  position text collate "C" not null,
  -- null: everything.
  tags text[],
  primary key (schema_name, position)
);
grant select, insert, update, delete on projecting.touches to tcg_ledger_app;
