/**
 * The hash chain over the log. Every `segmentEventsDefault` events are sealed with a hash over them and over the hash
 * before. So a change of anything recorded breaks the chain from there on, even if the triggers were disabled. A person who
 * can write the segments too can make a new chain: keep the last hash elsewhere to detect that.
 *
 * The hash covers the event as canonical JSON (RFC 8785) without its position, so a log copied to another engine has the
 * same chain unless times had to be raised (copy.ts). Events are streamed through the hash; memory holds two pages.
 */
import { createHash } from 'node:crypto';
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import { canonicalJson } from '../domain/ids.js';
import { type EventLog, pages } from './event-log.js';

/** Events in one sealed segment. */
export const segmentEventsDefault = 10_000;
/** Events of one page. Divides `segmentEventsDefault`, so that a page that cannot be decoded lies in one segment. */
export const segmentPageEvents = 1_000;

export interface Segment {
  /** 1, 2, 3 … */
  readonly segment: number;
  /** Position of its last event. */
  readonly last_position: LogPosition;
  /** SHA-256 as lower-case hex. */
  readonly hash: string;
}

/** Stores sealed segments. */
export interface SegmentStore {
  last(): Promise<Segment | null>;
  /** Returns segments after the given number, in order, some hundreds at most. */
  list(after: number): Promise<readonly Segment[]>;
  /** Adds the next segment unless it exists. Returns the one that is stored then. */
  seal(segment: Segment): Promise<Segment>;
}

type BreakReason = 'hash_differs' | 'position_differs' | 'events_missing' | 'event_damaged' | 'segment_missing';

export type SegmentVerdict =
  | { readonly outcome: 'intact'; readonly segments: number; /** Sealed up to here. */ readonly position: LogPosition }
  | {
      readonly outcome: 'broken';
      readonly segment: number;
      /** The change lies after this position and not after `last_position`. */
      readonly after: LogPosition;
      readonly last_position: LogPosition;
      readonly reason: BreakReason;
    };

const genesis = '0'.repeat(64);

/** Returns the line of an event that is hashed. */
export const canonicalEvent = (event: RecordedEvent): string => {
  const { id, type, schema_version, stream, revision, recorded_at, data, metadata } = event;
  return `${canonicalJson({ id, type, schema_version, stream, revision, recorded_at, data, metadata })}\n`;
};

type Log = Pick<EventLog, 'readAll'>;
interface Sizes {
  /** The default is `segmentEventsDefault`. A log is sealed with one size forever. */
  readonly segmentEvents?: number;
}

/** Hashes the events after `previous` one by one; returns a segment with its last event, else `null`. */
const segmentHasher = (previous: Segment | null, size: number): ((event: RecordedEvent) => Segment | null) => {
  let { segment, hash: last } = previous ?? { segment: 0, hash: genesis };
  let hash = createHash('sha256').update(`${last}\n`);
  let count = 0;
  return (event) => {
    hash.update(canonicalEvent(event));
    count += 1;
    if (count < size) return null;
    segment += 1;
    last = hash.digest('hex');
    hash = createHash('sha256').update(`${last}\n`);
    count = 0;
    return { segment, last_position: event.position, hash: last };
  };
};

const areEqual = (a: Segment, b: Segment): boolean => a.hash === b.hash && a.last_position === b.last_position;

/**
 * Seals every full segment that is not sealed yet; returns how many are sealed in all. Safe in two processes at once,
 * since both compute the same. Throws if a sealed segment differs from the computed one, which means that the log was
 * changed.
 */
export const sealSegments = async (log: Log, store: SegmentStore, sizes: Sizes = {}): Promise<number> => {
  const size = sizes.segmentEvents ?? segmentEventsDefault;
  const previous = await store.last();
  const hash = segmentHasher(previous, size);
  let sealed = previous?.segment ?? 0;
  const after = previous?.last_position ?? startPosition;
  for await (const page of pages(log, { after, pageEvents: Math.min(size, segmentPageEvents) })) {
    for (const event of page.events) {
      const segment = hash(event);
      if (segment === null) continue;
      if (!areEqual(await store.seal(segment), segment)) {
        throw new Error(`segment ${segment.segment} was sealed with another hash`);
      }
      sealed = segment.segment;
    }
  }
  return sealed;
};

/** Yields all sealed segments in order. */
async function* sealedSegments(store: SegmentStore): AsyncGenerator<Segment> {
  for (let after = 0; ;) {
    const some = await store.list(after);
    yield* some;
    const last = some.at(-1);
    if (last === undefined) return;
    after = last.segment;
  }
}

/** Returns the position of the last event of every sealed segment, in order: one for each 10,000 events. */
export const segmentEnds = async (store: SegmentStore): Promise<LogPosition[]> => {
  const ends: LogPosition[] = [];
  for await (const { last_position } of sealedSegments(store)) ends.push(last_position);
  return ends;
};

export interface SegmentVerifier {
  /** Takes the next events of the log. */
  add(events: readonly RecordedEvent[]): Promise<void>;
  /** Returns the verdict on the events added. `isCutOff`: the log has more, but the next page cannot be decoded. */
  verdict(isCutOff?: boolean): Promise<SegmentVerdict>;
}

/**
 * Compares the chain over the events it is given, from the first one of the log, with the sealed segments. The verdict
 * names the first segment that differs. Read the events from a log opened for this purpose: one that was read from before
 * has cached the names of streams and types.
 */
export const createSegmentVerifier = (store: SegmentStore, sizes: Sizes = {}): SegmentVerifier => {
  const hash = segmentHasher(null, sizes.segmentEvents ?? segmentEventsDefault);
  const stored = sealedSegments(store);
  let position = startPosition;
  let segments = 0;
  let result: SegmentVerdict | null = null;

  const intact = (): SegmentVerdict => ({ outcome: 'intact', segments, position });
  const broken = ({ last_position }: Segment, reason: BreakReason): SegmentVerdict => ({
    outcome: 'broken',
    segment: segments + 1,
    after: position,
    last_position,
    reason,
  });

  const compare = async (computed: Segment): Promise<SegmentVerdict | null> => {
    const next = await stored.next();
    if (next.done === true) return intact();
    const sealed = next.value;
    if (sealed.segment !== segments + 1) return broken(sealed, 'segment_missing');
    if (sealed.hash !== computed.hash) return broken(sealed, 'hash_differs');
    if (sealed.last_position !== computed.last_position) return broken(sealed, 'position_differs');
    position = sealed.last_position;
    segments = sealed.segment;
    return null;
  };

  return {
    async add(events) {
      for (const event of events) {
        if (result !== null) return;
        const computed = hash(event);
        if (computed !== null) result = await compare(computed);
      }
    },
    async verdict(isCutOff = false) {
      if (result !== null) return result;
      const next = await stored.next();
      if (next.done === true) return intact();
      const sealed = next.value;
      if (sealed.segment !== segments + 1) return broken(sealed, 'segment_missing');
      return broken(sealed, isCutOff ? 'event_damaged' : 'events_missing');
    },
  };
};
