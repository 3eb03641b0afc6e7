/** Statistics of each printing of a card, as of the newest snapshot of its source or a given instant. */
import { instantOf } from '../../src/domain/instant.js';
import { type Freshness, freshnessOf, type HeldNumbers } from '../../src/domain/prices/freshness.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnits, toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { Condition } from '../../src/domain/prices/price-key.js';
import { type Database, instantInJson, type Row } from '../../src/postgres/database.js';
import { preferenceText } from '../../src/domain/prices/preference.js';
import { isConfirmed, lastCheckAsOf, newestSnapshotAsOf, windowBegin } from '../coverage/checks.js';
import { type CurrentPrice, currentPriceOf } from '../latest-prices/representative-price.js';
import { keyColumnsOf, type PriceKeyRow } from '../price-key-columns.js';
import { checkedSeries, factAsOf, factsBetween, pricedObservations } from './as-of.js';
import { type HistoryKey, historyKeyOf } from './find-series.js';
import { heldAsOf } from './held.js';

export interface Extreme {
  readonly price: number;
  /** UTC day of `effective_at`. */
  readonly date: string;
  /** The source's stamp of the first such price. */
  readonly effective_at: string;
}

export interface Change {
  readonly amount: number;
  readonly percentage: number;
  /** The market price at the start of the window. */
  readonly from_price: number;
  /** The source's stamp of that price. */
  readonly from_effective_at: string;
}

/**
 * Why there is no change over a window. `not_collected`: the source has no snapshot within 12 hours of its start.
 * `no_start_price`: no market price stood there. `withdrawn`: the source no longer shows the key. `no_end_price`: it shows no
 * market price now.
 */
export type NoChange = 'not_collected' | 'no_start_price' | 'withdrawn' | 'no_end_price';

/** The windows of changes, in days. */
export const changeDays = { '1_day_change': 1, '7_day_change': 7, '30_day_change': 30 } as const;
export type ChangeName = keyof typeof changeDays;
export const changeNames = Object.keys(changeDays) as ChangeName[];

export interface PrintingStats extends Freshness {
  readonly printing: string;
  readonly condition: Condition | null;
  readonly currency: Currency;
  readonly current_market_price: number | null;
  /** Offers at the end of the window. */
  readonly price_range: { readonly low: number | null; readonly high: number | null };
  /**
   * Against the market price that stood at the source's snapshot nearest to a day before the end of the window, at most 12
   * hours away; `null` for the reason in `no_change`. The next two are the same over 7 and 30 days.
   */
  readonly '1_day_change': Change | null;
  readonly '7_day_change': Change | null;
  readonly '30_day_change': Change | null;
  /** Why a change is `null`; `null` for each that is there. */
  readonly no_change: {
    readonly '1_day_change': NoChange | null;
    readonly '7_day_change': NoChange | null;
    readonly '30_day_change': NoChange | null;
  };
  /** Greatest market price up to the end of the window. */
  readonly all_time_high: Extreme | null;
  /** Least market price up to the end of the window. */
  readonly all_time_low: Extreme | null;
  /** The stamp from which the ledger has a record of this key: "all time" begins there. */
  readonly first_seen: string;
  /** The source no longer shows this key. */
  readonly withdrawn: boolean;
}

/** A price key with a history, and its extent. */
export interface RecordedKey extends HistoryKey {
  /** The source's stamp of the first record. */
  readonly from: string;
  /** The last check of its source; the stamp of the withdrawal if it was withdrawn. */
  readonly to: string;
  /** The source no longer shows this key. */
  readonly withdrawn: boolean;
}

/** What stood at the start of a window; null: the source has no snapshot there. */
export interface StartRow {
  readonly market: number | null;
  readonly effective_at: string | null;
}

/** A key of a card, in the order of preference. */
export interface StatsRow extends PriceKeyRow {
  readonly card_id: string;
  readonly market: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly last_checked: string | null;
  readonly held: HeldNumbers | null;
  readonly starts: Readonly<Record<ChangeName, StartRow | null>>;
  readonly highest: number | null;
  readonly highest_at: string | null;
  readonly lowest: number | null;
  readonly lowest_at: string | null;
  readonly first_seen: string;
}

const known = '$4';
const checkedLast = lastCheckAsOf(checkedSeries, 'anchor.at', known);

/** Returns a scalar subquery for what stood at the start of a window, as StartRow. */
const startOf = (days: number): string => `
  (select jsonb_build_object('market', b.market, 'effective_at', b.effective_at)
   from (select ${windowBegin('s.source', 'anchor.at', `interval '${days} days'`, known)} as at) began
   left join lateral (${factAsOf('began.at', known)}) b on true
   where began.at is not null)`;

/** Returns a lateral query for the first of the priced observations in an order of theirs. */
const extremeBy = (order: 'asc' | 'desc'): string => `
  select p.market, p.effective_at from (${pricedObservations('price_history', 'anchor.at', known)}) p
  order by p.market ${order}, p.effective_at limit 1`;

/**
 * $1 cards, $2 as of (null: the newest snapshot), $3 now: where the ledger has no snapshot, $4 known at (null: now). The one
 * price of a card first.
 */
