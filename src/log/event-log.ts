/**
 * The EventLog port. One contract suite (test/log/contract.ts) holds for every adapter.
 *
 * Guarantees, in one place:
 * - an event appended and acknowledged is never lost, changed or removed;
 * - the events of one stream have revisions 0, 1, 2 … without gaps, and positions that grow with them;
 * - a reader that goes on after the position of the last page it got sees every event once, in one order, whatever
 *   writers do at the same time: nothing is ever inserted before a position that a reader has passed;
 * - appending the same events again is a no-op that answers with where they are.
 *
 * Not promised: that appends to several streams in one call are atomic together. Each stream is; EventStoreDB before
 * 25.1 knows no more, and no caller may need more.
 */
import type { EventMetadata, LogPosition, NewEvent, RecordedEvent } from '../domain/envelope.js';

/**
 * What the writer believes the stream to be: a revision it read (-1: the stream does not exist), or `any` where the
 * writer does not care. A retried append is recognised in both cases, by event ids.
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
      /** Some but not all of the ids exist, or they exist elsewhere: a writer that derives ids wrongly. */
      readonly outcome: 'corrupted_idempotency';
      readonly stream: string;
      readonly existing: readonly string[];
    };

/** Which events a reader of the whole log wants: all conditions given must hold; lists are alternatives. */
export interface EventFilter {
  readonly streamPrefixes?: readonly string[];
  readonly types?: readonly string[];
}

export interface ReadAllOptions {
  /** Exclusive. `startPosition` for the beginning. */
  readonly after: LogPosition;
  readonly filter?: EventFilter;
  /** Events at most, up to limits.readPageEventsMax. */
  readonly limit: number;
}

export interface EventPage {
  readonly events: readonly RecordedEvent[];
  /**
   * Everything up to here has been looked at: the next page's `after` and a checkpoint worth keeping, also where the
   * filter matched nothing. Never behind the position of the last event.
   */
  readonly position: LogPosition;
  /** Whether the page ends where the log ended when it was read. */
  readonly atHead: boolean;
}

export interface ReadStreamOptions {
  /** Inclusive; default: the first event forwards, the last backwards. */
  readonly fromRevision?: number;
  readonly direction: 'forwards' | 'backwards';
  /** Events at most, up to limits.readPageEventsMax. */
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
  /** Ends the iteration; the subscription also ends when its loop is left. */
  readonly signal: AbortSignal;
}

export interface EventLog {
  /**
   * Appends to one or many streams; the answers are in the order of `appends`. All events of the call share
   * `metadata` and are recorded at one instant.
   *
   * Throws APPEND_TOO_LARGE (limits.append…), VALIDATION_FAILED (empty, ids twice, stream named twice) before anything
   * is written; LOG_BUSY or a connection error when the outcome is unknown: append the same events again.
   *
   * `recordedAt`: for copies of another log only, which keep its times; default: now.
   */
  append(
    appends: readonly StreamAppend[],
    metadata: EventMetadata,
    recordedAt?: string,
  ): Promise<readonly AppendOutcome[]>;
  /**
   * Whether the streams of one append lie in the log in the order of the call. Where not, whoever needs an order over
   * streams (a copy) appends them one by one.
   */
  readonly appendKeepsOrder: boolean;
  /**
   * Milliseconds that `recorded_at` may go back along the log: 0 where one clock stamps all events, else what the clocks
   * of its writers may differ by.
   */
  readonly clockSkewMs: number;
  /** Reads a slice of one stream. */
  readStream(stream: string, options: ReadStreamOptions): Promise<StreamSlice>;
  /** Reads one page of the whole log in its order. Throws INVALID_POSITION. */
  readAll(options: ReadAllOptions): Promise<EventPage>;
  /**
   * Pages of the log, then pages as they are appended. Pulled: a slow reader holds nothing up and loses nothing. Never
   * ends by itself but for `signal`; a lost connection is waited out. Pages may be empty when only `position` moved,
   * and one page, empty or not, is given as soon as the subscription has reached the head.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<EventPage>;
  /** Position of the last event; `startPosition` when the log is empty. */
  head(): Promise<LogPosition>;
  /** Whether `text` has the form of this log's positions. */
  isPosition(text: string): text is LogPosition;
  close(): Promise<void>;
}

/**
 * Reads the whole log page by page up to where it ended at each read: replays, checks, rebuilds. The next page is read
 * while the caller works on the last one, so server and caller are both busy; never more than one ahead.
 */
export async function* pages(
  log: Pick<EventLog, 'readAll'>,
  options: { after: LogPosition; filter?: EventFilter; pageEvents: number },
): AsyncGenerator<EventPage> {
  const read = (after: LogPosition): Promise<EventPage> =>
    log.readAll({
      after,
      limit: options.pageEvents,
      ...(options.filter === undefined ? {} : { filter: options.filter }),
    });
  let next: Promise<EventPage> | null = read(options.after);
  try {
    while (next !== null) {
      const page: EventPage = await next;
      next = page.atHead ? null : read(page.position);
      // It may fail while the caller still has the last page: it is then thrown when it is asked for.
      next?.catch(() => undefined);
      yield page;
    }
  } finally {
    // A caller that left early leaves no query behind.
    await next?.catch(() => undefined);
  }
}
