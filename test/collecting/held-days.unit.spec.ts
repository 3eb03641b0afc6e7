/**
 * Goal: whatever a source shows from day to day, price and hold are those of a simple model, and a day decided twice says
 * nothing new. Method: random days of one key, decided from what the log said before, against a model of a few lines.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { decideCard, type DecisionCounts } from '../../src/collecting/decide-prices.js';
import { applyEvents, type CardPrices, unknownCard } from '../../src/collecting/known-state.js';
import { validateRows } from '../../src/collecting/validate-rows.js';
import type { LedgerEvent, NewEvent } from '../../src/domain/envelope.js';
import { gateActor, heldNow, rulingTypes } from '../../src/domain/prices/held.js';
import { categoryOf } from '../../src/sources/tcgcsv/categories.js';
import { readPriceRow } from '../../src/sources/tcgcsv/price-row.js';
import { metadata, proof, run } from '../support/events.js';

/** What the source shows of the key: a market price in cents, a row in a strange currency, or nothing. */
type Shown = number | null | 'euro' | 'absent';

const rowOf = (market: number | null | 'euro'): object => ({
  productId: 1,
  subTypeName: 'Normal',
  lowPrice: null,
  midPrice: null,
  highPrice: null,
  marketPrice: typeof market === 'number' ? market / 100 : null,
  directLowPrice: 1,
  ...(market === 'euro' ? { currency: 'EUR' } : {}),
});

const stampOf = (day: number): string =>
  new Date(Date.UTC(2025, 0, 1 + day, 20, 5)).toISOString().replace('.000Z', 'Z');

interface Outcome {
  /** The market price that stands in cents; `gone` if withdrawn, `none` before the first. */
  readonly price: number | null | 'gone' | 'none';
  /** Day since which the key is held; `null` if it is not. */
  readonly heldSince: string | null;
}

/** A ledger of one card: decides a day as the collector does, and keeps what was appended. */
const ledger = () => {
  let known: CardPrices = unknownCard('pokemon-5');
  const appended = new Set<string>();
  const log: NewEvent[] = [];
  let revision = -1;
  const decide = (shown: Shown, day: number) => {
    const rows = shown === 'absent' ? [] : [readPriceRow(categoryOf(3)!, rowOf(shown))];
    const card = validateRows('tcgcsv', rows).cards.get('pokemon-1');
    const nothing = { prices: new Map(), quarantined: [], shown: new Set<string>() };
    const context = { source: 'tcgcsv', runId: run, stamp: stampOf(day), provenance: proof };
    const checks = Array.from({ length: day }, (_, at) => stampOf(day - 1 - at)).slice(0, 3);
    return decideCard(
      context,
      { cardId: 'pokemon-1', ...(card ?? nothing), absencesProven: true },
      { ...known, checks },
    );
  };
  return {
    log,
    decide,
    append(events: readonly NewEvent[]): void {
      const fresh = events.filter(({ id }) => !appended.has(id));
      const recorded = fresh.map((event) => {
        appended.add(event.id);
        log.push(event);
        const actor = rulingTypes.includes(event.type) ? gateActor : 'collector';
        return { ...event, revision: (revision += 1), metadata: { ...metadata, actor } } as unknown as LedgerEvent;
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

/** The model. Returns the outcome of every day. */
const expected = (days: readonly Shown[]): Outcome[] => {
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
    return { price, heldSince: streak.length === 0 ? null : stampOf(day + 1 - streak.length) };
  });
};

const told = (days: readonly Shown[]): { outcomes: Outcome[]; log: NewEvent[]; counts: DecisionCounts[] } => {
  const { append, decide, outcome, log } = ledger();
  const counts: DecisionCounts[] = [];
  const outcomes = days.map((shown, day) => {
    const { events, ...counted } = decide(shown, day);
    append(events);
    // As a run that is resumed after all of it was appended.
    const { events: again, ...countedAgain } = decide(shown, day);
    const known = new Set(log.map(({ id }) => id));
    expect(again.filter(({ id }) => !known.has(id))).to.deep.equal([]);
    expect(countedAgain).to.deep.equal(counted);
    counts.push(counted);
    return outcome();
  });
  return { outcomes, log, counts };
};

describe('a price from day to day', () => {
  it('is that of the model, whatever the source shows', () => {
    const shown = fc.constantFrom<Shown[]>(
      4,
      4,
      5,
      62_000,
      62_000,
      62_000,
      70_000,
      130_000,
      9_000_000,
      null,
      0,
      'euro',
      'absent',
    );
    fc.assert(
      fc.property(fc.array(shown, { minLength: 1, maxLength: 12 }), (days) => {
        expect(told(days).outcomes).to.deep.equal(expected(days));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is recorded once for each changed row', () => {
    const types = (...days: Shown[]): string[] => told(days).log.map(({ type }) => type);
    expect(types(4, 62_000, 62_000)).to.deep.equal(['PriceObserved', 'ObservationQuarantined']);
    expect(types(4, 62_000, 62_000, 62_000, 62_000)).to.deep.equal([
      'PriceObserved',
      'ObservationQuarantined',
      'QuarantineReleased',
    ]);
    expect(types(4, 62_000, 63_000, 64_000)).to.deep.equal([
      'PriceObserved',
      'ObservationQuarantined',
      'ObservationQuarantined',
      'ObservationQuarantined',
      'QuarantineReleased',
    ]);
    expect(types(4, 62_000, 4, 4)).to.deep.equal(['PriceObserved', 'ObservationQuarantined', 'QuarantineRejected']);
    expect(types(4, 'euro', 'euro', 'euro', 'euro')).to.deep.equal(['PriceObserved', 'ObservationQuarantined']);
    expect(types('euro', 'absent', 'absent')).to.deep.equal(['ObservationQuarantined', 'QuarantineRejected']);
  });

  it('counts a held row as quarantined every day, and as changed once it is admitted', () => {
    const quarantined = { changed: 0, unchanged: 0, withdrawn: 0, quarantined: 1 };
    expect(told([4, 62_000, 62_000, 62_000, 62_000]).counts).to.deep.equal([
      { ...quarantined, changed: 1, quarantined: 0 },
      quarantined,
      quarantined,
      { ...quarantined, changed: 1, quarantined: 0 },
      { ...quarantined, unchanged: 1, quarantined: 0 },
    ]);
  });

  it('states the evidence and the stamps of what is admitted by rule', () => {
    const { log } = told([4, 62_000, 62_000, 64_000]);
    const [, first, second, released] = log;
    expect(released?.data).to.deep.include({
      quarantine_id: second?.id,
      evidence: [first?.id, second?.id],
      reason: `the source kept showing it: the market prices of ${[1, 2, 3].map(stampOf).join(', ')} agree`,
    });
    expect(released?.data['observation']).to.include({ market: 64_000, effective_at: stampOf(3) });
  });

  it('is measured from the last market price, also after a day without one or a withdrawal', () => {
    for (const between of [null, 0, 'absent'] as const) {
      expect(told([4, between, 62_000]).outcomes.at(-1)?.heldSince, String(between)).to.equal(stampOf(2));
    }
  });
});
