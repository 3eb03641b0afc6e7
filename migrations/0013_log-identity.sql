-- Up Migration

-- The id of the log in this database. Positions mean something in one log only: with its id, those of another are recognised.
-- A dump and its restore are one log; a copy by `log copy` has an id of its own.
create table ledger.identity (
  id uuid not null,
  -- One row.
  one boolean primary key default true check (one)
);

insert into ledger.identity (id) values (gen_random_uuid());

create trigger append_only before update or delete or truncate on ledger.identity
  for each statement execute function ledger.refuse_change();
create trigger written_by_function before insert on ledger.identity
  for each statement execute function ledger.refuse_direct_insert();

grant select on ledger.identity to tcg_ledger_app;
