/** The log port over an array: as much of it as a collector and a projector need, and nothing a test could wait for. */
import type { LogPosition, RecordedEvent } from '../../src/domain/envelope.js';
import { startPosition } from '../../src/domain/envelope.js';
import { instantOf } from '../../src/domain/instant.js';
import { checkAppend } from '../../src/log/check-append.js';
import type { AppendOutcome, EventFilter, EventLog, StreamAppend } from '../../src/log/event-log.js';
import type { Runtime } from '../../src/runtime.js';

export interface PlainLog extends EventLog {
  readonly events: RecordedEvent[];
}

const wanted = (event: RecordedEvent, filter: EventFilter | undefined): boolean =>
  (filter?.types?.includes(event.type) ?? true) &&
  (filter?.streamPrefixes?.some((prefix) => event.stream.startsWith(prefix)) ?? true);

export const createPlainLog = (runtime: Runtime): PlainLog => {
  const events: RecordedEvent[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  const ids = new Map<string, RecordedEvent>();
  const appendOne = ({ stream, expectedRevision, events: added }: StreamAppend, metadata: RecordedEvent['metadata']): AppendOutcome => {
    const held = streams.get(stream) ?? [];
    const existing = added.filter(({ id }) => ids.has(id)).map(({ id }) => id);
    if (existing.length > 0) {
      const last = ids.get(existing.at(-1) ?? '');
      const whole = existing.length === added.length && existing.every((id) => ids.get(id)?.stream === stream);
      if (!whole || last === undefined) return { outcome: 'corrupted_idempotency', stream, existing };
      return { outcome: 'already_appended', stream, revision: last.revision, position: last.position };
    }
    const actual = held.length - 1;
    if (expectedRevision !== 'any' && expectedRevision !== actual) {
      return { outcome: 'wrong_expected_revision', stream, expected: expectedRevision, actual };
    }
    for (const event of added) {
      const position = String(events.length + 1).padStart(20, '0') as LogPosition;
      const recorded = { ...event, stream, revision: held.length, position, recorded_at: instantOf(runtime.now()), metadata };
      held.push(recorded);
      events.push(recorded);
      ids.set(event.id, recorded);
    }
    streams.set(stream, held);
    return { outcome: 'appended', stream, revision: held.length - 1, position: events.at(-1)?.position ?? startPosition };
  };
  return {
    events,
    append: async (appends, metadata) => {
      checkAppend(appends, metadata);
      return appends.map((one) => appendOne(one, metadata));
    },
    readStream: async (stream, { fromRevision, direction, limit }) => {
      const held = streams.get(stream);
      if (held === undefined) return { outcome: 'stream_not_found' };
      const inOrder = direction === 'forwards' ? held.slice(fromRevision ?? 0) : held.slice(0, (fromRevision ?? held.length) + 1).reverse();
      return { outcome: 'read', events: inOrder.slice(0, limit), lastRevision: held.length - 1 };
    },
    readAll: async ({ after, filter, limit }) => {
      const from = Number(after);
      const found: RecordedEvent[] = [];
      let at = from;
      while (at < events.length && found.length < limit) {
        const event = events[at];
        if (event !== undefined && wanted(event, filter)) found.push(event);
        at += 1;
      }
      const position = at === 0 ? startPosition : (String(at).padStart(20, '0') as LogPosition);
      return { events: found, position, atHead: at === events.length };
    },
    subscribe: () => {
      throw new Error('not needed here');
    },
    head: async () => events.at(-1)?.position ?? startPosition,
    isPosition: (text): text is LogPosition => /^\d+$/.test(text),
    close: async () => undefined,
  };
};
