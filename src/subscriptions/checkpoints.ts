/** Where each read model stands, in the database whose tables it describes. */
import type { LogPosition } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import type { Client, Database, Row } from '../postgres/database.js';
import type { Projection } from '../projecting/projection.js';

export type ProjectionState = 'live' | 'rebuilding' | 'stopped';

export interface Checkpoint {
  readonly schema: string;
  readonly projection: string;
  readonly version: number;
  readonly position: LogPosition;
  /** Events folded into the tables since they were made. */
  readonly events: number;
  readonly state: ProjectionState;
  readonly error: string | null;
}

const columns = 'schema_name as schema, projection, version, position, events, state, error';

/** The checkpoint of the tables in `schema`; undefined where there are none. */
export const readCheckpoint = async (database: Database, schema: string): Promise<Checkpoint | undefined> =>
  (
    await database.query<Checkpoint & Record<string, unknown>>(
      `select ${columns} from projecting.checkpoints where schema_name = $1`,
      [schema],
    )
  )[0];

/** Makes the tables of a projection in `schema`, with a checkpoint at the start of the log. Nothing if they exist. */
export const createTables = (
  database: Database,
  projection: Projection,
  options: { schema: string; state: ProjectionState },
): Promise<void> =>
  database.transaction(async (client) => {
    // Two processes that start at once: one makes the tables, the other finds them.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('tables of ' || $1, 0))`, [options.schema]);
    const found = await client.query('select from projecting.checkpoints where schema_name = $1', [options.schema]);
    if (found.rowCount !== 0) return;
    await client.query(`create schema ${options.schema}`);
    await client.query(projection.tables(options.schema));
    await client.query(
      `insert into projecting.checkpoints (schema_name, projection, version, position, state) values ($1, $2, $3, $4, $5)`,
      [options.schema, projection.name, projection.version, startPosition, options.state],
    );
  });

/**
 * Makes the checkpoint of a subscriber that has no tables of its own (the publisher, the alerter), at the start of the
 * log. Nothing if it exists. `subscriber` takes the place of a schema's name: letters, digits and underscores.
 */
export const createCheckpoint = async (database: Database, subscriber: string): Promise<void> => {
  await database.query(
    `insert into projecting.checkpoints (schema_name, projection, version, position, state)
     values ($1, $1, 1, $2, 'live') on conflict do nothing`,
    [subscriber, startPosition],
  );
};

/** Drops the tables in `schema` and all that is known of them. */
export const dropTables = async (client: Client, schema: string): Promise<void> => {
  await client.query(`drop schema if exists ${schema} cascade`);
  await client.query('delete from projecting.checkpoints where schema_name = $1', [schema]);
};

/**
 * Moves the checkpoint in the transaction that wrote the rows: compare-and-set on position and fence. Throws LEASE_LOST
 * when another holder moved it or has taken over since, and the rows are rolled back with it.
 */
export const moveCheckpoint = async (
  client: Client,
  move: { schema: string; from: LogPosition; to: LogPosition; events: number; fence: number },
): Promise<void> => {
  const moved = await client.query(
    `update projecting.checkpoints
     set position = $3, events = events + $4, fence = $5, error = null, updated_at = now(),
         state = case state when 'stopped' then 'live' else state end
     where schema_name = $1 and position = $2 and fence <= $5`,
    [move.schema, move.from, move.to, move.events, move.fence],
  );
  if (moved.rowCount === 0) {
    throw ledgerError('LEASE_LOST', `${move.schema} was moved from ${move.from} by another instance`);
  }
};

/**
 * Takes the checkpoint back to the start of the log: for a subscriber that begins anew. What it had parked comes again and is
 * forgotten, or it would stand there twice on a log of other positions. Throws LEASE_LOST when another has taken over.
 */
export const restartCheckpoint = async (client: Client, schema: string, fence: number): Promise<void> => {
  const reset = await client.query(
    `update projecting.checkpoints set position = $2, events = 0, fence = $3, updated_at = now()
     where schema_name = $1 and fence <= $3`,
    [schema, startPosition, fence],
  );
  if (reset.rowCount === 0) throw ledgerError('LEASE_LOST', `${schema} was taken over by another instance`);
  await client.query('delete from projecting.dead_letters where schema_name = $1', [schema]);
};

/**
 * Takes the checkpoint back to `to` where it is beyond, and says whether it was: what comes after is done again by whoever
 * holds the lease, who finds out when moving it. Not fenced: to do again is always allowed.
 */
export const rewindCheckpoint = async (database: Database, schema: string, to: LogPosition): Promise<boolean> => {
  const rewound = await database.query(
    `update projecting.checkpoints set position = $2, updated_at = now()
     where schema_name = $1 and position collate "C" > $2 returning position`,
    [schema, to],
  );
  return rewound.length > 0;
};

/** Says that `fence` is the newest token: whoever holds an older one is refused from now on. */
export const raiseFence = async (database: Database, schema: string, fence: number): Promise<void> => {
  await database.query('update projecting.checkpoints set fence = $2 where schema_name = $1 and fence < $2', [
    schema,
    fence,
  ]);
};

/** Marks the projection as stopped, with the reason, for people to see. */
export const stopProjection = async (database: Database, schema: string, error: string): Promise<void> => {
  await database.query(
    `update projecting.checkpoints set state = 'stopped', error = $2, updated_at = now() where schema_name = $1`,
    [schema, error],
  );
};

/** Takes the mark back: whoever took over follows the log again. */
export const resumeProjection = async (database: Database, schema: string): Promise<void> => {
  await database.query(
    `update projecting.checkpoints set state = 'live', error = null, updated_at = now()
     where schema_name = $1 and state = 'stopped'`,
    [schema],
  );
};

export interface ProjectionStatus extends Checkpoint {
  readonly dead_letters: number;
  /** Who holds the lease now; null when nobody folds. */
  readonly holder: string | null;
  readonly updated_at: string;
}

/** All read models as they stand, live ones and rebuilds. */
export const projectionStatuses = (database: Database): Promise<ProjectionStatus[]> =>
  database.query<ProjectionStatus & Row>(
    `select ${columns}, updated_at,
            (select count(*) from projecting.dead_letters d where d.schema_name = c.schema_name) as dead_letters,
            (select holder from projecting.leases l
             where l.name in ('projection-' || c.projection, c.schema_name) and l.expires_at >= now()) as holder
     from projecting.checkpoints c order by schema_name`,
  );
