-- Up Migration

-- Cards that another database says a marketplace's product is. They are kept, as the marketplace's own daily list does not have
-- them, and the card that is meant may be listed later. What follows from them is an event (ExternalIdMapped).
create table matching.claims (
  -- The marketplace, such as cardmarket, and its own id of the product.
  system text not null,
  external_id text not null,
  -- The number that the other database gives the product.
  number text,
  card_ids text[] not null,
  claimed_at timestamptz not null,
  primary key (system, external_id)
);
grant select, insert, update, delete on matching.claims to tcg_ledger_app;
