/**
 * The audit of the data: what is stale, missing, set aside or without its counterpart, by source and set. Of the prices as they are
 * now, and of what was collected in a window of days.
 */
import { limits } from '../../src/base/limits.js';
import { isSetScoped } from './checks.js';
import { msOrNull } from '../../src/domain/instant.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { cardCountsBySet, priceCountsBySet } from '../latest-prices/quality-counts.js';
import { suspectWindow } from '../trending/suspect-list.js';
import { findSuspectPairs } from '../trending/suspects.js';
import { coverageCalendar } from './calendar.js';
import { collectedSources } from './queries.js';

/** Days of an audit's window, unless others are given. */
export const auditDays = 28;

/** Counts of a set at a source, or of all its sets. */
export interface QualityCounts {
  /**
   * Singles that the catalog lists.
   * @isInt
   */
  readonly cards: number;
  /**
   * Of these, singles without a price that stands.
   * @isInt
   */
  readonly cards_without_price: number;
  /**
   * Prices that stand.
   * @isInt
   */
  readonly prices: number;
  /**
   * Of these, prices whose card is not listed, or no longer.
   * @isInt
   */
  readonly prices_without_card: number;
  /**
   * Of these, prices of sets that were not checked for 36 hours.
   * @isInt
   */
  readonly stale_prices: number;
  /**
   * Prices of which a row is set aside now.
   * @isInt
   */
  readonly held: number;
  /**
   * Prices in doubt, as another marketplace's is far from them.
   * @isInt
   */
  readonly suspects: number;
  /**
   * Days of the window on which a set was expected and not collected.
   * @isInt
   */
  readonly days_missed: number;
  /**
   * Rows of the window's snapshots.
   * @isInt
   */
  readonly rows: number;
  /**
   * Of these, rows that were set aside.
   * @isInt
   */
  readonly quarantined: number;
}

/** A set at a source. */
export interface SetAudit extends QualityCounts {
  readonly source: string;
  /** `null`: prices of which neither the catalog nor a snapshot names a set. */
  readonly set_id: string | null;
  readonly name: string | null;
  readonly last_checked: string | null;
}

/** A source, over all its sets. */
export interface SourceAudit extends QualityCounts {
  readonly source: string;
  /** @isInt */
  readonly sets: number;
  /** The newest check of a set. */
  readonly last_checked: string | null;
  /** Whether that is more than 36 hours ago. */
  readonly stale: boolean;
  /** Set-aside rows of all rows, in percent with two decimals; `null` without rows. */
  readonly quarantined_percent: number | null;
  /**
   * Products or listings of the last finished run that no card is known for.
   * @isInt
   */
  readonly unmatched: number;
}

export interface AuditFilter {
  readonly source: string | undefined;
  /** First and last UTC day of the window. */
  readonly from: string;
  readonly to: string;
  readonly now: Date;
}

export interface QualityAudit {
  readonly sources: readonly SourceAudit[];
  /** Sets with something to look at, the worst first. */
  readonly sets: readonly SetAudit[];
}

const countNames = [
  'cards',
  'cards_without_price',
  'prices',
  'prices_without_card',
  'stale_prices',
  'held',
  'suspects',
  'days_missed',
  'rows',
  'quarantined',
] as const satisfies readonly (keyof QualityCounts)[];

interface CheckedRow extends Row {
  readonly source: string;
  readonly set_id: string;
  readonly last_checked: string;
  readonly rows: number;
  readonly quarantined: number;
}

/** $1 source, $2 first day, $3 last day */
const checkedSql = `
  select k.source, k.set_id, k.last_checked, coalesce(w.rows, 0) as rows, coalesce(w.quarantined, 0) as quarantined
  from coverage.sets_checked k
  left join (
    select source, set_id, sum(rows) as rows, sum(quarantined) as quarantined from coverage.snapshots
    where effective_at >= $2::date::timestamp at time zone 'UTC' and effective_at < ($3::date + 1)::timestamp at time zone 'UTC'
    group by 1, 2
  ) w on w.source = k.source and w.set_id = k.set_id
  where ($1::text is null or k.source = $1) and ${isSetScoped('k.source')}`;

// Of a run that failed nobody knows: it may have ended before any card was looked for.
const unmatchedSql = `
  select distinct on (source) source, coalesce(unmatched, 0) as unmatched from coverage.runs
  where status = 'finished' and ($1::text is null or source = $1) order by source, started_at desc`;

const isStale = (lastChecked: string | null, now: Date): boolean =>
  now.getTime() - (msOrNull(lastChecked) ?? -Infinity) > limits.staleAfterMs;

