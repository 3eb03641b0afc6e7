/** Names the event at which a rebuild stops. */
import type { LedgerEvent } from '../domain/envelope.js';
import type { Database } from '../postgres/database.js';
import { canSucceedLater, type Poison } from '../subscriptions/process-page.js';
import type { Projection } from './projection.js';

/** Thrown to roll back what was folded in search of an event. */
const undone = Symbol('undone');

/**
 * Returns the first of `events` that cannot be folded into the tables of `schema`, found by halving; `null` if each part
 * can. Every try has a fold of its own and is rolled back. Rejected: halving with the fold that failed, as the live
 * tables do, because a fold of a rebuild holds rows of earlier pages and cannot begin again.
 */
export const findPoison = async (
  database: Database,
  projection: Projection,
  schema: string,
  events: readonly LedgerEvent[],
): Promise<Poison | null> => {
  try {
    await database.transaction(async (client) => {
      await projection.startFold(schema)(client, events);
      throw undone;
    });
  } catch (error) {
    if (error === undone) return null;
    if (canSucceedLater(error)) throw error;
    const [event] = events;
    if (event === undefined || events.length === 1) return event === undefined ? null : { event, error };
    const half = Math.ceil(events.length / 2);
    const search = (part: readonly LedgerEvent[]) => findPoison(database, projection, schema, part);
    return (await search(events.slice(0, half))) ?? (await search(events.slice(half)));
  }
  return null;
};
