/**
 * The hash chain over the log: every segmentEventsDefault events are sealed with a hash over them and over the hash
 * before, so a change of anything recorded, even by somebody who disabled the triggers, breaks the chain from there on.
 * Whoever can write the segments as well can make a new chain: keep the last hash elsewhere to notice that.
 *
 * Hashed is what an event says, as canonical JSON (RFC 8785), and not its position: a log copied to another engine has
 * the same chain, unless times had to be raised (copy.ts). Events are streamed through the hash; memory holds two pages.
 */
import { createHash } from 'node:crypto';
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import { canonicalJson } from '../domain/ids.js';
import { errorCode } from '../base/errors.js';
import { type EventLog, pages } from './event-log.js';

/** Events in one sealed segment. */
export const segmentEventsDefault = 10_000;

export interface Segment {
  /** 1, 2, 3 … */
  readonly segment: number;
  /** Position of its last event. */
  readonly last_position: LogPosition;
  /** SHA-256 as lower-case hex. */
  readonly hash: string;
}

/** Where sealed segments are kept. */
export interface SegmentStore {
  last(): Promise<Segment | null>;
  /** Segments after the given number, in order, some hundreds at most. */
  list(after: number): Promise<readonly Segment[]>;
  /** Adds the next segment unless it is there; gives the one that is there then. */
  seal(segment: Segment): Promise<Segment>;
}

export type SegmentVerdict =
  | { readonly outcome: 'intact'; readonly segments: number; /** Sealed up to here. */ readonly position: LogPosition }
  | {
      readonly outcome: 'broken';
      readonly segment: number;
      /** After this position and up to `last_position` something is not as it was sealed. */
      readonly after: LogPosition;
      readonly last_position: LogPosition;
      readonly reason: 'hash_differs' | 'position_differs' | 'events_missing' | 'event_damaged' | 'segment_missing';
    };

const genesis = '0'.repeat(64);
/** Divides segmentEventsDefault, so that a page that cannot be read lies in one segment. */
const pageEventsMax = 1_000;

/** The line of an event that is hashed. */
export const canonicalEvent = (event: RecordedEvent): string => {
  const { id, type, schema_version, stream, revision, recorded_at, data, metadata } = event;
  return `${canonicalJson({ id, type, schema_version, stream, revision, recorded_at, data, metadata })}\n`;
};

type Log = Pick<EventLog, 'readAll'>;
interface Sizes {
  /** Default: segmentEventsDefault. A log is sealed with one size for ever. */
  readonly segmentEvents?: number;
}

/** Every full segment of the log after `previous`, in order. */
async function* computeSegments(log: Log, previous: Segment | null, size: number): AsyncGenerator<Segment> {
  let { segment, hash: last } = previous ?? { segment: 0, hash: genesis };
  let hash = createHash('sha256').update(`${last}\n`);
  let count = 0;
  const from = { after: previous?.last_position ?? startPosition, pageEvents: Math.min(size, pageEventsMax) };
  for await (const page of pages(log, from)) {
    for (const event of page.events) {
      hash.update(canonicalEvent(event));
      count += 1;
      if (count < size) continue;
      segment += 1;
      last = hash.digest('hex');
      yield { segment, last_position: event.position, hash: last };
      hash = createHash('sha256').update(`${last}\n`);
      count = 0;
    }
  }
}

const areEqual = (a: Segment, b: Segment): boolean => a.hash === b.hash && a.last_position === b.last_position;

/**
 * Seals every full segment that is not sealed yet; returns how many there are. Safe in two processes at once: both
 * compute the same. Throws when what is sealed differs from what was computed, which only a changed log explains.
 */
export const sealSegments = async (log: Log, store: SegmentStore, sizes: Sizes = {}): Promise<number> => {
  const previous = await store.last();
  let sealed = previous?.segment ?? 0;
  for await (const segment of computeSegments(log, previous, sizes.segmentEvents ?? segmentEventsDefault)) {
    const there = await store.seal(segment);
    if (!areEqual(there, segment)) throw new Error(`segment ${segment.segment} was sealed with another hash`);
    sealed = segment.segment;
  }
  return sealed;
};

/** All sealed segments in order. */
async function* sealedSegments(store: SegmentStore): AsyncGenerator<Segment> {
  for (let after = 0; ;) {
    const some = await store.list(after);
    yield* some;
    const last = some.at(-1);
    if (last === undefined) return;
    after = last.segment;
  }
}

/**
 * Computes the chain again from the first event and compares; names the first segment that is not as sealed. Give it a
 * log opened for it: one that has been read from knows names of streams and types from before they were changed.
 */
export const verifySegments = async (log: Log, store: SegmentStore, sizes: Sizes = {}): Promise<SegmentVerdict> => {
  const computed = computeSegments(log, null, sizes.segmentEvents ?? segmentEventsDefault);
  let position = startPosition;
  let segments = 0;
  try {
    for await (const sealed of sealedSegments(store)) {
      const broken = (reason: Extract<SegmentVerdict, { outcome: 'broken' }>['reason']): SegmentVerdict => {
        const { last_position } = sealed;
        return { outcome: 'broken', segment: segments + 1, after: position, last_position, reason };
      };
      if (sealed.segment !== segments + 1) return broken('segment_missing');
      try {
        const next = await computed.next();
        if (next.done === true) return broken('events_missing');
        if (next.value.hash !== sealed.hash) return broken('hash_differs');
        if (next.value.last_position !== sealed.last_position) return broken('position_differs');
      } catch (error) {
        if (errorCode(error) !== 'EVENT_NOT_UNDERSTOOD') throw error;
        return broken('event_damaged');
      }
      position = sealed.last_position;
      segments = sealed.segment;
    }
    return { outcome: 'intact', segments, position };
  } finally {
    await computed.return(undefined);
  }
};
