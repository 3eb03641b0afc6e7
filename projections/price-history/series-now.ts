/** A card's price keys as they are now, in one statement. `findSeries` answers for any other time. */
import { limits } from '../../src/base/limits.js';
import { scopeOfCard } from '../../src/domain/source.js';
import { msOrNull } from '../../src/domain/instant.js';
import { comparePreference } from '../../src/domain/prices/preference.js';
import type { Database } from '../../src/postgres/database.js';
import { type CardSet, cardSetOf, type CardSetRow } from '../catalog/queries.js';
import { snapshotMemoryOf, type SnapshotsOfSet } from '../coverage/snapshot-memory.js';
import { joinLatestPrice } from '../latest-prices/queries.js';
import { foldedPriceKey } from '../latest-prices/representative-price.js';
import { keyColumnsOf, type PriceKeyRow } from '../price-key-columns.js';
import { historyKeyOf, type HistorySeries } from './find-series.js';
import { fromText, type RecentFacts, recentFacts, type SeriesOfFacts } from './recent-facts.js';

/** A series, and what its history needs to be read. */
export interface SeriesNow extends HistorySeries, SeriesOfFacts {
  readonly priceKey: string;
  /** Whether a row of it was ever set aside. */
  readonly wasHeld: boolean;
  /** The snapshots of the card's set; none before the card is listed. */
  readonly snapshots: SnapshotsOfSet | null;
}

interface KeyRow extends PriceKeyRow {
  readonly series_id: number;
  readonly price_key: string;
  readonly priced: boolean;
  readonly first_seen: string | null;
  /** `null` if no price is left. */
  readonly withdrawn: boolean | null;
  readonly was_held: boolean;
}

interface CardRow extends CardSetRow {
  readonly keys: readonly KeyRow[] | null;
  /** `null` if none were asked for, or the fold does not say which price represents the card. */
  readonly represents: { readonly series_id: number; readonly facts: RecentFacts } | null;
}

/** $1 card, $2 from when on the facts of the price that represents it are read with it; null: not */
const seriesSql = `
  select k.*, (
    select json_agg(r) from (
      select s.series_id, s.price_key, ${keyColumnsOf('s')}, s.priced, s.first_seen_at as first_seen, p.withdrawn,
             exists (select from price_history.holds h where h.series_id = s.series_id) as was_held
      from price_history.series s ${joinLatestPrice('s.price_key')}
      where s.card_id = $1) r) as keys, (
    select json_build_object('series_id', s.series_id, 'facts', ${recentFacts('s.series_id', '$2::timestamptz')})
    from price_history.series s
    where s.price_key = ${foldedPriceKey('$1')} and $2::timestamptz is not null) as represents
  from (${cardSetOf('$1')}) k`;

/** A card that is listed or has a price, as `findCardSet` returns it, and its series. */
export interface CardSeries extends CardSet {
  /** The one price of the card first. */
  readonly series: readonly SeriesNow[];
}

/**
 * Returns a card's series; `null` for an unknown card. `version` is that of the coverage read model. `factsFrom`: the facts of
 * the price that represents the card are read from that instant on (milliseconds since 1970) by the same statement, as its
 * history will most likely be asked for.
 */
export const seriesNow = async (
  database: Database,
  cardId: string,
  { version, factsFrom }: { version: string; factsFrom: number | null },
): Promise<CardSeries | null> => {
  const memory = snapshotMemoryOf(database);
  const from = factsFrom === null ? null : fromText(factsFrom);
  const [windows, [row]] = await Promise.all([
    memory.windows(version),
    database.query<CardRow>(seriesSql, [cardId, from], { prepared: true }),
  ]);
  if (row?.exists !== true) return null;
  const { set_id, is_merged, represents } = row;
  const newestMs = windows.newestMs ?? Infinity;
  const found = [];
  for (const key of row.keys ?? []) {
    const snapshots =
      set_id === null
        ? null
        : await memory.ofSet(version, key.source, scopeOfCard(key.source, { cardId, setId: set_id }));
    const lastMs = snapshots?.lastCheckMs(key.price_key) ?? -Infinity;
    const confirmed = lastMs >= newestMs - limits.priceConfirmedMs - limits.windowSlackMs;
    const series: SeriesNow = {
      ...historyKeyOf(key),
      seriesId: key.series_id,
      printingSlug: key.printing_slug,
      priceKey: key.price_key,
      firstSeenMs: msOrNull(key.first_seen) ?? Infinity,
      wasHeld: key.was_held,
      read:
        factsFrom === null || represents?.series_id !== key.series_id
          ? null
          : { fromMs: factsFrom, facts: represents.facts },
      snapshots,
    };
    found.push({ series, preference: { ...key, withdrawn: key.withdrawn ?? true, confirmed } });
  }
  found.sort((a, b) => comparePreference(a.preference, b.preference));
  return { set_id, is_merged, series: found.map(({ series }) => series) };
};
