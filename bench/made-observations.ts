/** Generates observations like a market's: every key changes about every second day. The key and day are the seed. */
import type { NewEvent } from '../src/domain/envelope.js';
import { priceStream } from '../src/domain/streams.js';
import { priceObserved } from '../src/domain/prices/price-events.js';
import { printingOf } from '../src/domain/prices/price-key.js';
import type { StreamAppend } from '../src/log/event-log.js';
import { instantOf } from '../src/domain/instant.js';
import { uuidFromName } from '../src/domain/ids.js';

const printings = ['Normal', 'Holofoil', 'Reverse Holofoil'].map(printingOf);
export const firstDayMs = Date.parse('2025-01-01T20:05:33Z');

/** Returns the observation of key `key` on day `day`. */
export const madeObservation = (key: number, day: number): NewEvent => {
  const base = 50 + ((key * 7_919) % 5_000) + ((day * (key % 13)) % 97);
  return priceObserved({
    card_id: `pokemon-${100_000 + Math.floor(key / 3)}`,
    source: 'tcgcsv',
    kind: 'market',
    printing: printings[key % 3] as (typeof printings)[number],
    condition: null,
    grade: null,
    language: null,
    currency: 'USD',
    low: base,
    mid: base + 40,
    high: base * 9,
    market: key % 50 === 0 ? null : base + 12,
    direct_low: key % 4 === 0 ? base + 3 : null,
    sample_size: null,
    effective_at: instantOf(new Date(firstDayMs + day * 86_400_000)),
    collection: uuidFromName(`run ${day}`),
    provenance: uuidFromName(`snapshot ${day} ${Math.floor(key / 150)}`),
  });
};

/** Returns the appends of a day, each about `perAppend` observations of a set; half the keys change on a day. */
export function* madeDay(keys: number, day: number, perAppend: number): Generator<StreamAppend[]> {
  let streams = new Map<string, NewEvent[]>();
  let events = 0;
  for (let key = 0; key < keys; key += 1) {
    if ((key + day) % 2 === 1) continue;
    const event = madeObservation(key, day);
    const stream = priceStream(event.data['card_id'] as string);
    streams.set(stream, [...(streams.get(stream) ?? []), event]);
    events += 1;
    if (events === perAppend) {
      yield [...streams].map(([name, list]) => ({ stream: name, expectedRevision: 'any' as const, events: list }));
      streams = new Map();
      events = 0;
    }
  }
  if (events > 0)
    yield [...streams].map(([name, list]) => ({ stream: name, expectedRevision: 'any' as const, events: list }));
}
