/**
 * The EventLog port. One contract suite (test/log/contract.ts) holds for every adapter.
 *
 * Guarantees:
 * - An event that was appended and acknowledged is never lost, changed or removed.
 * - The events of one stream have revisions 0, 1, 2 … without gaps, and positions that grow with them.
 * - A reader that continues after the position of its last page sees every event once, in one order, whatever writers do
 *   at the same time. No event is ever inserted before a position that a reader has passed.
 * - Appending the same events again is a no-op that returns where they are.
 *
 * Not promised: that appends to several streams in one call are atomic together. Each stream is atomic. EventStoreDB
 * before 25.1 offers no more, so no caller may need more.
 */
import type { EventMetadata, LogPosition, NewEvent, RecordedEvent } from '../domain/envelope.js';
import type { StoredEvents } from './stored-events.js';

/**
 * The revision that the writer expects the stream to have: one it read (-1: the stream does not exist), or `any`. A
 * repeated append is recognised in both cases, by its event ids.
 */
export type ExpectedRevision = number | 'any';
export const noStream = -1;

export interface StreamAppend {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  /** At least one; ids unique within the call. */
  readonly events: readonly NewEvent[];
}

export type AppendOutcome =
  | {
      readonly outcome: 'appended' | 'already_appended';
      readonly stream: string;
      /** Revision of the last event of this append. */
      readonly revision: number;
      /** Position of the last event of this append. */
      readonly position: LogPosition;
    }
  | {
      readonly outcome: 'wrong_expected_revision';
      readonly stream: string;
      readonly expected: number;
      /** -1: the stream does not exist. */
      readonly actual: number;
    }
  | {
      /** Some but not all of the ids exist, or they exist elsewhere: the writer derives ids wrongly. */
      readonly outcome: 'corrupted_idempotency';
      readonly stream: string;
      readonly existing: readonly string[];
    };

/** Selects events of the whole log: all conditions given must hold; the values of a list are alternatives. */
export interface EventFilter {
  readonly streamPrefixes?: readonly string[];
  readonly types?: readonly string[];
}

export interface ReadAllOptions {
  /** Exclusive. `startPosition` for the beginning. */
  readonly after: LogPosition;
  readonly filter?: EventFilter;
  /** Most events of the page, up to limits.readPageEventsMax. */
  readonly limit: number;
}

export interface EventPage {
  readonly events: readonly RecordedEvent[];
  /**
   * Everything up to this position has been read: use it as a checkpoint and as `after` of the next page, even if the
   * filter matched nothing. Never behind the position of the last event.
   */
  readonly position: LogPosition;
  /** Whether the page ends where the log ended when the page was read. */
  readonly atHead: boolean;
}

export interface ReadStreamOptions {
  /** Inclusive; default: the first event forwards, the last backwards. */
  readonly fromRevision?: number;
  readonly direction: 'forwards' | 'backwards';
  /** Most events of the slice, up to limits.readPageEventsMax. */
  readonly limit: number;
}

export type StreamSlice =
  | { readonly outcome: 'stream_not_found' }
  | {
      readonly outcome: 'read';
      readonly events: readonly RecordedEvent[];
      /** Revision of the stream's last event. */
      readonly lastRevision: number;
    };

export interface SubscribeOptions {
  readonly after: LogPosition;
  readonly filter?: EventFilter;
  readonly pageEvents: number;
  /** Ends the iteration. Leaving the loop ends the subscription too. */
  readonly signal: AbortSignal;
}

export interface EventLog {
  /**
   * Returns the id of this log, a UUID that it has for ever. Positions mean something in the log with this id only: a copy on
   * another engine has another one.
   */
  id(): Promise<string>;
  /**
   * Appends to one or many streams. Outcomes are in the order of `appends`. All events of the call share `metadata` and
   * are recorded at one instant.
   *
   * Throws APPEND_TOO_LARGE (limits.append…) or VALIDATION_FAILED (empty, duplicate id, duplicate stream) before anything
   * is written. Throws LOG_BUSY or a connection error when the outcome is unknown: append the same events again.
   *
   * `recordedAt` is only for copies of another log, which keep its times. The default is now.
   */
  append(
    appends: readonly StreamAppend[],
    metadata: EventMetadata,
    recordedAt?: string,
  ): Promise<readonly AppendOutcome[]>;
  /**
   * Whether the streams of one append lie in the log in the order of the call. A stream with `any` may come later, when its
   * head had to be found first. If not, a caller that needs an order over streams, such as a copy, must append them one by
   * one.
   */
  readonly appendKeepsOrder: boolean;
  /**
   * Milliseconds by which `recorded_at` may go back along the log: 0 if one clock stamps all events, else how much the
   * clocks of the writers may differ.
   */
  readonly clockSkewMs: number;
  /** Whether no position that a page returned lies beyond `head()`. If not, there are checkpoints between events. */
  readonly positionsEndAtHead: boolean;
  /** Reads a slice of one stream. */
  readStream(stream: string, options: ReadStreamOptions): Promise<StreamSlice>;
  /** Reads one page of the whole log in its order. Throws INVALID_POSITION. */
  readAll(options: ReadAllOptions): Promise<EventPage>;
  /**
   * Yields the pages of the log, then new pages as events are appended. The reader pulls, so a slow one holds nothing up
   * and loses nothing. Ends only with `signal`; a lost connection is waited out. A page is empty if only `position` moved.
   * One page, empty or not, is yielded as soon as the subscription has reached the head.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<EventPage>;
  /**
   * Returns a position behind which all events recorded at or after `instant` (RFC 3339) lie, and near the first of them: the
   * engine finds it without reading the log before. `startPosition` where it knows none.
   */
  positionBefore(instant: string): Promise<LogPosition>;
  /** Returns the position of the last event; `startPosition` if the log is empty. */
  head(): Promise<LogPosition>;
  /**
   * Returns a text for each loss of events that the engine's own records show, ten at most: holes in consecutive positions,
   * appends that wrote more than is there. None if the log is whole, or the engine keeps no such records.
   */
  missingEvents(): Promise<readonly string[]>;
  /** Reads what the engine stores, for rebuilds. Left out by an engine that stores nothing more compact than events. */
  readonly stored?: StoredEvents;
  /** Returns whether `text` has the form of this log's positions. */
  isPosition(text: string): text is LogPosition;
  close(): Promise<void>;
}

/**
 * Yields what `read` returns from the start to the head. The next page is read while the caller works on the last one, so
 * that server and caller are both busy; never more than one ahead.
 */
export async function* readingAhead<P extends Pick<EventPage, 'position' | 'atHead'>>(
  start: LogPosition,
  read: (after: LogPosition) => Promise<P>,
): AsyncGenerator<P> {
  let next: Promise<P> | null = read(start);
  try {
    while (next !== null) {
      const page: P = await next;
      next = page.atHead ? null : read(page.position);
      // A failure while the caller works on the last page is thrown when the next page is requested.
      next?.catch(() => undefined);
      yield page;
    }
  } finally {
    // No query is left behind when the caller leaves the loop early.
    await next?.catch(() => undefined);
  }
}

/** Reads the log page by page up to its head, for replays, checks and rebuilds. Reads one page ahead. */
export const pages = (
  log: Pick<EventLog, 'readAll'>,
  options: { after: LogPosition; filter?: EventFilter; pageEvents: number },
): AsyncGenerator<EventPage> =>
  readingAhead(options.after, (after) =>
    log.readAll({
      after,
      limit: options.pageEvents,
      ...(options.filter === undefined ? {} : { filter: options.filter }),
    }),
  );
