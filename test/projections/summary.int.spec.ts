/**
 * Goal: the summary of a history is that of what stood over time. Method: random price events, folded; every series over
 * random windows against a naive walk through the events.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { priceHistory } from '../../projections/price-history/projection.js';
import { factsIn } from '../../projections/price-history/facts.js';
import { summaryOf } from '../../projections/price-history/summary.js';
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { dayMs } from '../../src/domain/instant.js';
import { priceChangeOf } from '../../src/domain/prices/price-change.js';
import { priceKeyText } from '../../src/domain/prices/price-key.js';
import { type Database, openDatabase, type Row } from '../../src/postgres/database.js';
import { checkProperty } from '../support/check-property.js';
import { priceEvents } from '../support/event-sequences.js';
import { eventsFor, withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

/** What counts of each key after all events, by instant: a market price in cents, or null. */
const marketOf = (events: readonly LedgerEvent[]): Map<string, Map<number, number | null>> => {
  const keys = new Map<string, Map<number, number | null>>();
  for (const event of events) {
    const change = priceChangeOf(event);
    if (change === null) continue;
    const text = priceKeyText(change.key);
    const facts = keys.get(text) ?? new Map<number, number | null>();
    keys.set(text, facts);
    const atMs = Date.parse(change.effectiveAt);
    if (change.kind === 'observed') facts.set(atMs, change.numbers.market);
    else if (change.kind === 'withdrawn') facts.set(atMs, null);
    else {
      facts.delete(atMs);
      const { standing } = change;
      if (standing !== null && Date.parse(standing.effective_at) === atMs) facts.set(atMs, standing.market);
    }
  }
  return keys;
};

const naive = (facts: ReadonlyMap<number, number | null>, fromMs: number, toMs: number, untilMs: number) => {
  const sorted = [...facts]
    .filter(([at]) => at <= toMs)
    .sort(([a], [b]) => a - b)
    .map(([at, market]) => ({ at, market }));
  const spans = sorted
    .map(({ at, market }, index) => ({ at, market, since: Math.max(at, fromMs), until: sorted[index + 1]?.at }))
    .filter(({ until }) => until === undefined || until > fromMs);
  const priced = spans.filter((span): span is typeof span & { market: number } => span.market !== null);
  const first = priced[0];
  const last = spans.at(-1);
  const weights = priced.map(({ since, until }) => Math.max(0, Math.min(until ?? untilMs, untilMs) - since));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = priced.reduce((sum, { market }, at) => sum + market * (weights[at] ?? 0), 0) / total;
  const lasted = first === undefined ? 0 : untilMs - first.since;
  const [begin] = spans;
  const closes: (number | null)[] = [];
  if (begin !== undefined) {
    const lastDay = Math.max(dayOf(begin.since), untilMs % dayMs === 0 ? dayOf(untilMs) - 1 : dayOf(untilMs));
    for (let day = dayOf(begin.since); day <= lastDay; day += 1)
      closes.push(sorted.findLast(({ at }) => at < (day + 1) * dayMs)?.market ?? null);
  }
  const moves = closes.flatMap((close, at) => {
    const before = closes[at - 1] ?? null;
    return at === 0 || close === null || before === null ? [] : [close / before - 1];
  });
  const middle = moves.reduce((sum, move) => sum + move, 0) / moves.length;
  return {
    start: first?.market ?? null,
    end: first === undefined ? null : (last?.market ?? null),
    mean: first === undefined ? null : total === 0 ? (priced.at(-1)?.market ?? null) : mean,
    min: first === undefined ? null : Math.min(...priced.map(({ market }) => market)),
    max: first === undefined ? null : Math.max(...priced.map(({ market }) => market)),
    deviation:
      first === undefined || moves.length === 0
        ? null
        : Math.sqrt(moves.reduce((sum, move) => sum + (move - middle) ** 2, 0) / moves.length),
    change:
      first === undefined || last?.market == null || lasted <= 0
        ? null
        : Math.round(((last.market - first.market) / first.market) * 1_000) / 10,
  };
};

const dayOf = (ms: number): number => Math.floor(ms / dayMs);
const cents = (major: number | null | undefined): number | null => (major == null ? null : Math.round(major * 100));

describe('the summary of a history', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test summary', connectionsMax: 2 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  it('is that of a walk through the events, for any window', async function () {
    this.timeout(60_000);
    const beginMs = Date.parse('2024-12-30T00:00:00Z');
    const window = fc
      .record({
        from: fc.integer({ min: 0, max: 35 * 24 }),
        hours: fc.integer({ min: 0, max: 35 * 24 }),
        checked: fc.nat(40),
      })
      .map(({ from, hours, checked }) => {
        const fromMs = beginMs + from * 3_600_000;
        return { fromMs, toMs: fromMs + hours * 3_600_000, checkedUntilMs: beginMs + checked * dayMs };
      });
    let priced = 0;
    await withTables(database, priceHistory, (tables) =>
      checkProperty(
        fc.asyncProperty(priceEvents, fc.array(window, { minLength: 1, maxLength: 4 }), async (events, windows) => {
          await tables.undone(async () => {
            await tables.fold([events]);
            const query = async <R extends Row>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
              (await tables.client.query<R>(text, [...values])).rows;
            const expected = marketOf(eventsFor(priceHistory, events));
            for (const { series_id: seriesId, price_key } of await tables.rows('series')) {
              const facts = expected.get(String(price_key)) ?? new Map<number, number | null>();
              for (const given of [
                ...windows,
                { fromMs: -Infinity, toMs: beginMs + 90 * dayMs, checkedUntilMs: beginMs + 34 * dayMs },
              ]) {
                const endMs = Math.min(given.toMs, given.checkedUntilMs);
                const read = await factsIn({ query }, { seriesId: Number(seriesId) }, given);
                const summary = summaryOf(read, { fromMs: given.fromMs, endMs, currency: 'USD' });
                const { start, end, mean, min, max, change, deviation } = naive(facts, given.fromMs, given.toMs, endMs);
                const { avg_price: average, change_percentage } = summary;
                expect([
                  cents(summary.start?.price),
                  cents(summary.end?.price),
                  cents(summary.min),
                  cents(summary.max),
                ]).to.deep.equal([start, end, min, max]);
                expect(average === null, 'average').to.equal(mean === null);
                if (mean !== null) expect(Math.abs((average ?? 0) * 100 - mean)).to.be.at.most(0.5000001);
                expect(change_percentage).to.equal(change);
                if (deviation === null) expect(summary.volatility).to.equal(null);
                else expect(summary.volatility).to.be.closeTo(deviation * 100, 0.0050001);
                const extremes = [summary.min_at, summary.max_at].map((at) =>
                  at === null ? null : facts.get(Date.parse(at)),
                );
                expect(extremes).to.deep.equal([min, max]);
                if (start !== null) priced += 1;
              }
            }
          });
        }),
        30,
      ),
    );
    expect(priced).to.be.above(40);
  });
});
