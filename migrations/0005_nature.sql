-- Up Migration

-- Real or simulated, never both: set once by the first collection for this database, forever.
create table collecting.nature (
  only_row boolean primary key default true check (only_row),
  simulated boolean not null
);
grant select, insert on collecting.nature to tcg_ledger_app;