const statsSql = `
  select s.card_id, ${keyColumnsOf('s')}, f.market, f.low, f.high, f.withdrawn, f.effective_at, checked.last as last_checked,
         ${heldAsOf('anchor.at', known)} as held,
         jsonb_build_object(${changeNames.map((name) => `'${name}', ${startOf(changeDays[name])}`).join(', ')}) as starts,
         hi.market as highest, hi.effective_at as highest_at, lo.market as lowest, lo.effective_at as lowest_at,
         (select r.effective_at from (${factsBetween(`'-infinity'`, 'anchor.at', known)}) r order by r.effective_at limit 1) as first_seen
  from price_history.series s
  cross join lateral (
    select coalesce($2::timestamptz, ${newestSnapshotAsOf(`'infinity'::timestamptz`, known)}, $3::timestamptz) as at) anchor
  cross join lateral (select ${checkedLast} as last) checked
  cross join lateral (${factAsOf('anchor.at', known)}) f
  left join lateral (${extremeBy('desc')}) hi on true
  left join lateral (${extremeBy('asc')}) lo on true
  where s.card_id = any($1)
  order by s.card_id, ${preferenceText({
    key: 's',
    withdrawn: 'f.withdrawn',
    priced: 'hi.market is not null',
    confirmed: isConfirmed('checked.last', newestSnapshotAsOf('anchor.at', known)),
  })}`;

/** Returns a change in percent with one decimal. Percentages are not money, so they are floats. */
export const percentage = (from: number, to: number): number => Math.round(((to - from) / from) * 1_000) / 10;

/** Returns the change since the start of a window, or why there is none. */
const changeOf = (row: StatsRow, name: ChangeName): Change | NoChange => {
  const start = row.starts[name];
  if (row.withdrawn) return 'withdrawn';
  if (row.market === null) return 'no_end_price';
  if (start === null) return 'not_collected';
  const { market: before, effective_at: at } = start;
  if (before === null || before === 0 || at === null) return 'no_start_price';
  return {
    amount: toMajorUnits(row.market - before, row.currency),
    percentage: percentage(before, row.market),
    from_price: toMajorUnits(before, row.currency),
    from_effective_at: instantInJson(at),
  };
};

const changesOf = (row: StatsRow): Pick<PrintingStats, ChangeName | 'no_change'> => {
  const changes = changeNames.map((name) => [name, changeOf(row, name)] as const);
  const isReason = (change: Change | NoChange): change is NoChange => typeof change === 'string';
  return {
    ...(Object.fromEntries(changes.map(([name, is]) => [name, isReason(is) ? null : is])) as Record<
      ChangeName,
      Change | null
    >),
    no_change: Object.fromEntries(changes.map(([name, is]) => [name, isReason(is) ? is : null])) as Record<
      ChangeName,
      NoChange | null
    >,
  };
};

const extremeOf = (minor: number | null, at: string | null, currency: Currency): Extreme | null => {
  const price = toMajorUnitsOrNull(minor, currency);
  return price === null || at === null ? null : { price, date: at.slice(0, 10), effective_at: at };
};

const statsOf = (row: StatsRow, judgedAt: Date): PrintingStats => ({
  printing: row.printing,
  condition: row.condition,
  currency: row.currency,
  current_market_price: toMajorUnitsOrNull(row.market, row.currency),
  price_range: { low: toMajorUnitsOrNull(row.low, row.currency), high: toMajorUnitsOrNull(row.high, row.currency) },
  ...changesOf(row),
  all_time_high: extremeOf(row.highest, row.highest_at, row.currency),
  all_time_low: extremeOf(row.lowest, row.lowest_at, row.currency),
  first_seen: row.first_seen,
  withdrawn: row.withdrawn,
  ...freshnessOf(row, judgedAt),
});

/** Returns the later of two instants as the ledger writes them. */
const later = (a: string, b: string | null): string => (b !== null && Date.parse(b) > Date.parse(a) ? b : a);

const recordedKeyOf = (row: StatsRow): RecordedKey => ({
  ...historyKeyOf(row),
  from: row.first_seen,
  to: row.withdrawn ? row.effective_at : later(row.effective_at, row.last_checked),
  withdrawn: row.withdrawn,
});

/** The prices of a card. */
export interface CardPrices {
  /** The one price of the card; `null` if it has no ungraded market price. */
  readonly current: CurrentPrice | null;
  /** Every ungraded market key, the one price of the card first. */
  readonly stats: readonly PrintingStats[];
  /** Every key with a history, in the same order, then all others. */
  readonly histories: readonly RecordedKey[];
}

/** Returns whether a key has statistics: an ungraded market price. */
export const hasStats = ({ kind, grader }: Pick<PriceKeyRow, 'kind' | 'grader'>): boolean =>
  kind === 'market' && grader === null;

/** Returns the prices in the rows of a card. Staleness is that of `judgedAt`. */
export const cardPricesOf = (keys: readonly StatsRow[], judgedAt: Date): CardPrices => {
  const market = keys.filter(hasStats);
  const [first] = market;
  return {
    current: first === undefined ? null : currentPriceOf(first, judgedAt),
    stats: market.map((row) => statsOf(row, judgedAt)),
    histories: keys.map(recordedKeyOf),
  };
};

/** Times of the question; RFC 3339. */
export interface StatsTimes {
  /** Ends the windows; without it the newest snapshot does. */
  readonly asOf: string | undefined;
  /** Only what the ledger had recorded by then. */
  readonly knownAt?: string | undefined;
  readonly now: Date;
}

/** Returns the prices of the cards at any time, by card id; a card without one has no entry. `cardsNow` is faster. */
export const cardPrices = async (
  database: Database,
  cardIds: readonly string[],
  { asOf, knownAt, now }: StatsTimes,
): Promise<ReadonlyMap<string, CardPrices>> => {
  const values = [cardIds, asOf ?? null, instantOf(now), knownAt ?? null];
  const rows = await database.query<StatsRow & Row>(statsSql, values);
  const judgedAt = asOf === undefined ? now : new Date(asOf);
  const rowsOf = new Map<string, StatsRow[]>();
  for (const row of rows) rowsOf.set(row.card_id, [...(rowsOf.get(row.card_id) ?? []), row]);
  return new Map([...rowsOf].map(([cardId, keys]) => [cardId, cardPricesOf(keys, judgedAt)] as const));
};
