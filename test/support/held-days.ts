/** Days of one price key with doubtful numbers: a ledger that decides them as the collector does, and a model of a few lines. */
import fc from 'fast-check';
import { decideCard, type CardDecision } from '../../src/collecting/decide-prices.js';
import { applyEvents, type CardPrices, unknownCard } from '../../src/collecting/known-state.js';
import { validateRows } from '../../src/collecting/validate-rows.js';
import type { LedgerEvent, NewEvent } from '../../src/domain/envelope.js';
import { gateActor, heldNow, rulingTypes } from '../../src/domain/prices/held.js';
import { categoryOf } from '../../src/sources/tcgplayer-rows/categories.js';
import { readPriceRow } from '../../src/sources/tcgplayer-rows/price-row.js';
import { metadata, proof, run } from './events.js';

/** What the source shows of the key: a market price in cents, a row in a strange currency, or nothing. */
export type Shown = number | null | 'euro' | 'absent';

const rowOf = (productId: number, market: number | null | 'euro'): object => ({
  productId,
  subTypeName: 'Normal',
  lowPrice: null,
  midPrice: null,
  highPrice: null,
  marketPrice: typeof market === 'number' ? market / 100 : null,
  directLowPrice: 1,
  ...(market === 'euro' ? { currency: 'EUR' } : {}),
});

/** Returns the stamp of a day; the first is 0. */
export const stampOf = (day: number): string =>
  new Date(Date.UTC(2025, 0, 1 + day, 20, 5)).toISOString().replace('.000Z', 'Z');

/** Returns the actor of an event. */
export const actorOf = ({ type }: Pick<NewEvent, 'type'>): string =>
  rulingTypes.includes(type) ? gateActor : 'collector';

export interface Outcome {
  /** The market price that stands in cents; `gone` if withdrawn, `none` before the first. */
  readonly price: number | null | 'gone' | 'none';
  /** Day since which the key is held; `null` if it is not. */
  readonly heldSince: string | null;
}

export interface HeldLedger {
  /** Everything that was appended. */
  readonly log: readonly NewEvent[];
  /** Decides what the source shows on a day. */
  decide(shown: Shown, day: number): CardDecision;
  /** Appends what is not in the log yet. */
  append(events: readonly NewEvent[]): void;
  outcome(): Outcome;
}

/** Creates a ledger of the card `pokemon-{productId}`; its first day is `firstDay`. */
export const createHeldLedger = (productId = 1, firstDay = 0): HeldLedger => {
  const cardId = `pokemon-${productId}`;
  let known: CardPrices = unknownCard('pokemon-5');
  const appended = new Set<string>();
  const log: NewEvent[] = [];
  let revision = -1;
  const decide = (shown: Shown, day: number): CardDecision => {
    const rows = shown === 'absent' ? [] : [readPriceRow(categoryOf(3)!, rowOf(productId, shown))];
    const card = validateRows('tcgcsv', rows).cards.get(cardId);
    const nothing = { prices: new Map(), quarantined: [], shown: new Set<string>() };
    const context = { source: 'tcgcsv', runId: run, stamp: stampOf(day), provenance: proof };
    const checks = Array.from({ length: day - firstDay }, (_, at) => stampOf(day - 1 - at)).slice(0, 3);
    return decideCard(context, { cardId, ...(card ?? nothing), absencesProven: true }, { ...known, checks });
  };
  return {
    log,
    decide,
    append(events: readonly NewEvent[]): void {
      const fresh = events.filter(({ id }) => !appended.has(id));
      const recorded = fresh.map((event) => {
        appended.add(event.id);
        log.push(event);
        const own = { ...metadata, actor: actorOf(event) };
        return { ...event, revision: (revision += 1), metadata: own } as unknown as LedgerEvent;
      });
      known = applyEvents(known, recorded, 'tcgcsv');
    },
    outcome(): Outcome {
      const [price] = known.prices.values();
      const [rows = []] = known.held.values();
      return {
        price: price === undefined ? 'none' : price.withdrawn ? 'gone' : price.numbers.market,
        heldSince: heldNow(rows)?.since ?? null,
      };
    },
  };
};

/** The model. Returns the outcome of every day, of which the first is `firstDay`. */
export const expectedOutcomes = (days: readonly Shown[], firstDay = 0): Outcome[] => {
  let price: Outcome['price'] = 'none';
  let lastMarket: number | null = null;
  /** What was shown on the days of the hold, in order; null for a row that has no market price. */
  let streak: (number | null)[] = [];
  const isFar = (a: number, b: number): boolean => {
    const [x, y] = [Math.max(a, 500), Math.max(b, 500)];
    return Math.max(x, y) > 100 * Math.min(x, y);
  };
  const isLearned = (): boolean => {
    const three = streak.slice(-3).filter((market) => market !== null);
    return three.length === 3 && Math.max(...three) <= 2 * Math.min(...three);
  };
  return days.map((shown, day) => {
    const market = shown === 0 ? null : shown;
    if (market === 'absent') {
      if (price !== 'none') price = 'gone';
      streak = [];
    } else if (market === 'euro') {
      streak.push(null);
    } else if (market === price) {
      streak = [];
    } else {
      if (market !== null && lastMarket !== null && isFar(lastMarket, market)) streak.push(market);
      else streak = [];
      if (streak.length === 0 || isLearned()) {
        price = market;
        lastMarket = market ?? lastMarket;
        streak = [];
      }
    }
    return { price, heldSince: streak.length === 0 ? null : stampOf(firstDay + day + 1 - streak.length) };
  });
};

/** Days with prices near and far from each other, without a price, with a fault, and without the key. */
export const shownDays = (maxLength: number): fc.Arbitrary<Shown[]> =>
  fc.array(
    fc.constantFrom<Shown[]>(4, 4, 5, 62_000, 62_000, 62_000, 70_000, 130_000, 9_000_000, null, 0, 'euro', 'absent'),
    { minLength: 1, maxLength },
  );
