-- Up Migration

-- Products of other marketplaces that wait for a person: the matcher found candidates, and too little that speaks for one of
-- them. No events: the list follows from the marketplace's own list and the catalog, and is written anew by the next run. What a
-- person decides is an event (ExternalIdMapped, ExternalIdRejected).
create schema matching;
grant usage on schema matching to tcg_ledger_app;

create table matching.reviews (
  -- The marketplace, such as cardmarket, and its own id of the product.
  system text not null,
  external_id text not null,
  game text not null,
  name text not null,
  -- Why it waits: several cards fit, too little is said, the card has another id there, or two products are the same card.
  reason text not null check (reason in ('ambiguous', 'unsure', 'card_taken', 'same_card')),
  -- The cards that it may be, the likeliest first: card_id, score, reasons.
  candidates jsonb not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (system, external_id)
);
create index on matching.reviews (first_seen_at, system, external_id);
grant select, insert, update, delete on matching.reviews to tcg_ledger_app;
