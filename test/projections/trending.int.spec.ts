/**
 * Goal: gainers, losers, and what is left out are those of the prices that stood at both ends of the window, whatever late
 * facts, corrections, voids and missed days came between. Method: random markets are folded in random pages; the ranking of
 * the newest weeks, and that of the history, are compared with a model that walks all events.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { catalog } from '../../projections/catalog/projection.js';
import { coverage } from '../../projections/coverage/projection.js';
import { findWindow, type PriceWindow, type WindowPeriod, windowPeriods } from '../../projections/coverage/windows.js';
import { latestPrices } from '../../projections/latest-prices/projection.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { type NewExtreme, findExtremes } from '../../projections/trending/extremes.js';
import { findMovers, type Mover, type MoversQuery } from '../../projections/trending/movers.js';
import type { Ranking } from '../../projections/trending/ranked-price.js';
import { trending } from '../../projections/trending/projection.js';
import {
  newestPrices,
  pastPrices,
  pricesOf,
  recentPrices,
  type WindowPrices,
} from '../../projections/trending/queries.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { dayMs, instantOf } from '../../src/domain/instant.js';
import { type PriceKey, printingOf } from '../../src/domain/prices/price-key.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { checkProperty } from '../support/check-property.js';
import { eventsFor, split, withLiveTables } from '../support/folding.js';
import { eventsOfDays, type MarketDay, marketDay, stampOfDay } from '../support/market-days.js';
import { countingFacts, type ModelFact, observationsIn, standingAt } from '../support/market-model.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';

const gate = (from: number, to: number): number => (to - from) / from;
const follows = (move: number, from: number | null | undefined, to: number | null | undefined): boolean =>
  from != null && to != null && Math.sign(move) * gate(from, to) >= Math.abs(move) / 4;

interface Expected {
  readonly rows: string[];
  readonly excluded: Record<string, number>;
}

/** A price of the model that takes part in a ranking. */
interface Part {
  readonly key: PriceKey;
  readonly own: readonly ModelFact[];
  readonly startMs: number | null;
  readonly start: ModelFact | undefined;
  readonly end: ModelFact;
}

/** The model of what takes part in a ranking, and of what is left out. */
const partsOf = (
  events: readonly RecordedEvent[],
  window: PriceWindow,
  query: Omit<MoversQuery, 'by' | 'reliable'>,
) => {
  const known = events.filter(({ recorded_at }) => window.knownAt === undefined || recorded_at <= window.knownAt);
  const excluded: Record<string, number> = {};
  const count = (why: string): void => void (excluded[why] = (excluded[why] ?? 0) + 1);
  const all = [...countingFacts(eventsFor(priceHistory, known)).values()].flatMap(({ key, facts: own }): Part[] => {
    const end = standingAt(own, window.endMs);
    const startMs = window.starts.find(({ source }) => source === key.source)?.startMs;
    if (end === undefined || startMs === undefined) return [];
    return [{ key, own, startMs, end, start: startMs === null ? undefined : standingAt(own, startMs) }];
  });
  const lastCheckOf = (source: string): number =>
    Math.max(
      -Infinity,
      ...known.flatMap(({ type, data }) => {
        const ms = Date.parse(String(data['upstream_stamp']));
        return type === 'SnapshotTaken' && data['source'] === source && ms <= window.endMs ? [ms] : [];
      }),
    );
  const reasonOf = ({ key, own, startMs, start, end }: Part): string | null => {
    if (startMs === null) return 'not_collected';
    if (end.withdrawn) return 'withdrawn';
    if (end.market === null) return 'no_end_price';
    if (start?.market == null) return 'no_start_price';
    if (start.market < query.floor) return 'below_floor';
    if (observationsIn(own, window.endMs - 30 * dayMs, window.endMs) < query.minObservations) return 'thin';
    return lastCheckOf(key.source) < window.endMs - 36 * 3_600_000 ? 'stale' : null;
  };
  const parts = all.filter((part) => {
    if (query.game !== undefined && !part.key.card_id.startsWith(`${query.game}-`)) return false;
    if (query.source !== undefined && part.key.source !== query.source) return false;
    const reason = reasonOf(part);
    if (reason !== null) count(reason);
    if (reason !== null) return false;
    return Math.sign(part.end.market! - part.start!.market!) === (query.direction === 'up' ? 1 : -1);
  });
  return { all, parts, excluded, count };
};

const placeOf = ({ key }: Part): string => [key.card_id, key.printing.slug, key.source].join(' ');

/** Returns the lines of a ranking, greatest score first. */
const ranked = (rows: readonly { part: Part; score: number; line: readonly unknown[] }[], limit: number): string[] =>
  rows
    .toSorted((a, b) => b.score - a.score || (placeOf(a.part) < placeOf(b.part) ? -1 : 1))
    .slice(0, limit)
    .map(({ part, line }) => [placeOf(part), ...line].join(' '));

const at = (ms: number): string => instantOf(new Date(ms));

