/**
 * Goal: the daily roll-up equals one computed naively from all events; partitions appear as months do, and readers
 * need not wait for one.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { LedgerEvent, RecordedEvent } from '../../src/domain/envelope.js';
import { dayOf } from '../../src/domain/instant.js';
import { type PriceKey, priceKeyText } from '../../src/domain/prices/price-key.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { ensurePartitions, monthOf } from '../../projections/price-history/partitions.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { priceEvents } from '../support/event-sequences.js';
import { createRecorder } from '../support/events.js';
import { eventsFor, split, type Tables, withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

type Candle = Record<string, unknown>;

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

const naiveDays = (events: readonly LedgerEvent[]): Candle[] => {
  const days: Candle[] = [];
  for (const [price_key, instants] of counting(events)) {
    const sorted = [...instants].sort(([a], [b]) => a - b);
    for (const day of new Set(sorted.map(([at]) => dayOf(new Date(at))))) {
      const all = sorted.filter(([at]) => dayOf(new Date(at)) === day).map(([, market]) => market);
      const known = all.filter((market) => market !== null);
      const high = known.length === 0 ? null : Math.max(...known);
      const low = known.length === 0 ? null : Math.min(...known);
      days.push({
        price_key,
        day,
        open: known[0] ?? null,
        high,
        low,
        close: known.at(-1) ?? null,
        observations: all.length,
      });
    }
  }
  return days;
};

describe('price history', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test daily', connectionsMax: 4 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  const rolledUp = (tables: Tables, pages: RecordedEvent[][]): Promise<Candle[]> =>
    tables.undone(async () => {
      await tables.fold(pages);
      const days = await tables.client.query<Candle>(
        `select s.price_key, d.day, d.open, d.high, d.low, d.close, d.observations
         from ${tables.schema}.daily d join ${tables.schema}.series s using (series_id)`,
      );
      return days.rows;
    });

  it('rolls days up as a naive computation does, for events in any order', async () => {
    const cuts = fc.uniqueArray(fc.nat(23), { maxLength: 6 }).map((all) => new Set(all));
    await withTables(database, priceHistory, (tables) =>
      fc.assert(
        fc.asyncProperty(priceEvents, cuts, async (events, at) => {
          const days = await rolledUp(tables, split(events, at));
          expect(days).to.have.deep.members(naiveDays(eventsFor(priceHistory, events)));
        }),
        { numRuns: 80 },
      ),
    );
  });

  it('says of each series whether it has ever had a market price that counts', async () => {
    const cuts = fc.uniqueArray(fc.nat(23), { maxLength: 6 }).map((all) => new Set(all));
    await withTables(database, priceHistory, (tables) =>
      fc.assert(
        fc.asyncProperty(priceEvents, cuts, async (events, at) => {
          const rows = await tables.undone(async () => {
            await tables.fold(split(events, at));
            return tables.rows('series');
          });
          const prices = counting(eventsFor(priceHistory, events));
          for (const { price_key, priced } of rows) {
            const all = [...(prices.get(String(price_key)) ?? new Map<number, number | null>()).values()];
            expect(priced, String(price_key)).to.equal(all.some((market) => market !== null));
          }
        }),
        { numRuns: 80 },
      ),
    );
  });

  it('creates a partition for each month that has a price, and puts each row into its own', async () => {
    const { record, events } = createRecorder('2026-02-01T00:00:00Z');
    const instants = [
      '2025-11-30T23:59:59.999Z',
      '2025-12-01T00:00:00Z',
      '2025-12-31T23:59:59.999Z',
      '2026-01-01T00:00:00Z',
    ];
    for (const effective_at of instants) record('PriceObserved', { effective_at });
    await withTables(database, priceHistory, async (tables) => {
      await tables.fold([events.slice(0, 2), events.slice(2)]);
      const placed = await tables.client.query(
        `select effective_at, tableoid::regclass::text as partition from ${tables.schema}.observations order by effective_at`,
      );
      expect(placed.rows).to.deep.equal(
        ['2025_11', '2025_12', '2025_12', '2026_01'].map((month, at) => ({
          effective_at: instants[at],
          partition: `price_history.observations_${month}`,
        })),
      );
      // Created again, as by a restarted fold: no change.
      await ensurePartitions(tables.client, tables.schema, ['2025-12-01']);
    });
    expect(monthOf('2024-02-29T23:59:59.999Z')).to.equal('2024-02-01');
    expect(monthOf('2025-01-01T00:30:00+01:00')).to.equal('2024-12-01');
  });

  it('does not block readers of the history while a partition is attached', async () => {
    await database.transaction(async (client) => {
      await client.query('create schema price_history');
      await client.query(priceHistory.tables('price_history'));
      await ensurePartitions(client, 'price_history', ['2025-11-01']);
    });
    const count = `set local lock_timeout = '2s'; select count(*) as n from price_history.observations`;
    await database.transaction(async (reader) => {
      await reader.query(count);
      await database.transaction(async (writer) => {
        // The reader's lock is held still: attaching must not wait for it …
        await writer.query(`set local lock_timeout = '2s'`);
        await ensurePartitions(writer, 'price_history', ['2025-12-01']);
        // … nor a new reader for the attaching, which is not committed yet.
        await database.transaction((other) => other.query(count));
        await reader.query(count);
      });
    });
    const partitions = await database.query(
      `select count(*) as n from pg_inherits where inhparent = 'price_history.observations'::regclass`,
    );
    expect(partitions).to.deep.equal([{ n: 2 }]);
  });
});
