/**
 * The value of sets at the newest snapshot, as a sum over the newest prices: one statement for a hundred sets. The walk over the
 * history (set-values.ts) answers for every other instant, and for the sets that the newest prices do not decide; a test holds the
 * two to each other.
 */
import { limits } from '../../src/base/limits.js';
import { instantOf } from '../../src/domain/instant.js';
import type { CountedPrice, SetValueAt } from '../../src/domain/prices/set-value.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { runsStampedAfter, snapshotsHoldingBack } from '../coverage/set-checks.js';
import { hasContestedCard } from '../latest-prices/counted-price.js';
import { newestPriceMs } from '../trending/lookups.js';
import { countedCards } from './counted-cards.js';
import { inForceFrom } from './memberships.js';
import { cardsOfValue, valuesOfSets } from './set-values.js';

const confirmedMs = limits.priceConfirmedMs + limits.windowSlackMs;

/**
 * $1 sets, $2 the newest snapshot. The sets that must be walked: the newest prices, or the catalog, know of a time after the
 * snapshot, as while a collection begins; or a snapshot held prices back, and does not confirm them.
 */
const walkedSql = `
  select s.set_id from unnest($1::text[]) s(set_id)
  where ${newestPriceMs} > extract(epoch from $2::timestamptz) * 1000
    or s.set_id in (
      select m.set_id from catalog.memberships m where m.card_id in (
        select n.card_id from catalog.memberships n where n.run_id in ${runsStampedAfter('$2::timestamptz')}
        union all
        -- Of a run that the coverage does not know yet, or of a later time than its run.
        select n.card_id from catalog.memberships n
        where n.recorded_at > $2::timestamptz and ${inForceFrom('n')} > $2::timestamptz))
    or (s.set_id in ${snapshotsHoldingBack(`$2::timestamptz - interval '${confirmedMs} milliseconds'`)}
      and ${hasContestedCard('(select c.card_id from catalog.cards c where c.set_id = s.set_id)')})`;

const walkedSets = async (database: Database, setIds: readonly string[], at: string): Promise<string[]> => {
  const rows = await database.query<{ set_id: string }>(walkedSql, [setIds, at]);
  return rows.map(({ set_id }) => set_id);
};

/** $1 sets: what their single cards count. */
const counted = countedCards('c.set_id = any($1)');

/** $1 sets. A row for each set and source, because to collect the names of sources takes longer than to sum. */
const sumsSql = `
  with ${counted}
  select v.set_id, v.source, count(*) as cards, sum(v.valued) filter (where v.is_compared) as amount,
         count(v.valued) filter (where v.is_compared) as priced,
         count(v.valued) filter (where v.is_compared and v.market is null) as carried,
         count(v.valued) filter (where not v.is_compared) as other_currency
  from counted v group by v.set_id, v.source`;

interface SumRow extends Row {
  readonly set_id: string;
  readonly source: string | null;
  readonly cards: number;
  /** `null` if nothing is in the sum. */
  readonly amount: number | null;
  readonly priced: number;
  readonly carried: number;
  readonly other_currency: number;
}

const noCards: SetValueAt = { amount: null, cards: 0, priced: 0, carried: 0, otherCurrency: 0, sources: [] };

const plus = (value: SetValueAt, row: SumRow): SetValueAt => ({
  amount: row.amount === null ? value.amount : (value.amount ?? 0) + row.amount,
  cards: value.cards + row.cards,
  priced: value.priced + row.priced,
  carried: value.carried + row.carried,
  otherCurrency: value.otherCurrency + row.other_currency,
  sources: row.priced === 0 || row.source === null ? value.sources : [...value.sources, row.source].sort(),
});

/** Returns the values of sets at the newest snapshot, RFC 3339, by set id. */
export const valuesOfNow = async (
  database: Database,
  setIds: readonly string[],
  newest: string,
): Promise<ReadonlyMap<string, SetValueAt>> => {
  const [rows, walked] = await Promise.all([
    database.query<SumRow>(sumsSql, [setIds]),
    walkedSets(database, setIds, newest),
  ]);
  const values = new Map(setIds.map((setId) => [setId, noCards]));
  for (const row of rows) values.set(row.set_id, plus(values.get(row.set_id) ?? noCards, row));
  for (const [setId, [value]] of await valuesOfSets(database, walked, walked.length === 0 ? [] : [newest]))
    values.set(setId, value ?? noCards);
  return values;
};

interface CountedRow extends Row {
  readonly card_id: string;
  readonly source: string;
  readonly is_compared: boolean;
  readonly market: number | null;
  readonly valued: number | null;
}

const countedOf = ({ source, is_compared, market, valued }: CountedRow): CountedPrice => {
  if (valued === null) return { as: 'unpriced' };
  if (!is_compared) return { as: 'other_currency' };
  return { as: market === null ? 'carried' : 'priced', amount: valued, source };
};

/**
 * Returns what each card of a set counts at the newest snapshot, RFC 3339, by card id. `null`: at `now`, for lack of a snapshot.
 */
export const cardsOfValueNow = async (
  database: Database,
  setId: string,
  { newest, now }: { newest: string | null; now: Date },
): Promise<ReadonlyMap<string, CountedPrice>> => {
  if (newest === null) return cardsOfValue(database, setId, instantOf(now));
  const [rows, walked] = await Promise.all([
    database.query<CountedRow>(`with ${counted} select card_id, source, is_compared, market, valued from counted`, [
      [setId],
    ]),
    walkedSets(database, [setId], newest),
  ]);
  if (walked.length > 0) return cardsOfValue(database, setId, newest);
  return new Map(rows.map((row) => [row.card_id, countedOf(row)]));
};
