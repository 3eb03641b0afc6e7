/** What whoever holds a projection's lease does first: fence others off, bring the tables to today's version. */
import type { LogPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { Lease } from '../subscriptions/leases.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import { type Checkpoint, raiseFence, readCheckpoint, resumeProjection } from '../subscriptions/checkpoints.js';
import { type Folding, startFolding } from './fold-page.js';
import type { Projection } from './projection.js';
import { buildTables, nextSchema, switchTables } from './rebuild.js';

export interface ProjectingDeps {
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Who we are, for the leases; unique to this process. */
  readonly holder: string;
}

/** What to ask for the lease of a projection. */
export const leaseOf = (
  deps: ProjectingDeps,
  projection: Projection,
): Pick<ProjectingDeps, 'database' | 'runtime' | 'holder'> & { readonly name: string } => {
  const { database, runtime, holder } = deps;
  return { database, runtime, holder, name: `projection-${projection.name}` };
};

/**
 * Whether the tables are of today's version and of the log in use. Positions have the form of their log, so tables
 * folded from another engine's log (one that was copied to this one, say) are known by theirs, and are built anew.
 */
export const isCurrent = (
  { log }: Pick<ProjectingDeps, 'log'>,
  projection: Projection,
  checkpoint: Checkpoint,
): boolean => checkpoint.version === projection.version && log.isPosition(checkpoint.position);

/** Folds all there is into fresh tables under the lease, and puts them in the place of the live ones. */
export const buildAndSwitch = async (
  deps: ProjectingDeps,
  projection: Projection,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> => {
  const { database, log } = deps;
  await buildTables({ database, log, projection, schema: nextSchema(projection), fence: lease.token, signal });
  signal.throwIfAborted();
  await switchTables(database, projection, lease.token);
};

/**
 * Under the lease: shuts out former holders and builds anew when the tables are of another version or another log.
 * Returns the folding to go on with and where to go on. Throws PROJECTION_STOPPED where there are no tables.
 */
export const startProjection = async (
  deps: ProjectingDeps,
  projection: Projection,
  lease: Lease,
  signal: AbortSignal,
): Promise<{ folding: Folding; from: LogPosition }> => {
  const { database, logger } = deps;
  const { name, schema, version } = projection;
  await raiseFence(database, schema, lease.token);
  const held = await readCheckpoint(database, schema);
  if (held !== undefined && isCurrent(deps, projection, held)) {
    await resumeProjection(database, schema);
  } else if (held !== undefined) {
    logger.info('building anew', { projection: name, from: held.version, to: version, position: held.position });
    await buildAndSwitch(deps, projection, lease, signal);
  }
  const checkpoint = await readCheckpoint(database, schema);
  if (checkpoint === undefined) throw ledgerError('PROJECTION_STOPPED', `${name} has no tables`);
  const folding = startFolding({
    database,
    projection,
    schema,
    fence: lease.token,
    onPoison: 'park',
    isLive: true,
    onParked: ({ id, position }, reason) =>
      logger.error('event parked', { projection: name, event: id, position, reason }),
  });
  return { folding, from: checkpoint.position };
};
