/** The tables of one read model, filled from the pages of a pass over the log that several builds may share. */
import type { LedgerEvent, LogPosition } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import type { Database } from '../postgres/database.js';
import { moveCheckpoint, raiseFence } from '../subscriptions/checkpoints.js';
import { canSucceedLater, type Poison, stoppedAt } from '../subscriptions/process-page.js';
import { findPoison } from './find-poison.js';
import type { Projection } from './projection.js';
import { createTables, dropTables } from './tables.js';

export interface BuildPlan {
  readonly projection: Projection;
  /** Of the new tables. Tables that are there are dropped. */
  readonly schema: string;
  /** Token of the lease. */
  readonly fence: number;
  /** The last position to be folded; default: the head. */
  readonly until?: LogPosition | undefined;
  /** Ends this build, and no other of the pass. */
  readonly signal?: AbortSignal | undefined;
}

/** A page of the log, decoded once for all builds. */
export interface DecodedPage {
  readonly events: readonly LedgerEvent[];
  readonly undecodable: readonly Poison[];
  readonly position: LogPosition;
}

export interface Build {
  /** The position reached. */
  readonly position: LogPosition;
  /** Whether `until` is reached. */
  readonly isComplete: boolean;
  /** Folds what the read model takes of a page. Throws at an event that cannot be folded, with its id in `details`. */
  take(page: DecodedPage): Promise<void>;
  /** Writes what the fold still holds. */
  finish(): Promise<void>;
}

/**
 * Commits without waiting for the disk: a rebuild that a crash interrupts begins again, and the commit that switches the
 * tables is written after all of these.
 */
const lazily = `set local synchronous_commit = off`;

/** Creates empty tables with their checkpoint and starts the fold. */
export const startBuild = async (
  database: Database,
  { projection, schema, fence, until, signal }: BuildPlan,
): Promise<Build> => {
  signal?.throwIfAborted();
  await database.transaction((client) => dropTables(client, schema));
  await createTables(database, projection, { schema, state: 'rebuilding' });
  await raiseFence(database, schema, fence);
  const rebuild = projection.startRebuild?.(schema);
  const fold = rebuild?.fold ?? projection.startFold(schema);
  const types: ReadonlySet<string> = new Set(projection.eventTypes);
  let from = startPosition;

  const isWanted = ({ type, position }: { type: string; position: LogPosition }): boolean =>
    types.has(type) && (until === undefined || position <= until);

  const foldEvents = async (events: readonly LedgerEvent[], to: LogPosition): Promise<void> => {
    try {
      await database.transaction(async (client) => {
        await client.query(lazily);
        if (events.length > 0) await fold(client, events);
        await moveCheckpoint(client, { subscriber: schema, from, to, events: events.length, fence });
      });
    } catch (error) {
      if (canSucceedLater(error) || signal?.aborted === true) throw error;
      const poison = await findPoison(database, projection, schema, events);
      throw poison === null ? error : stoppedAt(poison);
    }
    from = to;
  };

  return {
    get position() {
      return from;
    },
    get isComplete() {
      return until !== undefined && from >= until;
    },
    async take(page) {
      signal?.throwIfAborted();
      const [poison] = page.undecodable.filter(({ event }) => isWanted(event));
      if (poison !== undefined) throw stoppedAt(poison);
      const to = until !== undefined && page.position > until ? until : page.position;
      if (to !== from) await foldEvents(page.events.filter(isWanted), to);
    },
    async finish() {
      signal?.throwIfAborted();
      if (rebuild === undefined) return;
      await database.transaction(async (client) => {
        await client.query(lazily);
        await rebuild.finish(client);
      });
    },
  };
};
