/**
 * Tables of every observed price, narrow and partitioned by month of effective_at (partitions.ts), and of a daily
 * roll-up for long periods.
 */
export const priceHistoryTables = (schema: string): string => `
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
    -- Whether an observation that counts has ever had a market price (src/domain/prices/preference.ts).
    priced boolean not null
  );
  create index on ${schema}.series (card_id);

  -- Eight columns on purpose: with nulls a ninth would cost eight bytes a row (the null bitmap outgrows its byte).
  create table ${schema}.observations (
    effective_at timestamptz not null,
    series_id integer not null,
    -- Whole seconds, rounded up, from effective_at to when the ledger recorded it: the second time of time travel.
    recorded_after_s integer not null,
    low integer,
    mid integer,
    high integer,
    market integer,
    direct_low integer
  ) partition by range (effective_at);
  create index on ${schema}.observations (series_id, effective_at);

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

  -- The market price over UTC days, where a day is more than its one observation: several of them, or one that was
  -- corrected or voided (no observations: none counts). Rejected: a row for every day, which for a source that publishes
  -- once a day says everything twice and doubles the storage.
  create table ${schema}.candles (
    day date not null,
    series_id integer not null,
    open integer,
    high integer,
    low integer,
    close integer,
    observations integer not null,
    primary key (series_id, day)
  );

  -- The roll-up for readers: one row a series and UTC day on which it was observed; null where no market price was given.
  create view ${schema}.daily as
    select day, series_id, open, high, low, close, observations from ${schema}.candles where observations > 0
    union all
    select (o.effective_at at time zone 'UTC')::date, o.series_id, o.market, o.market, o.market, o.market, 1
    from ${schema}.observations o
    where not exists (
      select from ${schema}.candles c
      where c.series_id = o.series_id and c.day = (o.effective_at at time zone 'UTC')::date);
`;
