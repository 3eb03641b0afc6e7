/**
 * Goal: whatever people put right, all read models agree with one simple model. Method: random sequences of observations,
 * withdrawals, corrections and voids of one key, by the commands themselves, and months packed in between; after each the
 * model names what may be ordered, and at the end what every read must answer, also as known after each step.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { latestPricesOfCard, type Price } from '../../projections/latest-prices/queries.js';
import { findSeries, type HistorySeries } from '../../projections/price-history/find-series.js';
import { packAll } from '../../projections/price-history/pack-closed-months.js';
import { pricesOfCardAsOf } from '../../projections/price-history/prices-as-of.js';
import { cardPrices } from '../../projections/price-history/price-stats.js';
import { readHistory } from '../../projections/price-history/queries.js';
import { isLedgerError } from '../../src/base/errors.js';
import { lastShown, loadKnownState } from '../../src/collecting/known-state.js';
import { dayOf } from '../../src/domain/instant.js';
import { priceKeyText } from '../../src/domain/prices/price-key.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { foldKey, type KeyState, priceUpdateOf } from '../../src/domain/alerts/key-state.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import { priceWithdrawn } from '../../src/domain/prices/price-events.js';
import { priceStream } from '../../src/domain/streams.js';
import { checkProperty } from '../support/check-property.js';
import { metadata, numbers, priceKey, proof, run } from '../support/events.js';
import { type CorrectionWorld, openCorrections } from './world.js';

const source = 'tcgcsv';
/** Two days with several instants, a month's end, and one more than 92 days before the last. */
const stamps = [
  '2025-01-01T20:05:33Z',
  '2025-04-30T08:00:00Z',
  '2025-04-30T20:05:33Z',
  '2025-05-01T00:00:00Z',
  '2025-05-01T20:05:33Z',
] as const;
const end = '2025-05-20T12:00:00Z';

interface Fact {
  readonly id: string;
  readonly at: string;
  readonly recordedMs: number;
  readonly kind: 'observed' | 'withdrawn' | 'corrected';
  /** The observation that is corrected. */
  readonly of: string;
  readonly numbers: PriceNumbers;
}

/** The model: facts, and which of them were voided when. A void takes the corrections of its observation with it. */
const createModel = () => {
  const facts: Fact[] = [];
  const voided = new Map<string, number>();
  /** Returns what counts at each instant, as known at `knownMs`, in order of time. */
  const counting = (knownMs = Number.MAX_SAFE_INTEGER): Fact[] => {
    const last = new Map<string, Fact>();
    for (const fact of facts) {
      const isGone = [fact.id, fact.of].some((id) => (voided.get(id) ?? Infinity) <= knownMs);
      if (fact.recordedMs <= knownMs && !isGone) last.set(fact.at, fact);
    }
    return [...last.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  };
  return { facts, voided, counting };
};

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...['observe', 'observe', 'observe', 'withdraw', 'correct', 'correct', 'void', 'void', 'void id', 'pack'],
    ),
    stamp: fc.nat(stamps.length - 1),
    market: fc.option(fc.integer({ min: 11, max: 19 }), { freq: 5 }),
    pick: fc.nat(20),
  }),
  { minLength: 2, maxLength: 9 },
);

