/**
 * Tables of every observed price: the open month as rows, each closed month of a series as one row of arrays
 * (docs/adr/0011-closed-months-packed.md); what is folded of each series.
 */
import { allObservations, unpackedMonths } from './packed-months.js';

const seriesTable = (schema: string): string => `
  -- A price key as four bytes. Ids count up in the order of first appearance in the log: the same in every rebuild.
  create table ${schema}.series (
    series_id integer primary key,
    price_key text not null unique,
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
    -- The rest is of the observations that count. Whether one has ever had a market price
    -- (src/domain/prices/preference.ts).
    priced boolean not null,
    first_seen_at timestamptz,
    last_seen_at timestamptz,
    -- Market prices: the first, the last, and the highest and the lowest with the first instant of each.
    first_market_at timestamptz,
    last_market integer,
    last_market_at timestamptz,
    market_high integer,
    market_high_at timestamptz,
    market_low integer,
    market_low_at timestamptz
  ) with (fillfactor = 70);
  create index on ${schema}.series (card_id);
`;

const observationTables = (schema: string): string => `
  -- Observations of the open month, and those of closed months until they are packed (pack-closed-months.ts).
  -- Eight columns on purpose: with nulls a ninth would cost eight bytes a row (the null bitmap outgrows its byte).
  create table ${schema}.unpacked_observations (
    effective_at timestamptz not null,
    series_id integer not null,
    -- Whole seconds, rounded up, from effective_at to when the ledger recorded it: the second time of time travel.
    recorded_after_s integer not null,
    low integer,
    mid integer,
    high integer,
    market integer,
    direct_low integer
  );
  create index on ${schema}.unpacked_observations (series_id, effective_at);

  -- Observations of a series in a closed month, in order of effective_at and recorded_after_s (packed-months.ts).
  create table ${schema}.packed_months (
    series_id integer not null,
    month date not null,
    -- Milliseconds from the beginning of the month's 16th day, which keeps them within four bytes.
    at_ms integer[] not null,
    -- One of each pair: the wide one if a value does not fit two bytes.
    recorded_after_s smallint[],
    recorded_after_s_wide integer[],
    -- All of market, then all of low, mid and high; and of direct_low, unless none has one.
    numbers smallint[],
    numbers_wide integer[],
    primary key (series_id, month)
  );
  create index on ${schema}.packed_months using brin (month) with (pages_per_range = 16, autosummarize = on);

  -- The packed months for readers: one row a series and month, with an array for each column of the observations.
  create view ${schema}.months as ${unpackedMonths(schema)};

  -- Every observation, packed or not.
  create view ${schema}.observations as ${allObservations(schema)};
`;

const markTables = (schema: string): string => `
  -- The source no longer showed the key from effective_at on.
  create table ${schema}.withdrawals (
    series_id integer not null,
    effective_at timestamptz not null,
    recorded_after_s integer not null,
    primary key (series_id, effective_at, recorded_after_s)
  );

  -- What was recorded of the key at effective_at before the void never counted.
  create table ${schema}.voids (
    series_id integer not null,
    effective_at timestamptz not null,
    recorded_after_s integer not null,
    primary key (series_id, effective_at, recorded_after_s)
  );

  -- Rows set aside: each is what the source showed from effective_at on, until the next row of the key.
  create table ${schema}.holds (
    quarantine_id uuid primary key,
    series_id integer not null,
    effective_at timestamptz not null,
    recorded_after_s integer not null,
    reason text not null,
    low integer,
    mid integer,
    high integer,
    market integer,
    direct_low integer,
    -- The row was refused, or the source took it back: from when on, and when that was recorded.
    rejected_from timestamptz,
    rejected_at timestamptz
  );
  create index on ${schema}.holds (series_id, effective_at);
`;

/** Returns the DDL of all tables. */
export const priceHistoryTables = (schema: string): string =>
  [seriesTable, observationTables, markTables].map((part) => part(schema)).join('');
