/** Pages of events as a collector appends them: observations of cards in a row, with one run, stamp and snapshot. */
import { randomUUID } from 'node:crypto';
import type { EventMetadata, NewEvent } from '../src/domain/envelope.js';
import { priceObserved } from '../src/domain/prices/price-events.js';
import { printingOf } from '../src/domain/prices/price-key.js';
import type { StreamAppend } from '../src/log/event-log.js';

export const metadata = (): EventMetadata => ({
  correlation_id: randomUUID(),
  causation_id: null,
  actor: 'collector:bench',
  source: 'tcgplayer',
  parser_version: 1,
});
const printings = ['Normal', 'Holofoil', 'Reverse Holofoil', '1st Edition Holofoil'].map(printingOf);

/** Returns one page of a collector: a set's cards in one snapshot. `day` varies the numbers, and so the ids. */
export const observations = (firstCard: number, count: number, day: number): NewEvent[] => {
  const run = randomUUID();
  const provenance = randomUUID();
  const effective_at = new Date(Date.UTC(2025, 0, 1 + (day % 365), 20, 5, 33, Math.floor(day / 365))).toISOString();
  return Array.from({ length: count }, (_, n) => {
    const card = firstCard + n;
    const market = 17 + ((card * 7919 + day * 31) % 90_000);
    return priceObserved({
      card_id: `pokemon-${card}`,
      source: 'tcgplayer',
      kind: 'market',
      printing: printings[card % printings.length] as (typeof printings)[number],
      condition: null,
      grade: null,
      language: null,
      currency: 'USD',
      low: Math.floor(market * 0.7),
      mid: Math.floor(market * 1.1),
      high: market * 4 + 99,
      market,
      direct_low: card % 3 === 0 ? Math.floor(market * 0.9) : null,
      sample_size: null,
      effective_at: effective_at.replace('.000Z', 'Z'),
      collection: run,
      provenance,
    });
  });
};
/** Returns an append of each event to the stream of its card. */
export const oneEach = (events: readonly NewEvent[]): StreamAppend[] =>
  events.map((event) => ({
    stream: `price-${String(event.data['card_id'])}`,
    expectedRevision: 'any',
    events: [event],
  }));
