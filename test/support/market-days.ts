/** Random markets, day by day: two sources, late facts, corrections, voids, withdrawals, missed days, stamps that wander. */
import fc from 'fast-check';
import { priceHistory } from '../../projections/price-history/projection.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { dayMs, instantOf } from '../../src/domain/instant.js';
import { type PriceKey, priceKeyText, printingOf } from '../../src/domain/prices/price-key.js';
import { createRecorder, observation, priceKey } from './events.js';
import { eventsFor } from './folding.js';
import { countingFacts, standingAt } from './market-model.js';

const sources = ['tcgcsv', 'sandbox-tcgcsv'];
const cards = ['pokemon-9', 'onepiece-3'];
/** The keys of the market's prices. */
export const keysOfMarket: readonly PriceKey[] = sources.flatMap((source) =>
  cards.flatMap((card_id) =>
    ['Normal', 'Holofoil'].map((name) => priceKey({ card_id, source, printing: printingOf(name) })),
  ),
);

/** The stamp of a day: between 20:04:00 and 20:07:59, another each day. */
const stampMs = (day: number): number => Date.parse('2025-06-01T20:04:00Z') + day * dayMs + ((day * 97) % 240) * 1000;

/** The stamp of a day. */
export const stampOfDay = (day: number): string => instantOf(new Date(stampMs(day)));

const price = fc.record({
  key: fc.nat(keysOfMarket.length - 1),
  what: fc.constantFrom(...Array<'shown'>(9).fill('shown'), 'withdrawn', 'corrected', 'voided', 'late'),
  market: fc.option(fc.constantFrom(50, 99, 100, 120, 150, 200, 400), { freq: 12 }),
  low: fc.option(fc.constantFrom(40, 90, 100, 110), { freq: 6 }),
  mid: fc.option(fc.constantFrom(45, 95, 130), { freq: 6 }),
  /** How many days ago the price was of, if it is not of today. */
  ago: fc.integer({ min: 1, max: 40 }),
});
export const marketDay = fc.record({
  /** Days since the last one: some were missed. */
  after: fc.constantFrom(...Array<1>(20).fill(1), 2, 3, 9),
  prices: fc.array(price, { minLength: 2, maxLength: 9 }),
  /** The source that was not collected, of both; beyond them: none. */
  missed: fc.nat(9),
});
export type MarketDay = typeof marketDay extends fc.Arbitrary<infer T> ? T : never;

/** Returns the events of the days, recorded a few minutes after each stamp. `tellMore` records further ones of a day. */
export const eventsOfDays = (
  days: readonly MarketDay[],
  tellMore: (recorder: ReturnType<typeof createRecorder>, place: number) => void = () => undefined,
): RecordedEvent[] => {
  const recorder = createRecorder('2025-06-01T00:00:00Z');
  let nowMs = Date.parse('2025-06-01T00:00:00Z');
  let today = 0;
  const until = (ms: number): number => {
    const gap = Math.max(0, ms - nowMs);
    nowMs += gap;
    return gap;
  };
  recorder.record('SetListed', { set_id: 'pokemon-3170' }, 0);
  for (const card_id of cards) recorder.record('CardListed', { card_id, set_id: 'pokemon-3170' }, 0);
  for (const [place, { after, prices, missed }] of days.entries()) {
    today += after;
    tellMore(recorder, place);
    for (const { key: which, what, market, low, mid, ago } of prices) {
      const key = keysOfMarket[which] as PriceKey;
      const of = what === 'shown' || what === 'withdrawn' ? today : Math.max(0, today - ago);
      const effective_at = stampOfDay(of);
      const numbers = { market, low, mid, high: 99_999, direct_low: null };
      const gap = until(stampMs(today) + 60_000);
      if (what === 'shown' || what === 'late')
        recorder.record('PriceObserved', observation({ ...key, ...numbers, effective_at }), gap);
      if (what === 'corrected') recorder.record('PriceCorrected', { ...key, ...numbers, effective_at }, gap);
      if (what === 'withdrawn') recorder.record('PriceWithdrawn', { ...key, effective_at }, gap);
      if (what !== 'voided') continue;
      // As the command has it: a void says what holds instead.
      const facts = countingFacts(eventsFor(priceHistory, recorder.events)).get(priceKeyText(key))?.facts ?? [];
      const before = standingAt(facts, stampMs(of) - 1);
      if (!facts.some(({ atMs }) => atMs === stampMs(of))) continue;
      const standing =
        before === undefined
          ? null
          : {
              ...{ market: before.market, low: before.low, mid: before.mid, high: null, direct_low: null },
              effective_at: instantOf(new Date(before.atMs)),
              observation_id: uuidFromName('standing'),
              ...(before.withdrawn ? { withdrawn: true as const } : {}),
            };
      recorder.record('ObservationVoided', { ...key, effective_at, standing }, gap);
    }
    for (const [place, source] of sources.entries()) {
      if (place === missed) continue;
      const gap = until(stampMs(today) + 120_000);
      recorder.record('SnapshotTaken', { source, scope: 'pokemon-3170', upstream_stamp: stampOfDay(today) }, gap);
    }
  }
  return recorder.events;
};
