/**
 * What stood of every ungraded market price at the two ends of a window of time, in SQL: the base of gainers, losers, highs
 * and lows, and of what games and sets gained.
 *
 * Windows within the newest weeks are read from the arrays of this read model, one scan for all prices. Windows before them,
 * and of what was known at another time, are read from the history, by index probes for each price.
 */
import { limits } from '../../src/base/limits.js';
import type { Game } from '../../src/domain/cards/card.js';
import { dayMs } from '../../src/domain/instant.js';
import type { Database } from '../../src/postgres/database.js';
import { newestSnapshot } from '../coverage/checks.js';
import type { PriceWindow } from '../coverage/windows.js';
import { heldKeys } from '../latest-prices/held-rows.js';
import { heldKeysAsOf, observationsAsOf, shownAsOf, windowPricesAsOf } from '../price-history/window-prices.js';
import { keptMs, marketWithdrawn } from './tables.js';

/** Observations are counted over the days before the end of a window, whatever its period. */
export const observedDays = 30;

/** Returns a number of the table as null where there is none. */
const numberAt = (array: string, place: string): string => `nullif(greatest(i.${array}[i.${place}], 0), 0)`;

/** Market prices up to the first instant of the observed days. Computed for the few prices that nothing else leaves out. */
const stepsBefore = 'coalesce(i.steps[width_bucket($4::int8, i.at_ms)], 0)';
const observations = `i.steps[i.e] - ${stepsBefore} + least(1, ${stepsBefore})`;

/** `offset 0` keeps the two places from being computed once for each of their uses. */
const windowPrices = (columns: { seen: string; observations: string; heldKeys: string }): string => `
  select i.price_key, i.card_id, i.source, i.printing, i.printing_slug, i.condition, i.language, i.currency, i.start_ms,
         ${numberAt('market', 's')} as start_market, ${numberAt('low', 's')} as start_low, ${numberAt('mid', 's')} as start_mid,
         i.at_ms[i.s] as start_at_ms,
         ${numberAt('market', 'e')} as end_market, ${numberAt('low', 'e')} as end_low, ${numberAt('mid', 'e')} as end_mid,
         i.at_ms[i.e] as end_at_ms, i.market[i.e] = ${marketWithdrawn} as withdrawn,
         ${columns.seen} as seen, ${columns.observations} as observations,
         i.price_key in ${columns.heldKeys} as held, i.at_ms, i.market, i.s, i.e
  from (
    select r.*, w.start_ms, width_bucket(w.start_ms, r.at_ms) as s, width_bucket($3::int8, r.at_ms) as e
    from trending.recent r join unnest($1::text[], $2::int8[]) as w(source, start_ms) on w.source = r.source
    -- $5, when the ledger had recorded it, is for the history alone.
    where starts_with(r.card_id, $6) and $5::timestamptz is null
    offset 0
  ) i
  where i.e > 0`;

const recentShown = `
  select u.at_ms, u.market
  from unnest(x.at_ms[greatest(x.s, 1):x.e], x.market[greatest(x.s, 1):x.e]) as u(at_ms, market) where u.market > 0`;

/** The prices of a window, in SQL with the parameters of `windowValues`. */
export interface WindowPrices {
  /**
   * A query with one row a price that had been shown by the end: `price_key`, `card_id`, `source`, `printing`,
   * `printing_slug`, `condition`, `language`, `currency`; `start_ms`, the snapshot at which the window starts, null if there
   * is none; `start_market`, `start_low`, `start_mid` and `start_at_ms`, the stamp of what stood then; the same of `end_`;
   * `withdrawn`, `held`: at the end; `observations`: market prices, each different from the one before, that were shown in
   * the `observedDays` before the end, with the one before them; `seen`: at least so many of them, null if it is not known
   * for less than the number. Amounts are in minor units, null where there is none.
   */
  readonly prices: string;
  /** A lateral query of the market prices that row `x` showed from start to end: `at_ms` and `market`. */
  readonly shown: string;
  /** The columns of row `x` that `shown` needs beside those of `prices`. */
  readonly shownColumns: readonly string[];
}

/** The number of parameters of `windowValues`: further ones of a statement follow. */
export const windowParameters = 6;

/** Returns the values of the parameters $1 to $6 of `WindowPrices`. `game`: prices of that game only. */
export const windowValues = (window: PriceWindow, options: { game?: Game | undefined } = {}): readonly unknown[] => [
  window.starts.map(({ source }) => source),
  window.starts.map(({ startMs }) => startMs),
  window.endMs,
  window.endMs - observedDays * dayMs,
  window.knownAt ?? null,
  options.game === undefined ? '' : `${options.game}-`,
];

const recent = { shown: recentShown, shownColumns: ['at_ms', 'market', 's', 'e'] } as const;

/** The prices of windows that end at the newest snapshot, of which all observed days are kept. */
export const newestPrices: WindowPrices = {
  ...recent,
  prices: windowPrices({ seen: 'null::integer', observations, heldKeys }),
};

/**
 * The prices of windows that begin and end in the newest weeks. Observed days before them are asked of the history, for
 * prices of which too few observations are kept.
 */
export const recentPrices: WindowPrices = {
  ...recent,
  prices: windowPrices({
    seen: 'i.steps[i.e] - i.steps[greatest(width_bucket($4::int8, i.at_ms), 1)]',
    observations: `case when i.pruned and ${stepsBefore} = 0 then ${observationsAsOf('i.price_key')} else ${observations} end`,
    heldKeys: heldKeysAsOf,
  }),
};

/** The prices of any window, as the ledger knew them at any time. */
export const pastPrices: WindowPrices = {
  prices: windowPricesAsOf,
  shown: shownAsOf,
  shownColumns: ['series_id', 'start_ms'],
};

/** Returns the queries that answer for a window: of the newest weeks if they have both of its ends, else of the history. */
export const pricesOf = async (database: Database, window: PriceWindow): Promise<WindowPrices> => {
  if (window.knownAt !== undefined) return pastPrices;
  const [kept] = await database.query<{ at_ms: number }>('select at_ms from trending.newest');
  const keptFromMs = kept === undefined ? Infinity : kept.at_ms - keptMs;
  const firstMs = Math.min(window.endMs, ...window.starts.map(({ startMs }) => startMs ?? Infinity));
  if (firstMs < keptFromMs) return pastPrices;
  const newest = await newestSnapshot(database, {});
  const isNewest = newest !== null && Date.parse(newest) === window.endMs;
  return isNewest && window.endMs - observedDays * dayMs >= keptFromMs ? newestPrices : recentPrices;
};

/** From when on the set of a price must have been checked for it to count at the end of a window, RFC 3339. */
export const checkedFrom = (window: PriceWindow): string => new Date(window.endMs - limits.staleAfterMs).toISOString();
