/** Goal: what is folded of each series equals what a naive computation has from all events. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { instantOf } from '../../src/domain/instant.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { foldPriceHistory } from '../../projections/price-history/fold.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import type { Projection } from '../../src/projecting/projection.js';
import { checkProperty } from '../support/check-property.js';
import { priceEvents } from '../support/event-sequences.js';
import { eventsFor, split, withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

/**
 * What counts at each instant of each key after all events: a void and a withdrawal take what was said of their instant
 * before.
 */
const counting = (events: readonly LedgerEvent[]): Map<string, Map<number, number | null>> => {
  const prices = new Map<string, Map<number, number | null>>();
  const of = (key: PriceKey): Map<number, number | null> => {
    const text = priceKeyText(key);
    if (!prices.has(text)) prices.set(text, new Map());
    return prices.get(text) as Map<number, number | null>;
  };
  for (const { type, data } of events) {
    if (type === 'PriceObserved' || type === 'PriceCorrected') of(data).set(Date.parse(data.effective_at), data.market);
    else if (type === 'QuarantineReleased')
      of(data.observation).set(Date.parse(data.observation.effective_at), data.observation.market);
    else if (type === 'PriceWithdrawn') of(data).delete(Date.parse(data.effective_at));
    else if (type === 'ObservationVoided') {
      of(data).delete(Date.parse(data.effective_at));
      const { standing } = data;
      if (standing?.effective_at === data.effective_at && standing.withdrawn !== true)
        of(data).set(Date.parse(data.effective_at), standing.market);
    }
  }
  return prices;
};

const naiveTotals = (instants: ReadonlyMap<number, number | null>): Record<string, unknown> => {
  const all = [...instants].sort(([a], [b]) => a - b);
  const priced = all.flatMap(([at, market]) => (market === null ? [] : [{ at, market }]));
  const instant = (ms: number | undefined): string | null => (ms === undefined ? null : instantOf(new Date(ms)));
  const high = priced.reduce((most, { market }) => Math.max(most, market), -Infinity);
  const low = priced.reduce((least, { market }) => Math.min(least, market), Infinity);
  return {
    priced: priced.length > 0,
    first_seen_at: instant(all[0]?.[0]),
    last_seen_at: instant(all.at(-1)?.[0]),
    first_market_at: instant(priced[0]?.at),
    last_market: priced.at(-1)?.market ?? null,
    last_market_at: instant(priced.at(-1)?.at),
    market_high: priced.length === 0 ? null : high,
    market_high_at: instant(priced.find(({ market }) => market === high)?.at),
    market_low: priced.length === 0 ? null : low,
    market_low_at: instant(priced.find(({ market }) => market === low)?.at),
  };
};

/** Packs months as soon as they end, and late observations soon after, in small parts. */
const packing: Projection = {
  ...priceHistory,
  startFold: (schema) => foldPriceHistory(schema, { graceMs: 0, lateRowsMax: 2, rowsAtOnce: 3 }),
};

describe('price history', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test totals', connectionsMax: 4 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  it('folds of each series when it was seen and its market prices, as a naive computation does', async () => {
    const cuts = fc.uniqueArray(fc.nat(23), { maxLength: 6 }).map((all) => new Set(all));
    await withTables(database, packing, (tables) =>
      checkProperty(
        fc.asyncProperty(priceEvents, cuts, async (events, at) => {
          const rows = await tables.undone(async () => {
            await tables.fold(split(events, at));
            return tables.rows('series');
          });
          const prices = counting(eventsFor(priceHistory, events));
          for (const row of rows) {
            const text = String(row['price_key']);
            expect(row, text).to.include(naiveTotals(prices.get(text) ?? new Map()));
          }
        }),
        40,
      ),
    );
  });
});
