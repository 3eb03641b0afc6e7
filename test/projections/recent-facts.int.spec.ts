/**
 * Goal: the facts that are folded here are those that SQL finds (as-of.ts). Method: random price events, folded and packed; every
 * series over random windows, by both.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { factsIn } from '../../projections/price-history/facts.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { recentFactsIn } from '../../projections/price-history/recent-facts.js';
import { type Database, openDatabase, type Row } from '../../src/postgres/database.js';
import { checkProperty } from '../support/check-property.js';
import { priceEvents } from '../support/event-sequences.js';
import { withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

describe('recent facts', () => {
  let target: TestDatabase;
  let database: Database;
  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test recent facts', connectionsMax: 2 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  it('are those of any window', async function () {
    this.timeout(60_000);
    const beginMs = Date.parse('2024-12-30T00:00:00Z');
    const hour = fc.integer({ min: 0, max: 40 * 24 });
    let compared = 0;
    let packed = 0;
    await withTables(database, priceHistory, (tables) =>
      checkProperty(
        fc.asyncProperty(
          priceEvents,
          fc.array(fc.tuple(hour, hour), { minLength: 2, maxLength: 4 }),
          async (events, hours) => {
            await tables.undone(async () => {
              await tables.rebuild([events]);
              packed += (await tables.rows('packed_months')).length;
              const query = async <R extends Row>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
                (await tables.client.query<R>(text, [...values])).rows;
              for (const { series_id, first_seen_at: seen } of await tables.rows('series')) {
                const firstSeenMs = seen === null ? Infinity : Date.parse(seen as string);
                const series = { seriesId: Number(series_id), firstSeenMs, read: null };
                for (const [a, b] of [...hours, [-Infinity, 90 * 24] as const]) {
                  const window = {
                    fromMs: beginMs + Math.min(a, b) * 3_600_000,
                    toMs: beginMs + Math.max(a, b) * 3_600_000,
                  };
                  const own = (await recentFactsIn({ query }, series, window)).map(
                    ({ recordedAfterS: _, ...fact }: any) => fact,
                  );
                  const expected = (await factsIn({ query }, series, window)).map(
                    ({ recorded_after_s: _, ...fact }: any) => fact,
                  );
                  expect(own).to.deep.equal(expected);
                  compared += expected.length;
                }
              }
            });
          },
        ),
        40,
      ),
    );
    expect(compared).to.be.above(200);
    expect(packed).to.be.above(20);
  });
});
