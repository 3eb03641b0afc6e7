/** Dead letters: events that a subscriber could not process, parked so that one of them holds up nothing else. */
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import type { Client, Database, Row } from '../postgres/database.js';

export interface DeadLetter {
  readonly subscriber: string;
  readonly event_id: string;
  readonly position: LogPosition;
  readonly type: string;
  readonly stream: string;
  /** Why the last try failed. */
  readonly reason: string;
  readonly attempts: number;
  readonly parked_at: string;
  /** When the event was last tried. */
  readonly tried_at: string;
}

const columns = 'subscriber, event_id, position, type, stream, reason, attempts, parked_at, tried_at';
const reasonCharsMax = 2_000;

/** What is kept of an event: the log has the rest. */
export type ParkedEvent = Pick<RecordedEvent, 'id' | 'position' | 'type' | 'stream'>;

/** Parks an event with the reason, in the transaction that moves the checkpoint past it. */
export const park = async (client: Client, subscriber: string, event: ParkedEvent, reason: string): Promise<void> => {
  await client.query(
    `insert into subscriptions.dead_letters as d (subscriber, position, event_id, type, stream, reason)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (subscriber, position) do update
       set reason = excluded.reason, attempts = d.attempts + 1, tried_at = now()`,
    [subscriber, event.position, event.id, event.type, event.stream, reason.slice(0, reasonCharsMax)],
  );
};

export interface DeadLetterFilter {
  readonly subscriber?: string | undefined;
  readonly eventId?: string | undefined;
}

/** Returns dead letters, by subscriber and in log order. */
export const readDeadLetters = (database: Database, filter: DeadLetterFilter = {}): Promise<DeadLetter[]> =>
  database.query<DeadLetter & Row>(
    `select ${columns} from subscriptions.dead_letters
     where ($1::text is null or subscriber = $1) and ($2::uuid is null or event_id = $2)
     order by subscriber, position`,
    [filter.subscriber ?? null, filter.eventId ?? null],
  );

/** Deletes the dead letters of events that were processed after all; returns how many there were. */
export const deleteDeadLetters = async (
  client: Client,
  subscriber: string,
  eventIds: readonly string[],
): Promise<number> => {
  const deleted = await client.query(
    'delete from subscriptions.dead_letters where subscriber = $1 and event_id = any($2::uuid[])',
    [subscriber, eventIds],
  );
  return deleted.rowCount ?? 0;
};

/** Notes why another try failed. Does nothing if there is no such dead letter. */
export const noteFailedRetry = async (
  database: Database,
  subscriber: string,
  eventId: string,
  reason: string,
): Promise<void> => {
  await database.query(
    `update subscriptions.dead_letters set reason = $3, attempts = attempts + 1, tried_at = now()
     where subscriber = $1 and event_id = $2`,
    [subscriber, eventId, reason.slice(0, reasonCharsMax)],
  );
};
