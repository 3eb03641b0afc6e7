/** Tables of the newest weeks of every ungraded market price, for windows of time that end now. */

/** What `market` says where there is no price. */
export const marketNone = 0;
export const marketWithdrawn = -1;

/**
 * How much of each price is kept before its newest change: the longest window, the slack of its start, and a day and a half
 * for changes that are recorded before the first snapshot of their stamp.
 */
export const keptMs = 32 * 86_400_000;

export const trendingTables = (schema: string): string => `
  -- One row a price: what stood from each instant on, oldest first. The arrays of a row have one length. Rejected: a row
  -- for each period with the prices at its two ends, because every window moves every day, and with it every row.
  create table ${schema}.recent (
    price_key text primary key,
    card_id text not null,
    source text not null,
    printing text not null,
    printing_slug text not null,
    condition text,
    language text,
    currency text not null,
    -- Milliseconds since 1970. Rejected: timestamptz, which the fold would have to parse as text.
    at_ms int8[] not null,
    -- Minor units; ${marketNone}: no number, ${marketWithdrawn}: withdrawn.
    market integer[] not null,
    low integer[] not null,
    mid integer[] not null,
    -- Market prices so far, each different from the one before. Only differences mean something.
    steps integer[] not null,
    -- Whether earlier prices were dropped. Then the first is a market price, and nothing between is missing.
    pruned boolean not null
  ) with (fillfactor = 70);
  create index on ${schema}.recent (card_id);

  -- The newest effective_at of all prices: what is older by more than is kept may be missing.
  create table ${schema}.newest (
    single boolean primary key default true check (single),
    at_ms int8 not null
  );
`;
