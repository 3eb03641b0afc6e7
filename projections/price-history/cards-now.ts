/**
 * Cards with their prices as they are now, in one statement of few index probes: what is folded of each series, its newest
 * price, and its newest weeks, which say what stood where windows begin. `cardPrices` answers for any other time.
 *
 * Rejected: the facts of the windows from the history, which are four probes and two months of five numbers for each price
 * instead of one row of market prices: the statement takes 2.4 times as long.
 */
import { limits } from '../../src/base/limits.js';
import { scopeOfCard } from '../../src/domain/source.js';
import { instantOfMs } from '../../src/domain/instant.js';
import { comparePreference } from '../../src/domain/prices/preference.js';
import { type Database, instantInJson, type Row } from '../../src/postgres/database.js';
import { cardsOf, type ListedCard } from '../catalog/queries.js';
import { snapshotMemoryOf, type SnapshotMemory, type Windows } from '../coverage/snapshot-memory.js';
import { heldNow } from '../latest-prices/held-rows.js';
import { joinLatestPrice } from '../latest-prices/queries.js';
import { keyColumnsOf } from '../price-key-columns.js';
import { marketAt, recentMarket, type RecentMarket } from '../trending/lookups.js';
import {
  changeDays,
  type ChangeName,
  changeNames,
  type CardPrices,
  cardPricesOf,
  hasStats,
  type StartRow,
  type StatsRow,
} from './price-stats.js';

/**
 * Returns the statement for ids, an SQL expression. $2: where the first window begins; null if none does. Each card is one
 * JSON value: the driver takes longer to read a row of twenty columns than the database to write it.
 */
const sqlFor = (ids: string): string => `
  select to_json(k) as card, (
    select json_agg(r) from (
      select s.price_key, ${keyColumnsOf('s')}, p.market, p.low, p.high, p.withdrawn, p.effective_at,
             ${heldNow('s.price_key')} as held, s.priced, s.first_seen_at as first_seen,
             s.market_high as highest, s.market_high_at as highest_at, s.market_low as lowest, s.market_low_at as lowest_at,
             case when p.effective_at > $2::timestamptz then ${recentMarket('s.price_key')} end as recent
      from price_history.series s ${joinLatestPrice('s.price_key')}
      where s.card_id = k.card_id and p.price_key is not null
    ) r) as keys
  from (${cardsOf(ids)}) k`;

// A planner that guesses ten rows of an array plans anew for every call.
const oneCardSql = sqlFor('array[$1::text]');
const cardsSql = sqlFor('$1::text[]');

/** A key as the statement returns it, instants in the form of JSON. */
interface KeyRow extends Omit<StatsRow, 'card_id' | 'last_checked' | 'first_seen' | 'starts'> {
  readonly price_key: string;
  readonly priced: boolean;
  readonly first_seen: string | null;
  /** `null` if the price did not change since the first window began, or is no ungraded market price. */
  readonly recent: RecentMarket | null;
}

interface CardRow extends Row {
  /** Instants in the form of JSON. */
  readonly card: ListedCard;
  readonly keys: readonly KeyRow[] | null;
}

const instantOrNull = (text: string | null): string | null => (text === null ? null : instantInJson(text));

const noStarts: StatsRow['starts'] = { '1_day_change': null, '7_day_change': null, '30_day_change': null };

/** Returns what stood where a window begins; `undefined` if the newest weeks do not say. */
const startOf = (key: KeyRow, startMs: number): StartRow | undefined => {
  if (Date.parse(key.effective_at) <= startMs)
    return { market: key.market, effective_at: instantInJson(key.effective_at) };
  const stood = key.recent === null ? null : marketAt(key.recent, startMs);
  if (stood === null) return undefined;
  return { market: stood.market, effective_at: stood.atMs === null ? null : instantOfMs(stood.atMs) };
};

