-- Up Migration

-- How often each card was read, by UTC day. Not events, and no table of a read model: a read changes no fact, and the counts
-- neither follow from the log nor are verified against it. Nothing says who read.
create schema usage;
grant usage on schema usage to tcg_ledger_app;

create table usage.card_reads (
  day date not null,
  card_id text not null,
  reads bigint not null,
  primary key (day, card_id)
) with (fillfactor = 70);
grant select, insert, update, delete on usage.card_reads to tcg_ledger_app;
