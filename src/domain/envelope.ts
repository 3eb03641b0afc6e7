/** The envelope: what the log knows of an event besides its data. */
import { z } from 'zod';
import type { EventData, EventType } from './events.js';

/** Place of an event in the log: opaque, printable, and ordered as strings (fixed width). Compare with `<` and `>`. */
export type LogPosition = string & { readonly __brand: 'LogPosition' };

/** Before the first event: what a reader starts from. Sorts before every position of every adapter. */
export const startPosition = '0' as LogPosition;

/** Why and by whom events were appended; shared by all events of one append. No personal data: an opaque actor id. */
export const metadataSchema = z.strictObject({
  correlation_id: z.uuid(),
  causation_id: z.uuid().nullable(),
  actor: z.string().min(1).max(100),
  source: z.string().max(40).optional(),
  parser_version: z.int().optional(),
});
export type EventMetadata = z.infer<typeof metadataSchema>;

/** Actor of events that were recorded from kept files of days past: no news for anybody who watches prices. */
export const importerActor = 'importer';

/** An event to append. Its id is derived from what it states wherever it states a fact (ids.ts). */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event as the log holds it: schema-agnostic, any type and version. */
export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** 0 for the first event of its stream, then without gaps. */
  readonly revision: number;
  readonly position: LogPosition;
  /** RFC 3339, UTC, milliseconds. Never decreases along the log but by EventLog.clockSkewMs. */
  readonly recorded_at: string;
  readonly metadata: EventMetadata;
}

/** A decoded event: a known type at its current version, `data` typed accordingly. */
export type LedgerEvent = { [T in EventType]: LedgerEventOf<T> }[EventType];
export interface LedgerEventOf<T extends EventType> extends Omit<RecordedEvent, 'type' | 'data'> {
  readonly type: T;
  readonly data: EventData<T>;
}
