/** Table of the newest price of every key. The collector compares with it; most reads come from it. */
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
    sample_size integer,
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

  -- Keys of which a person had the last word, until the source shows something (overruled.ts).
  create table ${schema}.overruled (
    price_key text primary key,
    card_id text not null,
    source text not null,
    -- effective_at of what was overruled.
    shown_at timestamptz not null
  );
`;
