-- Up Migration

-- Real or simulated, never both: said once, by the first collection, for this database and for ever.
create table collecting.nature (
  only_row boolean primary key default true check (only_row),
  simulated boolean not null
);
grant select, insert on collecting.nature to tcg_ledger_app;
