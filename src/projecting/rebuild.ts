/** A read model built anew beside the live one, then switched in one transaction. */
import { startPosition, type LogPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { type EventFilter, type EventLog, type EventPage, pages } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import { createTables, dropTables, raiseFence } from '../subscriptions/checkpoints.js';
import { foldPage, startFolding } from './fold-page.js';
import type { Projection } from './projection.js';
import { notifyProjected } from './invalidations.js';

/** Schema of the tables being built. */
export const nextSchema = (projection: Projection): string => `${projection.schema}_next`;

export const filterOf = (projection: Projection): EventFilter => ({ types: projection.eventTypes });

/** The part of a page up to `until`. */
const cutAt = (page: EventPage, until: LogPosition | undefined): EventPage =>
  until === undefined || page.position <= until
    ? page
    : { events: page.events.filter(({ position }) => position <= until), position: until, atHead: true };

/**
 * Folds the whole log into fresh tables in `schema`. Stops (throws) on the first event that cannot be folded. Sends no
 * notification: nothing but rows follows from a fold. Returns the position reached.
 */
export const buildTables = async (options: {
  database: Database;
  log: EventLog;
  projection: Projection;
  schema: string;
  fence: number;
  pageEvents?: number;
  signal?: AbortSignal;
  /** Fold up to here and no further; default: to the head. */
  until?: LogPosition;
  onPage?: (position: LogPosition, events: number) => void;
}): Promise<LogPosition> => {
  const { database, log, projection, schema, fence } = options;
  await database.transaction((client) => dropTables(client, schema));
  await createTables(database, projection, { schema, state: 'rebuilding' });
  await raiseFence(database, schema, fence);
  const folding = startFolding({ database, projection, schema, fence, onPoison: 'stop' });
  const rebuild = projection.startRebuild?.(schema);
  if (rebuild !== undefined) folding.fold = rebuild.fold;
  let from = startPosition;
  const pageEvents = options.pageEvents ?? limits.rebuildPageEvents;
  for await (const page of pages(log, { after: from, filter: filterOf(projection), pageEvents })) {
    options.signal?.throwIfAborted();
    const wanted = cutAt(page, options.until);
    await foldPage(folding, wanted, from);
    from = wanted.position;
    options.onPage?.(from, wanted.events.length);
    if (from === options.until) break;
  }
  if (rebuild !== undefined) await database.transaction((client) => rebuild.finish(client));
  return from;
};

/**
 * Puts the tables built in `{schema}_next` in the place of the live ones, in one transaction: a reader sees the old
 * ones or the new ones. `fence`: the token under which they were built. Throws LEASE_LOST, with nothing changed, when
 * another has taken over since: `{schema}_next` may be half of what that one is building.
 */
export const switchTables = (database: Database, projection: Projection, fence: number): Promise<void> =>
  database.transaction(async (client) => {
    const { schema } = projection;
    const next = nextSchema(projection);
    const lost = (): Error =>
      ledgerError('LEASE_LOST', `${schema} was taken over by another instance while it was built anew`);
    const newer = await client.query('select from projecting.checkpoints where schema_name = $1 and fence > $2', [
      schema,
      fence,
    ]);
    if (newer.rowCount !== 0) throw lost();
    await dropTables(client, schema);
    await client.query(`alter schema ${next} rename to ${schema}`);
    const switched = await client.query(
      `update projecting.checkpoints set schema_name = $2, state = 'live', updated_at = now()
       where schema_name = $1 and fence = $3`,
      [next, schema, fence],
    );
    if (switched.rowCount === 0) throw lost();
    await notifyProjected(client);
  });