/** Returns what stood where each window begins; `null` if the newest weeks do not say. Only statistics need it. */
const startsOf = (key: KeyRow, windows: Windows): StatsRow['starts'] | null => {
  if (!hasStats(key)) return noStarts;
  const starts: Record<ChangeName, StartRow | null> = { ...noStarts };
  for (const name of changeNames) {
    const startMs = windows.startMs(key.source, changeDays[name]);
    if (startMs === null) continue;
    const start = startOf(key, startMs);
    if (start === undefined) return null;
    starts[name] = start;
  }
  return starts;
};

/** Returns the rows of a card in the order of preference; `null` if the newest weeks do not say what stood. */
const rowsOf = async (
  memory: SnapshotMemory,
  { card, keys }: CardRow,
  { windows, newestMs, version }: { windows: Windows; newestMs: number; version: string },
): Promise<StatsRow[] | null> => {
  const rows = [];
  for (const key of keys ?? []) {
    const { price_key, priced, recent: _recent, ...row } = key;
    const starts = startsOf(key, windows);
    if (starts === null) return null;
    const snapshots = await memory.ofSet(
      version,
      key.source,
      scopeOfCard(key.source, { cardId: card.card_id, setId: card.set_id }),
    );
    const lastMs = snapshots.lastCheckMs(price_key);
    const confirmed = lastMs !== null && lastMs >= newestMs - limits.priceConfirmedMs - limits.windowSlackMs;
    const shown: StatsRow = {
      ...row,
      card_id: card.card_id,
      effective_at: instantInJson(row.effective_at),
      last_checked: lastMs === null ? null : instantOfMs(lastMs),
      first_seen: instantInJson(row.first_seen ?? row.effective_at),
      highest_at: instantOrNull(row.highest_at),
      lowest_at: instantOrNull(row.lowest_at),
      starts,
    };
    rows.push({ shown, preference: { ...row, priced, confirmed } });
  }
  return rows.sort((a, b) => comparePreference(a.preference, b.preference)).map(({ shown }) => shown);
};

/** Returns where the first of all windows begins; `null` if none does. */
const firstStart = (windows: Windows): string | null => {
  const all = windows.sources.flatMap((source) =>
    changeNames.flatMap((name) => windows.startMs(source, changeDays[name]) ?? []),
  );
  return all.length === 0 ? null : instantOfMs(Math.min(...all));
};

export interface CardNow {
  readonly card: ListedCard;
  readonly prices: CardPrices;
}

/** The cards now. */
export interface CardsNow {
  /** The newest snapshot, RFC 3339: where the windows end. */
  readonly newest: string;
  /** In any order; unknown cards are missing. */
  readonly cards: readonly CardNow[];
}

/**
 * Returns the cards of the ids that the catalog has, with their prices. `version` is that of the coverage read model. `null`
 * if the ledger has no snapshot, a card has a price newer than the newest one (windows then end before it), or the newest weeks
 * do not say what stood: ask `cardPrices` then.
 */
export const cardsNow = async (
  database: Database,
  cardIds: readonly string[],
  { version, now }: { version: string; now: Date },
): Promise<CardsNow | null> => {
  const memory = snapshotMemoryOf(database);
  const windows = await memory.windows(version);
  const { newestMs } = windows;
  if (newestMs === null) return null;
  const begin = firstStart(windows);
  const [only] = cardIds;
  const rows =
    only !== undefined && cardIds.length === 1
      ? await database.query<CardRow>(oneCardSql, [only, begin], { prepared: true })
      : await database.query<CardRow>(cardsSql, [cardIds, begin]);
  const isOlder = ({ effective_at }: KeyRow): boolean => Date.parse(effective_at) <= newestMs;
  if (!rows.every(({ keys }) => (keys ?? []).every(isOlder))) return null;
  const cards = [];
  for (const row of rows) {
    const keys = await rowsOf(memory, row, { windows, newestMs, version });
    if (keys === null) return null;
    const { card } = row;
    const instants = { listed_at: instantInJson(card.listed_at), revised_at: instantInJson(card.revised_at) };
    cards.push({ card: { ...card, ...instants }, prices: cardPricesOf(keys, now) });
  }
  return { newest: instantOfMs(newestMs), cards };
};
