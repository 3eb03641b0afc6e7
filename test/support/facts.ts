/** The facts that recorded days imply, and those that a log holds: one line a change of a price. */
import { startPosition } from '../../src/domain/envelope.js';
import type { Observation } from '../../src/domain/events.js';
import { priceNumbers } from '../../src/domain/prices/price-numbers.js';
import { type EventLog, pages } from '../../src/log/event-log.js';
import { type Prices, pricesOfFile } from './compare-prices.js';
import type { Replay } from './fake-source.js';

/** What a perfect collector would have recorded: one fact for each change from day to day. */
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

/** What the log recorded, in the same words. */
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
