/** Compares the facts of recorded days with those of a log: one line for each change of a price. */
import { startPosition } from '../../src/domain/envelope.js';
import type { Observation } from '../../src/domain/events.js';
import { priceNumbers } from '../../src/domain/prices/price-numbers.js';
import { type EventLog, pages } from '../../src/log/event-log.js';
import { type Prices, pricesOfFile } from './compare-prices.js';
import type { Replay } from './fake-source.js';

/** Returns the facts of a perfect collector: one for each change from day to day. */
export const expectedFacts = (replay: Replay, days: readonly string[]): string[] => {
  const facts: string[] = [];
  let before: Prices = new Map();
  for (const day of days) {
    const now = pricesOfFile(replay.rows(day));
    for (const [key, numbers] of now) if (before.get(key) !== numbers) facts.push(`${day} ${key} ${numbers}`);
    for (const key of before.keys()) if (!now.has(key)) facts.push(`${day} ${key} withdrawn`);
    before = now;
  }
  return facts.sort();
};

/** Returns the facts of the log in the same form. */
export const recordedFacts = async (log: EventLog): Promise<string[]> => {
  const facts: string[] = [];
  const filter = { types: ['PriceObserved', 'PriceWithdrawn'] };
  for await (const page of pages(log, { after: startPosition, filter, pageEvents: 10_000 })) {
    for (const { type, data } of page.events) {
      const { card_id, printing, effective_at, ...numbers } = data as unknown as Observation;
      const shown = priceNumbers.map((name) => numbers[name] ?? '-').join(' ');
      facts.push(
        `${effective_at.slice(0, 10)} ${card_id}|${printing.name} ${type === 'PriceObserved' ? shown : 'withdrawn'}`,
      );
    }
  }
  return facts.sort();
};