/** The model of gainers and losers. */
const expectedRanking = (events: readonly RecordedEvent[], window: PriceWindow, query: MoversQuery): Expected => {
  const { all, parts, excluded, count } = partsOf(events, window, query);
  const moved = parts.flatMap((part) => {
    const { key, start, end } = part;
    const [from, to] = [start!.market!, end.market!];
    const move = gate(from, to);
    const others = all.filter(
      (other) =>
        other.key.card_id === key.card_id &&
        other.key.printing.slug === key.printing.slug &&
        other.key.source !== key.source,
    );
    const offers = follows(move, start!.low, end.low) && follows(move, start!.mid, end.mid);
    const agrees = others.some((other) => follows(move, other.start?.market, other.end.market));
    const contradicts = others.some((other) => follows(-move, other.start?.market, other.end.market));
    if (query.reliable && !((offers || agrees) && !contradicts)) {
      count('unreliable');
      return [];
    }
    const score = query.by === 'amount' ? Math.abs(to - from) : Math.abs(to - from) / from;
    return [{ part, score, line: [from, at(start!.atMs), to, at(end.atMs)] }];
  });
  return { rows: ranked(moved, query.limit), excluded };
};

/** The model of new highs (up) and lows (down). */
const expectedExtremes = (
  events: readonly RecordedEvent[],
  window: PriceWindow,
  query: MoversQuery & { everShown: boolean },
): Expected => {
  const { parts, excluded } = partsOf(events, window, query);
  const sign = query.direction === 'up' ? 1 : -1;
  /** Returns the old extreme and when the new one was reached; `null` if the price at the end is none. */
  const extremeIn = (facts: readonly ModelFact[]) => {
    const priced = facts.filter(({ market }) => market !== null);
    const now = priced.at(-1)!.market!;
    const before = priced.slice(0, priced.findLastIndex(({ market }) => market !== now) + 1);
    if (before.length === 0 || before.some(({ market }) => sign * (now - market!) <= 0)) return null;
    const previous = before.toSorted((a, b) => sign * (b.market! - a.market!) || a.atMs - b.atMs)[0]!;
    return { previous, reachedMs: priced[before.length]!.atMs };
  };
  const rows = parts.flatMap((part) => {
    const upToEnd = part.own.filter(({ atMs }) => atMs <= window.endMs);
    const ofWindow = upToEnd.filter(({ atMs }) => atMs >= part.start!.atMs);
    const found = extremeIn(ofWindow) === null ? null : extremeIn(query.everShown ? upToEnd : ofWindow);
    if (found === null) return [];
    const [old, now] = [found.previous.market!, part.end.market!];
    return [{ part, score: Math.abs(now - old) / old, line: [now, at(found.reachedMs), old, at(found.previous.atMs)] }];
  });
  return { rows: ranked(rows, query.limit), excluded };
};

const cents = (amount: number): number => Math.round(amount * 100);
const shownExtremes = ({ rows, excluded }: Ranking<NewExtreme>): Expected => ({
  rows: rows.map(({ card_id, printing, source, price: high, previous }) =>
    [
      ...[card_id, printingOf(printing).slug, source, cents(high.price), high.effective_at],
      ...[cents(previous.price), previous.effective_at],
    ].join(' '),
  ),
  excluded: { ...excluded },
});
const shown = ({ rows, excluded }: Ranking<Mover>): Expected => ({
  rows: rows.map(({ card_id, printing, source, start, end }) =>
    [card_id, printingOf(printing).slug, source]
      .concat([String(Math.round(start.price * 100)), start.effective_at])
      .concat([String(Math.round(end.price * 100)), end.effective_at])
      .join(' '),
  ),
  excluded: { ...excluded },
});

