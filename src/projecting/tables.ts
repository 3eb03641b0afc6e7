/** The tables of a read model, created and dropped together with their checkpoint. */
import { createCheckpoint, deleteCheckpoint, type SubscriberState } from '../subscriptions/checkpoints.js';
import type { Client, Database } from '../postgres/database.js';
import type { Projection } from './projection.js';

/**
 * Creates the tables of a projection in `schema`, with a checkpoint at the start of the log. Does nothing if they
 * exist.
 */
export const createTables = (
  database: Database,
  projection: Projection,
  options: { schema: string; state: SubscriberState },
): Promise<void> =>
  database.transaction(async (client) => {
    const { schema: subscriber, state } = options;
    // Of two processes that start at once, the second waits here and then finds the tables.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('tables of ' || $1, 0))`, [subscriber]);
    const existing = await client.query('select from subscriptions.checkpoints where subscriber = $1', [subscriber]);
    if (existing.rowCount !== 0) return;
    await client.query(`create schema ${subscriber}`);
    await client.query(projection.tables(subscriber));
    await createCheckpoint(client, { subscriber, version: projection.version, state, lease: projection.schema });
  });

/** Drops the tables in `schema` with their checkpoint, dead letters and invalidations. */
export const dropTables = async (client: Client, schema: string): Promise<void> => {
  await client.query(`drop schema if exists ${schema} cascade`);
  await deleteCheckpoint(client, schema);
};

/** Returns the names of the tables that `projection` creates in its schema. */
const tableNames = (projection: Projection): string[] =>
  [...projection.tables(projection.schema).matchAll(/create (?:unlogged )?table (?:if not exists )?([\w.]+)/g)].map(
    ([, name]) => name ?? '',
  );

/** Returns the tables of the projections that do not exist, such as `catalog.cards`. */
export const missingTables = async (database: Database, projections: readonly Projection[]): Promise<string[]> => {
  const names = projections.flatMap(tableNames);
  const missing = await database.query<{ name: string }>(
    'select name from unnest($1::text[]) name where to_regclass(name) is null',
    [names],
  );
  return missing.map(({ name }) => name);
};
