/** Keeps read models at the head of the log: each folded in one place at a time, by a lease. */
import type { LogPosition } from '../domain/envelope.js';
import { errorCode, ledgerError } from '../errors.js';
import { limits } from '../limits.js';
import { type EventLog, pages } from '../log/event-log.js';
import { type Database, isPassing } from '../postgres/database.js';
import { acquireLease, type Lease, waitForLease } from '../postgres/leases.js';
import type { Runtime } from '../runtime.js';
import type { Logger } from '../telemetry/logger.js';
import { createTables, raiseFence, readCheckpoint, resumeProjection, stopProjection } from './checkpoints.js';
import { foldPage, type Folding, startFolding } from './fold-page.js';
import type { Projection } from './projection.js';
import { buildTables, filterOf, nextSchema, switchTables } from './rebuild.js';

export interface ProjectorDeps {
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Who we are, for the leases; unique to this process. */
  readonly holder: string;
  readonly projections: readonly Projection[];
}

export interface Projector {
  /** Makes the tables that lack. */
  prepare(): Promise<void>;
  /** Follows the log with every projection until `signal` aborts; waits for leases that others hold. */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Returns when the named projections (default: all) have folded all that the log held when it was called: folds them
   * itself where nobody else does, else waits for who does. Throws PROJECTION_STOPPED when one cannot get there.
   */
  catchUp(names?: readonly string[], signal?: AbortSignal): Promise<void>;
  /**
   * Builds the named projection anew beside the live one and switches. Takes its lease from whoever holds it: a running
   * service, which takes it back afterwards, would never let go; the live tables stand still meanwhile.
   */
  rebuild(name: string, signal: AbortSignal): Promise<void>;
}

const leaseName = (projection: Projection): string => `projection-${projection.name}`;