describe('rankings of a window', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test trending', connectionsMax: 4 });
    await testProjector({ database, log: createMemoryLog({ runtime: systemRuntime() }) }).prepare();
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  /** Folds the events in pages, and rolls the tables back after `work`. */
  const folded = async (
    pages: readonly RecordedEvent[][],
    work: (tables: Database) => Promise<void>,
  ): Promise<void> => {
    const models = [catalog, coverage, latestPrices, priceHistory, trending];
    await withLiveTables(database, models, async (tables, fold) => {
      for (const page of pages) await fold(page);
      await work(tables);
    });
  };

  const queries = fc.record({
    direction: fc.constantFrom<MoversQuery['direction']>('up', 'down'),
    by: fc.constantFrom<MoversQuery['by']>('percent', 'amount'),
    reliable: fc.boolean(),
    game: fc.constantFrom<MoversQuery['game']>(undefined, undefined, 'pokemon'),
    source: fc.constantFrom(undefined, undefined, 'tcgcsv'),
    currency: fc.constant('USD'),
    floor: fc.constantFrom(0, 100),
    minObservations: fc.constantFrom(0, 0, 2, 3),
    limit: fc.constantFrom(3, 50),
  });
  const periods = fc.constantFrom(...(Object.keys(windowPeriods) as WindowPeriod[]));

  const markets = [
    fc.array(marketDay, { minLength: 6, maxLength: 40, size: 'max' }),
    fc.uniqueArray(fc.nat(60), { maxLength: 8 }),
    queries,
    periods,
    fc.option(fc.integer({ min: 1, max: 12 })),
    fc.option(fc.integer({ min: 0, max: 20 })),
  ] as const;
  const nameOf = (prices: WindowPrices): string =>
    prices === pastPrices ? 'history' : prices === recentPrices ? 'newest weeks' : 'newest window';
  const daysBefore = (window: PriceWindow, back: number | null): string | undefined =>
    back === null ? undefined : at(window.endMs - back * dayMs);

  it('has the gainers and losers of a model that walks all events', async () => {
    let [rows, rowsBefore] = [0, 0];
    await checkProperty(
      fc.asyncProperty(...markets, async (days, cuts, query, period, daysBack, knownBack) => {
        const events = eventsOfDays(days);
        await folded(split(events, new Set(cuts)), async (tables) => {
          const newest = await findWindow(tables, { period });
          if (newest === null) return;
          const expected = expectedRanking(events, newest, query);
          for (const prices of [newestPrices, recentPrices, pastPrices]) {
            const found = shown(await findMovers(tables, newest, query, prices));
            expect(found, nameOf(prices)).to.deep.equal(expected);
          }
          expect(shown(await findMovers(tables, newest, query)), 'as chosen').to.deep.equal(expected);
          rows += expected.rows.length;
          const [asOf, knownAt] = [daysBefore(newest, daysBack), daysBefore(newest, knownBack)];
          const past = await findWindow(tables, { period, asOf, knownAt });
          if (past === null) return;
          const before = expectedRanking(events, past, query);
          const chosen = await pricesOf(tables, past);
          for (const prices of new Set([chosen, pastPrices])) {
            const found = shown(await findMovers(tables, past, query, prices));
            expect(found, `${nameOf(prices)}, as of ${asOf}, known at ${knownAt}`).to.deep.equal(before);
          }
          if (chosen === recentPrices) rowsBefore += before.rows.length;
        });
      }),
      30,
    );
    expect(rows).to.be.above(5);
    expect(rowsBefore, 'of windows that end before the newest snapshot').to.be.above(0);
  });

  it('counts observations from before what the newest weeks keep', async () => {
    const days = Array.from({ length: 60 }, (_, day): MarketDay => {
      const shownPrice = {
        key: 0,
        what: 'shown',
        market: day % 2 === 0 ? 120 : 150,
        low: null,
        mid: null,
        ago: 1,
      } as const;
      return { after: 1, prices: [shownPrice], missed: 9 };
    });
    const events = eventsOfDays(days);
    await folded(split(events, new Set([100])), async (tables) => {
      const window = await findWindow(tables, { period: '24h', asOf: stampOfDay(36) });
      expect(await pricesOf(tables, window!)).to.equal(recentPrices);
      const query = { direction: 'up', by: 'percent', reliable: false, limit: 5, floor: 0, currency: 'USD' } as const;
      // 31 in the observed days, about 8 of them kept; about 36 since the first day.
      for (const [minObservations, isShown] of [
        [5, true],
        [31, true],
        [32, false],
      ] as const) {
        const asked = { ...query, minObservations, game: undefined, source: undefined };
        const found = shown(await findMovers(tables, window!, asked));
        expect(found, `${minObservations}`).to.deep.equal(expectedRanking(events, window!, asked));
        expect(found.rows).to.have.lengthOf(isShown ? 1 : 0);
      }
    });
  });

  it('has the highs and lows of a model that walks all events', async () => {
    let rows = 0;
    await checkProperty(
      fc.asyncProperty(...markets, fc.boolean(), async (days, cuts, by, period, daysBack, knownBack, everShown) => {
        const events = eventsOfDays(days);
        const query = { ...by, minObservations: 0, everShown };
        const asked = { ...query, kind: query.direction === 'up' ? ('high' as const) : ('low' as const) };
        await folded(split(events, new Set(cuts)), async (tables) => {
          const newest = await findWindow(tables, { period });
          if (newest === null) return;
          const expected = expectedExtremes(events, newest, query);
          for (const prices of [newestPrices, recentPrices, pastPrices]) {
            const found = shownExtremes(await findExtremes(tables, newest, asked, prices));
            expect(found, nameOf(prices)).to.deep.equal(expected);
          }
          rows += expected.rows.length;
          const [asOf, knownAt] = [daysBefore(newest, daysBack), daysBefore(newest, knownBack)];
          const past = await findWindow(tables, { period, asOf, knownAt });
          if (past === null) return;
          expect(shownExtremes(await findExtremes(tables, past, asked))).to.deep.equal(
            expectedExtremes(events, past, query),
          );
        });
      }),
      20,
    );
    expect(rows).to.be.above(2);
  });
});
