/** The tables of one read model, filled from the pages of a pass over the log that several builds may share. */
import type { LedgerEvent, LogPosition } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import type { EventType } from '../domain/events.js';
import type { Client, Database } from '../postgres/database.js';
import { moveCheckpoint, raiseFence } from '../subscriptions/checkpoints.js';
import { canSucceedLater, decodeAll, type Poison, stoppedAt } from '../subscriptions/process-page.js';
import { findPoison } from './find-poison.js';
import type { Projection, Reading, StoredPart } from './projection.js';
import type { PassPage, Taker } from './read-pass.js';
import { gatherStatistics } from './statistics.js';
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

export interface Build extends Taker {
  /** The position reached. */
  readonly position: LogPosition;
  /** Whether `until` is reached. */
  readonly isComplete: boolean;
  /** Folds what the read model takes of a page. Throws at an event that cannot be folded, with its id in `details`. */
  take(page: PassPage): Promise<void>;
  /** Writes what the fold still holds, and gathers the statistics of the tables. */
  finish(): Promise<void>;
}

/**
 * Commits without waiting for the disk: a rebuild that a crash interrupts begins again, and the commit that switches the
 * tables is written after all of these.
 */
const lazily = `set local synchronous_commit = off`;

/** What a build folds of a page. */
interface Share {
  readonly count: number;
  fold(client: Client): Promise<void>;
  /** Returns the same, decoded, to find an event in it that cannot be folded. */
  decode(): Promise<{ readonly decoded: readonly LedgerEvent[]; readonly undecodable: readonly Poison[] }>;
}

/** Creates empty tables with their checkpoint and starts the fold. */
export const startBuild = async (
  database: Database,
  { projection, schema, fence, until, signal }: BuildPlan,
  reading: Reading,
): Promise<Build> => {
  signal?.throwIfAborted();
  await database.transaction((client) => dropTables(client, schema));
  await createTables(database, projection, { schema, state: 'rebuilding' });
  await raiseFence(database, schema, fence);
  const rebuild = projection.startRebuild?.(schema, reading);
  const fold = rebuild?.fold ?? projection.startFold(schema);
  const types: ReadonlySet<string> = new Set(projection.eventTypes);
  const storedTypes: readonly EventType[] = rebuild?.stored?.types ?? [];
  let from = startPosition;

  const isWanted = ({ type, position }: { type: string; position: LogPosition }): boolean =>
    types.has(type) && (until === undefined || position <= until);

  const shareOf = (page: PassPage): Share => {
    const events = page.events.filter(isWanted);
    const foldsStored = rebuild?.stored;
    const runs = (page.stored?.page.runs ?? []).filter(({ type }) => types.has(type));
    if (page.stored === undefined || foldsStored === undefined || runs.length === 0) {
      return {
        count: events.length,
        fold: (client) => (events.length === 0 ? Promise.resolve() : fold(client, events)),
        decode: () => Promise.resolve({ decoded: events, undecodable: [] }),
      };
    }
    const { page: stored } = page.stored;
    const parts = page.stored.parts.filter((part: StoredPart) =>
      types.has('run' in part ? part.run.type : part.event.type),
    );
    return {
      count: parts.reduce((sum, part) => sum + ('run' in part ? part.run.to - part.run.from : 1), 0),
      fold: (client) => foldsStored.fold(client, stored, parts),
      async decode() {
        const all = await stored.events(Array.from({ length: stored.count }, (_, index) => index));
        return decodeAll(all.filter(isWanted));
      },
    };
  };

  /** Throws the error of a fold with the event that it stopped at, if one can be named. */
  const blame = async (share: Share, error: unknown): Promise<never> => {
    if (canSucceedLater(error) || signal?.aborted === true) throw error;
    const { decoded, undecodable } = await share.decode();
    const poison = undecodable[0] ?? (await findPoison(database, projection, schema, decoded));
    throw poison === null ? error : stoppedAt(poison);
  };

  return {
    types: projection.eventTypes,
    storedTypes,
    until,
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
      if (to === from) return;
      const share = shareOf(page);
      try {
        await database.transaction(async (client) => {
          await client.query(lazily);
          await share.fold(client);
          await moveCheckpoint(client, { subscriber: schema, from, to, events: share.count, fence });
        });
      } catch (error) {
        await blame(share, error);
      }
      from = to;
    },
    async finish() {
      signal?.throwIfAborted();
      await database.transaction(async (client) => {
        await client.query(lazily);
        await rebuild?.finish(client);
        // Readers are switched to these tables at once.
        await gatherStatistics(client, schema);
      });
    },
  };
};