/** Creates the projector of this process. */
export const createProjector = (deps: ProjectorDeps): Projector => {
  const { database, log, runtime, logger, holder, projections } = deps;
  const leaseOf = (projection: Projection) => ({ database, runtime, holder, name: leaseName(projection) });

  const foldingOf = (projection: Projection, lease: Lease): Folding =>
    startFolding({
      database,
      projection,
      schema: projection.schema,
      fence: lease.token,
      onPoison: 'park',
      onParked: (event, reason) =>
        logger.error('event parked', { projection: projection.name, event: event.id, position: event.position, reason }),
    });

  const positionOf = async (projection: Projection): Promise<LogPosition> => {
    const checkpoint = await readCheckpoint(database, projection.schema);
    if (checkpoint === undefined) throw ledgerError('PROJECTION_STOPPED', `${projection.name} has no tables`);
    return checkpoint.position;
  };

  /** Under the lease: fence others off, and build anew when the tables are of another version. */
  const takeOver = async (projection: Projection, lease: Lease, signal: AbortSignal): Promise<void> => {
    await raiseFence(database, projection.schema, lease.token);
    const checkpoint = await readCheckpoint(database, projection.schema);
    if (checkpoint === undefined) return;
    if (checkpoint.version === projection.version) return resumeProjection(database, projection.schema);
    logger.info('building a new version', { projection: projection.name, from: checkpoint.version, to: projection.version });
    await buildTables({ database, log, projection, schema: nextSchema(projection), fence: lease.token, signal });
    signal.throwIfAborted();
    await switchTables(database, projection, lease.token);
  };

  const follow = async (projection: Projection, lease: Lease, stop: AbortSignal, onProgress: () => void): Promise<void> => {
    await takeOver(projection, lease, stop);
    const folding = foldingOf(projection, lease);
    let from = await positionOf(projection);
    const left = new AbortController();
    const signal = AbortSignal.any([stop, left.signal]);
    const subscription = log
      .subscribe({ after: from, filter: filterOf(projection), pageEvents: limits.projectionPageEvents, signal })
      [Symbol.asyncIterator]();
    try {
      // One page ahead: the log is read while the last page is written.
      let pending = subscription.next();
      for (;;) {
        const { value: page, done } = await pending;
        if (done === true || stop.aborted) return;
        pending = subscription.next();
        pending.catch(() => undefined);
        await foldPage(folding, page, from);
        from = page.position;
        onProgress();
      }
    } finally {
      // First the signal: `return` waits for the page asked for ahead, which may be as far away as the next event.
      left.abort();
      await subscription.return?.();
    }
  };

  /** One projection for as long as the process lives: takes the lease, follows, starts over after any trouble. */
  const keep = async (projection: Projection, signal: AbortSignal): Promise<void> => {
    let delayMs: number = limits.retryDelayMsMin;
    while (!signal.aborted) {
      let lease: Lease | undefined;
      try {
        lease = await waitForLease({ ...leaseOf(projection), signal });
        await follow(projection, lease, AbortSignal.any([signal, lease.signal]), () => (delayMs = limits.retryDelayMsMin));
      } catch (error) {
        if (signal.aborted) break;
        const { message } = error as Error;
        if (!isPassing(error) && errorCode(error) !== 'LEASE_LOST') {
          await stopProjection(database, projection.schema, message).catch(() => undefined);
        }
        logger.warn('projection interrupted', { projection: projection.name, reason: message, retry_in_ms: delayMs });
        await runtime.sleep(delayMs * (0.5 + runtime.random()), signal).catch(() => undefined);
        delayMs = Math.min(delayMs * 2, limits.retryDelayMsMax);
      } finally {
        await lease?.release();
      }
    }
  };

  const foldToHead = async (projection: Projection, lease: Lease, signal: AbortSignal): Promise<void> => {
    await takeOver(projection, lease, signal);
    const folding = foldingOf(projection, lease);
    let from = await positionOf(projection);
    const pageEvents = limits.projectionPageEvents;
    for await (const page of pages(log, { after: from, filter: filterOf(projection), pageEvents })) {
      signal.throwIfAborted();
      await foldPage(folding, page, from);
      from = page.position;
    }
  };

  const reach = async (projection: Projection, target: LogPosition, signal: AbortSignal): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      const checkpoint = await readCheckpoint(database, projection.schema);
      if (checkpoint !== undefined && checkpoint.position >= target && checkpoint.version === projection.version) return;
      if (checkpoint?.state === 'stopped' && checkpoint.version !== projection.version) {
        throw ledgerError('PROJECTION_STOPPED', `${projection.name} is stopped: ${checkpoint.error ?? ''}`);
      }
      const lease = await acquireLease(leaseOf(projection));
      if (lease === null) {
        await runtime.sleep(25, signal);
        continue;
      }
      try {
        await foldToHead(projection, lease, AbortSignal.any([signal, lease.signal]));
      } catch (error) {
        // Somebody took over in the middle: then it is for them to get there.
        signal.throwIfAborted();
        if (!lease.signal.aborted && errorCode(error) !== 'LEASE_LOST') throw error;
      } finally {
        await lease.release();
      }
    }
  };

  const named = (name: string): Projection => {
    const found = projections.find((projection) => projection.name === name);
    if (found !== undefined) return found;
    const known = projections.map((projection) => projection.name).join(', ');
    throw ledgerError('PROJECTION_UNKNOWN', `no projection "${name}"; there are ${known}`, { details: { name: `one of ${known}` } });
  };

  return {
    async prepare() {
      for (const projection of projections) {
        await createTables(database, projection, { schema: projection.schema, state: 'live' });
      }
    },
    async run(signal) {
      await Promise.all(projections.map((projection) => keep(projection, signal)));
    },
    async catchUp(names, signal = new AbortController().signal) {
      const wanted = (names ?? projections.map(({ name }) => name)).map(named);
      const target = await log.head();
      await Promise.all(wanted.map((projection) => reach(projection, target, signal)));
    },
    async rebuild(name, signal) {
      const projection = named(name);
      const lease = await waitForLease({ ...leaseOf(projection), signal, seize: true });
      try {
        const stop = AbortSignal.any([signal, lease.signal]);
        await raiseFence(database, projection.schema, lease.token);
        await buildTables({ database, log, projection, schema: nextSchema(projection), fence: lease.token, signal: stop });
        stop.throwIfAborted();
        await switchTables(database, projection, lease.token);
      } finally {
        await lease.release();
      }
    },
  };
};
