/** How far the live read models are behind the log. */
import type { LogPosition } from '../domain/envelope.js';
import type { Database, Row } from '../postgres/database.js';

export interface ProjectionLag {
  readonly schema: string;
  readonly position: LogPosition;
  readonly state: string;
  readonly folded: number;
  readonly caught_up: boolean;
  readonly dead_letters: number;
  readonly error: string | null;
}

/** One row a live read model; `head` is the position of the last event. */
export const projectionLag = (database: Database, head: LogPosition): Promise<ProjectionLag[]> =>
  database.query<ProjectionLag & Row>(
    `select c.subscriber as schema, c.position, c.state, c.events as folded, c.position >= $1 as caught_up, c.error,
            (select count(*) from subscriptions.dead_letters d where d.subscriber = c.subscriber) as dead_letters
     from subscriptions.checkpoints c where c.state <> 'rebuilding' order by 1`,
    [head],
  );