describe('the record, put right by commands', function () {
  this.timeout(120_000);
  let world: CorrectionWorld;
  let cards = 0;
  before(async () => {
    world = await openCorrections(end);
  });
  after(() => world.close());

  const sets = async (all: readonly { what: string; stamp: number; market: number | null; pick: number }[]) => {
    const cardId = `pokemon-${(cards += 1)}`;
    const key = priceKey({ card_id: cardId, source });
    const model = createModel();
    const nowMs = (): number => world.runtime.now().getTime();
    const note = async (fact: Omit<Fact, 'recordedMs' | 'id' | 'of'> & { of?: string }): Promise<void> => {
      const id = (await world.stream(priceStream(cardId))).at(-1)?.id as string;
      model.facts.push({ of: id, ...fact, id, recordedMs: nowMs() });
    };
    /** Runs a command; the model says beforehand whether it is refused. */
    const order = async (isRefused: boolean, command: () => Promise<{ outcome: string }>): Promise<boolean> => {
      const outcome = await command().then(
        ({ outcome: is }) => is,
        (error: unknown) => {
          if (!isLedgerError(error)) throw error;
          return 'refused';
        },
      );
      expect(outcome).to.equal(isRefused ? 'refused' : 'appended');
      return !isRefused;
    };
    for (const [index, { what, stamp, market, pick }] of all.entries()) {
      await world.runtime.advance(60_000);
      const at = stamps[stamp] as string;
      const counts = model.counting().find((fact) => fact.at === at);
      const reason = `reason ${index}`;
      if (what === 'pack') {
        await world.fold(['price-history']);
        const before = [Date.UTC(2025, 1), Date.UTC(2025, 4), Date.UTC(2025, 5)][pick % 3] as number;
        await world.database.transaction((client) => packAll(client, 'price_history', before));
      } else if (what === 'observe') {
        const given = { ...numbers(market), low: index + 1 };
        await world.observe({ card_id: cardId, ...given, effective_at: at });
        await note({ kind: 'observed', at, numbers: given });
      } else if (what === 'withdraw') {
        const event = priceWithdrawn({ ...key, effective_at: at, collection: run, provenance: proof });
        const [outcome] = await world.log.append(
          [{ stream: priceStream(cardId), expectedRevision: 'any', events: [event] }],
          metadata,
        );
        // The same withdrawal is in the log, whatever became of it.
        if (outcome?.outcome === 'appended') await note({ kind: 'withdrawn', at, numbers: noPriceNumbers });
      } else if (what === 'correct') {
        const after = { ...(counts?.numbers ?? noPriceNumbers), market };
        const isRefused = counts === undefined || counts.kind === 'withdrawn' || counts.numbers.market === market;
        const given = { market: market === null ? null : `0.${market}` };
        if (await order(isRefused, () => world.correct(cardId, { at }, given, reason)))
          await note({ kind: 'corrected', at, numbers: after, of: counts?.of ?? '' });
      } else {
        const picked = what === 'void' ? counts : model.facts[pick % Math.max(1, model.facts.length)];
        const named = what === 'void' ? counts?.of : picked?.id;
        const top = model.counting().find((fact) => fact.at === picked?.at);
        const isRefused = picked === undefined || !(top?.id === named || top?.of === named);
        const price = what === 'void' ? { at } : { observationId: picked?.id ?? run };
        if (await order(isRefused, () => world.voids(cardId, price, reason)))
          model.voided.set(named as string, nowMs());
      }
    }
    await world.runtime.advance(60_000);
    await world.fold(['latest-prices', 'price-history']);
    await compare(cardId, model);
  };

  const shownOf = ({ market_price, low_price, withdrawn, effective_at }: Price): unknown => ({
    market: market_price,
    low: low_price,
    withdrawn,
    effective_at,
  });
  const major = (minor: number | null | undefined): number | null =>
    minor === null || minor === undefined ? null : minor / 100;
  const expectedOf = (fact: Fact | undefined): unknown[] =>
    fact === undefined
      ? []
      : [
          {
            market: major(fact.numbers.market),
            low: major(fact.numbers.low),
            withdrawn: fact.kind === 'withdrawn',
            effective_at: fact.at,
          },
        ];

  const compare = async (cardId: string, model: ReturnType<typeof createModel>): Promise<void> => {
    const { database, runtime, log } = world;
    const counting = model.counting();
    const newest = counting.at(-1);
    const now = runtime.now();

    // the newest price
    const latest = await latestPricesOfCard(database, cardId, now);
    expect(latest.map(shownOf), 'latest').to.deep.equal(expectedOf(newest));

    // what was true when, as known when
    const times = [...new Set([...model.facts.map((fact) => fact.recordedMs), ...model.voided.values()])];
    for (const knownMs of [...times, now.getTime()]) {
      for (const validAt of stamps) {
        const knownAt = new Date(knownMs).toISOString();
        const prices = await pricesOfCardAsOf(database, cardId, { validAt, knownAt });
        const held = model
          .counting(knownMs)
          .filter(({ at }) => at <= validAt)
          .at(-1);
        expect(prices.map(shownOf), `as of ${validAt}, known at ${knownAt}`).to.deep.equal(expectedOf(held));
        const upTo = model.counting(knownMs).filter(({ at }) => at <= validAt);
        await compareCard(cardId, upTo, { asOf: validAt, knownAt, now });
        await compareWindow(cardId, upTo, { validAt, knownAt });
      }
    }

    // history
    const [series] = await findSeries(database, cardId, {});
    if (series === undefined) return;
    await compareHistory(cardId, series, counting);

    // statistics
    const [stats] = (await cardPrices(database, [cardId], { asOf: undefined, now })).get(cardId)?.stats ?? [];
    const priced = counting.flatMap(({ numbers: { market } }) => market ?? []);
    expect(stats?.current_market_price ?? null, 'statistics').to.equal(major(newest?.numbers.market));
    if (newest !== undefined) {
      const extremes = [stats?.all_time_high?.price ?? null, stats?.all_time_low?.price ?? null];
      const [high, low] = [Math.max(...priced), Math.min(...priced)];
      expect(extremes, 'extremes').to.deep.equal(priced.length === 0 ? [null, null] : [major(high), major(low)]);
    }

    // what a collector and an alert start from
    const text = priceKeyText(priceKey({ card_id: cardId, source }));
    const known = (await loadKnownState({ database, log }, source)).prices.get(cardId)?.prices.get(text);
    expect(known?.effectiveAt ?? null, 'known').to.equal(newest?.at ?? null);
    if (newest !== undefined) {
      expect(known && pickPriceNumbers(known.numbers)).to.deep.equal(newest.numbers);
      expect(known?.withdrawn).to.equal(newest.kind === 'withdrawn');
    }
    const shown = model.facts
      .filter(({ kind }) => kind !== 'corrected')
      .reduce<Fact | undefined>((last, fact) => (last === undefined || fact.at >= last.at ? fact : last), undefined);
    const lastRow = known === undefined ? null : lastShown(known);
    expect(lastRow?.effectiveAt, 'shown').to.equal(shown?.at);
    expect(lastRow && [lastRow.withdrawn, lastRow.numbers]).to.deep.equal(
      shown && [shown.kind === 'withdrawn', shown.numbers],
    );
    let state: KeyState | null = null;
    let wasNeverOffered = false;
    for (const event of await world.stream(priceStream(cardId))) {
      const update = priceUpdateOf(decodeEvent(event));
      // To an alert the end of an offer that it never saw is nothing.
      if (update?.kind === 'withdrawn' && (state?.newest ?? null) === null) wasNeverOffered = true;
      if (update !== null) state = foldKey(state, update, { keepPoints: true }).state;
    }
    if (wasNeverOffered) return;
    expect([state?.newest?.atMs, state?.newest?.withdrawn, state?.newest?.numbers.market], 'alerts').to.deep.equal(
      newest === undefined
        ? [undefined, undefined, undefined]
        : [Date.parse(newest.at), newest.kind === 'withdrawn', newest.numbers.market],
    );
    expect(state?.points?.map(({ atMs, numbers: { market } }) => [atMs, market])).to.deep.equal(
      counting.map(({ at, numbers: { market } }) => [Date.parse(at), market]),
    );
  };

  /** The statistics of a card as of an instant, as known at another. */
  const compareCard = async (
    cardId: string,
    counting: readonly Fact[],
    times: { asOf: string; knownAt: string; now: Date },
  ): Promise<void> => {
    const [stats] = (await cardPrices(world.database, [cardId], times)).get(cardId)?.stats ?? [];
    const priced = counting.flatMap(({ numbers: { market } }) => market ?? []);
    const why = `card as of ${times.asOf}, known at ${times.knownAt}`;
    expect(
      [stats?.current_market_price ?? null, stats?.all_time_high?.price ?? null, stats?.all_time_low?.price ?? null],
      why,
    ).to.deep.equal([
      major(counting.at(-1)?.numbers.market),
      priced.length === 0 ? null : major(Math.max(...priced)),
      priced.length === 0 ? null : major(Math.min(...priced)),
    ]);
    expect(stats?.first_seen, why).to.equal(counting[0]?.at);
    const extremes = [stats?.all_time_high, stats?.all_time_low].map((extreme) => extreme?.effective_at);
    const firstAt = (wanted: number): string | undefined =>
      counting.find(({ numbers: { market } }) => market === wanted)?.at;
    expect(extremes, why).to.deep.equal(
      priced.length === 0 ? [undefined, undefined] : [firstAt(Math.max(...priced)), firstAt(Math.min(...priced))],
    );
  };

  /** The history up to an instant, as known at another. */
  const compareWindow = async (
    cardId: string,
    counting: readonly Fact[],
    { validAt, knownAt }: { validAt: string; knownAt: string },
  ): Promise<void> => {
    const [series] = await findSeries(world.database, cardId, { asOf: validAt, knownAt });
    if (series === undefined) {
      expect(counting).to.deep.equal([]);
      return;
    }
    const toMs = Date.parse(validAt);
    const window = { fromMs: -Infinity, toMs, checkedUntilMs: toMs, knownAt, interval: 'raw' } as const;
    const { points, summary } = await readHistory(world.database, cardId, series, window);
    const why = `history to ${validAt}, known at ${knownAt}`;
    expect(
      points.map(({ effective_at, market_price }) => [effective_at, market_price]),
      why,
    ).to.deep.equal(counting.map(({ at, numbers: { market } }) => [at, major(market)]));
    expect(summary.end?.price ?? null, why).to.equal(major(counting.at(-1)?.numbers.market));
  };

  const compareHistory = async (cardId: string, series: HistorySeries, counting: readonly Fact[]): Promise<void> => {
    const { database } = world;
    const toMs = Date.parse('2025-05-01T23:59:59.999Z');
    const window = { fromMs: -Infinity, toMs, checkedUntilMs: toMs };
    const { points: raw } = await readHistory(database, cardId, series, { ...window, interval: 'raw' });
    expect(
      raw.map(({ effective_at, market_price, observed }) => [effective_at, market_price, observed]),
      'raw',
    ).to.deep.equal(
      counting.map(({ at, numbers: { market }, kind }) => [
        at,
        major(market),
        kind === 'withdrawn' ? 'withdrawn' : 'changed',
      ]),
    );
    const days = new Map<string, Fact[]>();
    for (const fact of counting) days.set(dayOf(fact.at), [...(days.get(dayOf(fact.at)) ?? []), fact]);
    const expected = [...days].map(([date, facts]) => {
      const priced = facts.flatMap(({ numbers: { market } }) => market ?? []);
      const isWithdrawn = facts.at(-1)?.kind === 'withdrawn';
      return {
        date,
        observed: isWithdrawn ? 'withdrawn' : 'changed',
        market_open: major(priced[0]),
        market_high: priced.length === 0 ? null : major(Math.max(...priced)),
        market_low: priced.length === 0 ? null : major(Math.min(...priced)),
        market_close: major(priced.at(-1)),
      };
    });
    const { points: daily } = await readHistory(database, cardId, series, { ...window, interval: '1d' });
    expect(
      daily.map(({ date, observed, market_price: price, ...day }) => {
        const { market_open = price, market_high = price, market_low = price, market_close = price } = day;
        return { date, observed, market_open, market_high, market_low, market_close };
      }),
      'days',
    ).to.deep.equal(expected);
  };

  it('is the same in every read model, and as it was known before', async () => {
    await checkProperty(fc.asyncProperty(steps, sets), 12);
  });
});
