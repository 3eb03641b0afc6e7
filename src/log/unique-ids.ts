/** Are event ids unique? For logs that have no table to ask: the whole log is read. */
import { startPosition } from '../domain/envelope.js';
import { limits } from '../base/limits.js';
import { type EventLog, pages } from './event-log.js';

/** The first 64 bits of a UUID. */
const prefixOf = (id: string): bigint => BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(14, 18)}`);

/** Room for one more: doubled, so that filling it costs no more than twice its size in copies. */
const grown = (held: BigUint64Array<ArrayBuffer>, count: number): BigUint64Array<ArrayBuffer> => {
  if (count < held.length) return held;
  const larger = new BigUint64Array(held.length * 2);
  larger.set(held);
  return larger;
};

/**
 * Events in the log and distinct ids among them. Eight bytes an event: ids are compared by their first half, 60 bits that
 * differ by chance, so of 100,000 logs of ten million events four have two that are taken for one.
 */
export const countIdsFromPages = async (log: Pick<EventLog, 'readAll'>): Promise<{ events: number; ids: number }> => {
  let held = new BigUint64Array(1_024);
  let events = 0;
  for await (const page of pages(log, { after: startPosition, pageEvents: limits.readPageEventsMax })) {
    for (const { id } of page.events) {
      held = grown(held, events);
      held[events] = prefixOf(id);
      events += 1;
    }
  }
  const sorted = held.subarray(0, events).sort();
  let ids = 0;
  for (let at = 0; at < events; at += 1) if (at === 0 || sorted[at] !== sorted[at - 1]) ids += 1;
  return { events, ids };
};
