/**
 * The log as its engine stores it, for rebuilds: observations by the million are read without making an event of each.
 * An engine that stores nothing more compact than events leaves it out, and a rebuild reads pages of events.
 */
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';

/** Consecutive events of one append and type whose data have the same keys and share values. */
export interface StoredRun {
  /** Index of the first event in the page, and of the first after the run. */
  readonly from: number;
  readonly to: number;
  readonly type: string;
  readonly schema_version: number;
  readonly recorded_at: string;
  /** All keys of the data, in order. The events store the values of those that are not in `shared`, in the same order. */
  readonly keys: readonly string[];
  readonly shared: Readonly<Record<string, unknown>>;
}

/** Events in log order, by index. Data are JSON in `json`, from `starts` to `ends` in bytes. */
export interface StoredPage {
  readonly count: number;
  readonly positions: Float64Array;
  /** Number of the event's stream. It stands for the stream's name wherever the log is read. */
  readonly streams: Int32Array;
  readonly json: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Runs of the wanted types, in order. */
  readonly runs: readonly StoredRun[];
  /** Indexes of the events that are in no run: another type, or stored alone. */
  readonly alone: readonly number[];
  /** As in EventPage. */
  readonly position: LogPosition;
  readonly atHead: boolean;
  /** Returns the events at `indexes`, in that order. Throws EVENT_NOT_UNDERSTOOD if one is damaged. */
  events(indexes: readonly number[]): Promise<RecordedEvent[]>;
}

export interface ReadStored {
  /** Exclusive. */
  readonly after: LogPosition;
  /** Inclusive; default: the head. */
  readonly upTo?: LogPosition | undefined;
  readonly types: readonly string[];
  /** The types that are wanted in runs. */
  readonly runTypes: readonly string[];
  /** Most positions that the page covers. */
  readonly positionsMax: number;
}

export interface StoredEvents {
  /** Reads one page. */
  readPage(options: ReadStored): Promise<StoredPage>;
  /** Returns the events at positions as in StoredPage, in their order. */
  eventsAt(positions: readonly number[]): Promise<RecordedEvent[]>;
  /** Returns the names of streams by their numbers, in order. */
  streamNames(numbers: readonly number[]): Promise<string[]>;
  /** Returns a position as the events have it. */
  print(position: number): LogPosition;
}
