/**
 * Tables of the newest price of every key and of what is held of it. The collector compares with them; most reads come
 * from them.
 */
import { cardPricesTable } from './card-prices.js';

export const latestPricesTables = (schema: string): string => `
  create table ${schema}.prices (
    price_key text primary key,
    card_id text not null,
    source text not null,
    kind text not null,
    printing text not null,
    printing_slug text not null,
    condition text,
    grader text,
    grade text,
    grade_qualifier text,
    language text,
    currency text not null,
    -- Minor units. All null where the key is withdrawn.
    low integer,
    mid integer,
    high integer,
    market integer,
    direct_low integer,
    -- The newest market number that the key ever had; null if it had none.
    last_market integer,
    -- Of asking prices: the offers behind the numbers, and what it costs to have the lowest one sent, in minor units.
    sample_size integer,
    low_shipping integer,
    -- The source no longer shows this key, from effective_at on.
    withdrawn boolean not null,
    effective_at timestamptz not null,
    recorded_at timestamptz not null,
    -- The event behind these numbers; the next append to price-{card_id} expects its revision.
    event_id uuid not null,
    provenance uuid,
    revision integer not null,
    position text not null
  ) with (fillfactor = 70);
  create index on ${schema}.prices (card_id);
  create index on ${schema}.prices (source);

  ${cardPricesTable(schema)}
  -- Rows set aside that neither became a price nor were overtaken by one, in the order of recording.
  create table ${schema}.held_rows (
    price_key text not null,
    ordinal integer not null,
    card_id text not null,
    source text not null,
    kind text not null,
    printing text not null,
    printing_slug text not null,
    condition text,
    grader text,
    grade text,
    grade_qualifier text,
    language text,
    currency text not null,
    quarantine_id uuid not null,
    reason text not null,
    detail text not null,
    -- The row as the source sent it.
    sent text not null,
    -- Whether the numbers could be read: what would have been observed, in minor units.
    readable boolean not null,
    low integer,
    mid integer,
    high integer,
    market integer,
    direct_low integer,
    effective_at timestamptz not null,
    -- A person refused it.
    rejected boolean not null,
    -- The stamp from which the key has been held, in the row shown last if it is held; null in all others.
    held_since timestamptz,
    -- Revision of the event that changed the rows of the key last.
    revision integer not null,
    primary key (price_key, ordinal)
  );
  create index on ${schema}.held_rows (card_id);

  -- Keys of which a person had the last word, until the source shows something (overruled.ts).
  create table ${schema}.overruled (
    price_key text primary key,
    card_id text not null,
    source text not null,
    -- effective_at of what was overruled.
    shown_at timestamptz not null
  );
`;
