/** How far subscribers are behind the log. */
import type { LogPosition } from '../domain/envelope.js';
import type { Database, Row } from '../postgres/database.js';
import type { SubscriberState } from './checkpoints.js';

export interface SubscriberLag {
  readonly subscriber: string;
  readonly position: LogPosition;
  readonly state: SubscriberState;
  /** Events processed since the checkpoint was at the start of the log. */
  readonly events: number;
  readonly up_to_date: boolean;
  readonly dead_letters: number;
  readonly error: string | null;
}

/** Returns the lag of every subscriber, tables being rebuilt excluded. `head` is the position of the last event. */
export const subscriberLag = (database: Database, head: LogPosition): Promise<SubscriberLag[]> =>
  database.query<SubscriberLag & Row>(
    `select c.subscriber, c.position, c.state, c.events, c.position >= $1 as up_to_date, c.error,
            (select count(*) from subscriptions.dead_letters d where d.subscriber = c.subscriber) as dead_letters
     from subscriptions.checkpoints c where c.state <> 'rebuilding' order by 1`,
    [head],
  );
