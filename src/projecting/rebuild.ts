/** A read model rebuilt beside the live one, then switched in one transaction. */
import { startPosition, type LogPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { type EventLog, type EventPage, pages } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import { raiseFence } from '../subscriptions/checkpoints.js';
import { processPage } from '../subscriptions/process-page.js';
import { filterOf } from '../subscriptions/subscriber.js';
import { startFolding } from './fold-page.js';
import type { Projection } from './projection.js';
import { notifyProjected } from './invalidations.js';
import { createTables, dropTables } from './tables.js';

/** Schema of the tables being built. */
export const nextSchema = (projection: Projection): string => `${projection.schema}_next`;

/** Returns the part of a page up to `until`. */
const cutAt = (page: EventPage, until: LogPosition | undefined): EventPage =>
  until === undefined || page.position <= until
    ? page
    : { events: page.events.filter(({ position }) => position <= until), position: until, atHead: true };

/**
 * Folds the whole log into new tables in `schema` and returns the position reached. Throws at the first event that
 * cannot be folded, with its id in `details`. Sends no notification: nothing but rows follows from a fold.
 */
export const buildTables = async (options: {
  database: Database;
  log: EventLog;
  projection: Projection;
  schema: string;
  fence: number;
  pageEvents?: number;
  signal?: AbortSignal;
  /** The last position to be folded; default: the head. */
  until?: LogPosition;
  onPage?: (position: LogPosition, events: number) => void;
}): Promise<LogPosition> => {
  const { database, log, projection, schema, fence } = options;
  await database.transaction((client) => dropTables(client, schema));
  await createTables(database, projection, { schema, state: 'rebuilding' });
  await raiseFence(database, schema, fence);
  const rebuild = projection.startRebuild?.(schema);
  const folding = startFolding({
    database,
    projection,
    schema,
    fence,
    onPoison: 'stop',
    ...(rebuild === undefined ? {} : { startFold: () => rebuild.fold }),
    ...(options.signal === undefined ? {} : { stop: options.signal }),
  });
  let from = startPosition;
  const pageEvents = options.pageEvents ?? limits.rebuildPageEvents;
  for await (const page of pages(log, { after: from, filter: filterOf(projection), pageEvents })) {
    options.signal?.throwIfAborted();
    const wanted = cutAt(page, options.until);
    await processPage(folding, wanted, from);
    from = wanted.position;
    options.onPage?.(from, wanted.events.length);
    if (from === options.until) break;
  }
  if (rebuild !== undefined) await database.transaction((client) => rebuild.finish(client));
  return from;
};

/**
 * Puts the tables built in `{schema}_next` in the place of the live ones, in one transaction: a reader sees the old
 * ones or the new ones. `fence` is the token under which they were built. Throws LEASE_LOST, with nothing changed, if
 * another instance took over since: `{schema}_next` may be half of what that one is building.
 */
export const switchTables = (database: Database, projection: Projection, fence: number): Promise<void> =>
  database.transaction(async (client) => {
    const { schema } = projection;
    const next = nextSchema(projection);
    const lost = (): Error =>
      ledgerError('LEASE_LOST', `${schema} was taken over by another instance during the rebuild`);
    const newer = await client.query('select from subscriptions.checkpoints where subscriber = $1 and fence > $2', [
      schema,
      fence,
    ]);
    if (newer.rowCount !== 0) throw lost();
    await dropTables(client, schema);
    await client.query(`alter schema ${next} rename to ${schema}`);
    const switched = await client.query(
      `update subscriptions.checkpoints set subscriber = $2, state = 'live', updated_at = now()
       where subscriber = $1 and fence = $3`,
      [next, schema, fence],
    );
    if (switched.rowCount === 0) throw lost();
    await notifyProjected(client);
  });