/** Returns the sums of the counts of sets; those of none are 0. */
const sumOf = (sets: readonly QualityCounts[]): QualityCounts =>
  Object.fromEntries(
    countNames.map((name) => [name, sets.reduce((sum, counts) => sum + counts[name], 0)]),
  ) as unknown as QualityCounts;

/** Returns how many prices of each set at a source, or at any, are in doubt. */
const suspectsBySet = async (
  database: Database,
  source: string | undefined,
): Promise<readonly Pick<SetAudit, 'source' | 'set_id' | 'suspects'>[]> => {
  const window = await suspectWindow(database);
  if (window === null) return [];
  // A price may disagree with those of several sources.
  const prices = new Map<string, { readonly source: string; readonly set_id: string; readonly keys: Set<string> }>();
  for (const { setId: set_id, first, second } of await findSuspectPairs(database, window))
    for (const { price, isSuspect } of [first, second]) {
      if (!isSuspect || (source !== undefined && price.source !== source)) continue;
      const key = `${price.source} ${set_id}`;
      const set = prices.get(key) ?? { source: price.source, set_id, keys: new Set() };
      prices.set(key, set);
      set.keys.add(`${price.cardId} ${price.printing}`);
    }
  return [...prices.values()].map(({ keys, ...set }) => ({ ...set, suspects: keys.size }));
};

/** Gathers what is known of each set at each source. */
const gatherSets = async (database: Database, filter: AuditFilter): Promise<readonly SetAudit[]> => {
  const { source, from, to, now } = filter;
  const [checked, prices, cards, suspects, calendar] = await Promise.all([
    database.query<CheckedRow>(checkedSql, [source ?? null, from, to]),
    priceCountsBySet(database, source, new Date(now.getTime() - limits.staleAfterMs)),
    cardCountsBySet(database, source),
    suspectsBySet(database, source),
    coverageCalendar(database, { source, game: undefined, from, to }),
  ]);
  const sets = new Map<string, SetAudit>();
  const add = (told: Partial<SetAudit> & Pick<SetAudit, 'set_id' | 'source'>): void => {
    const key = `${told.source} ${told.set_id ?? ''}`;
    sets.set(key, { name: null, last_checked: null, ...sumOf([]), ...sets.get(key), ...told });
  };
  // Sets of a source that is asked card by card have no check of their own: the newest of their prices stands for it.
  for (const counts of prices) add(counts);
  for (const counts of checked) add(counts);
  for (const counts of cards) add(counts);
  for (const counts of suspects) add(counts);
  for (const { source: of, set_id, name, missed } of calendar) add({ source: of, set_id, name, days_missed: missed });
  return [...sets.values()];
};

/** Returns how much of a set is to be looked at. A quarantined row is, as long as it is held: it may have been right to set it aside. */
const troubles = (set: SetAudit): number =>
  set.prices_without_card + set.stale_prices + set.held + set.suspects + set.days_missed + set.cards_without_price;

const newestOf = (sets: readonly SetAudit[]): string | null =>
  sets.reduce<string | null>(
    (newest, { last_checked: at }) => ((msOrNull(at) ?? -Infinity) > (msOrNull(newest) ?? -Infinity) ? at : newest),
    null,
  );

/** Audits the data of the sources. Needs the tables of coverage, catalog, latest-prices, price-history and trending. */
export const auditQuality = async (database: Database, filter: AuditFilter): Promise<QualityAudit> => {
  const sets = await gatherSets(database, filter);
  const unmatched = new Map(
    (await database.query<{ source: string; unmatched: number }>(unmatchedSql, [filter.source ?? null])).map((row) => [
      row.source,
      row.unmatched,
    ]),
  );
  const names = (await collectedSources(database)).filter((name) => filter.source === undefined || name === filter.source);
  const sources = names.map((source): SourceAudit => {
    const its = sets.filter((set) => set.source === source);
    const counts = sumOf(its);
    const last_checked = newestOf(its);
    return {
      source,
      sets: its.filter(({ set_id }) => set_id !== null).length,
      last_checked,
      stale: isStale(last_checked, filter.now),
      ...counts,
      quarantined_percent: counts.rows === 0 ? null : Math.round((counts.quarantined / counts.rows) * 10_000) / 100,
      unmatched: unmatched.get(source) ?? 0,
    };
  });
  const worst = sets
    .filter((set) => troubles(set) > 0)
    .toSorted((a, b) => troubles(b) - troubles(a) || ((a.set_id ?? '') < (b.set_id ?? '') ? -1 : 1));
  return { sources, sets: worst };
};
