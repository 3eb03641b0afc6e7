/** The collector of one source: at most one run of it at a time over all processes. */
import { type CollectedRun, lastRun } from '../../projections/coverage/collections.js';
import { ledgerError } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import type { EventLog } from '../log/event-log.js';
import { acquireLease, type Lease } from '../subscriptions/leases.js';
import type { CollectorDeps, CollectRequest, CollectResult } from './collection.js';
import { createSourceClient } from './http/client.js';
import { type Budget, openRequestLog } from './http/request-log.js';
import { openPayloadStore } from './payload-store.js';
import { runCollection } from './run.js';
import type { SourceSchedule } from './source.js';
import { openSourceStatus, type SourceStatus } from './source-status.js';

export interface SourceState {
  readonly source: string;
  readonly url: string;
  readonly budget: Budget;
  /** Of this process. */
  readonly breaker: 'closed' | 'open' | 'half_open';
  /** The last failure, also one before any run began; `null` if a success followed. */
  readonly failure: SourceStatus['failure'];
  readonly last_run: CollectedRun | null;
}

export interface Collector {
  readonly schedule: SourceSchedule;
  /**
   * Runs once. Throws COLLECTION_RUNNING while another process collects from the source, SET_NOT_FOUND for a text that is
   * not a set id, and system errors (log or database unavailable). Errors of the source are in the result.
   */
  collect(request: CollectRequest): Promise<CollectResult>;
  /** Returns the state of the source now, for /sources and `doctor`. Needs the tables of the coverage read model. */
  state(): Promise<SourceState>;
  /** Releases timers. A run under way is ended by its own signal. */
  close(): Promise<void>;
}

/** Returns the log for as long as the lease is valid: a process that slept through a take-over appends nothing. */
const fencedLog = (log: EventLog, lease: Lease): EventLog => ({
  ...log,
  async append(...call) {
    lease.throwIfLost();
    return log.append(...call);
  },
});

/**
 * Creates the collector of a source. Sends nothing before `collect`. `leaseRuntime` is the clock of the lease, if it is not
 * that of the collection.
 */
export const createCollector = (deps: CollectorDeps & { readonly leaseRuntime?: Runtime }): Collector => {
  const { source, database, runtime, logger, leaseRuntime = runtime } = deps;
  const requests = openRequestLog(deps);
  const client = createSourceClient({ ...deps, requests });
  const payloads = openPayloadStore(deps);
  const status = openSourceStatus(deps);

  return {
    schedule: source.schedule,
    async collect(request) {
      const lease = await acquireLease({
        database,
        runtime: leaseRuntime,
        name: `collector-${source.name}`,
        holder: `${deps.holder}:${runtime.uuid()}`,
      });
      if (lease === null) {
        throw ledgerError(
          'COLLECTION_RUNNING',
          `a collection of ${source.name} is running; a second one would double its requests`,
        );
      }
      try {
        const signal = AbortSignal.any([request.signal, lease.signal]);
        const parts = { ...deps, log: fencedLog(deps.log, lease), client, requests, payloads, status };
        const result = await runCollection(parts, request, signal);
        const level = result.outcome === 'failed' ? 'warn' : 'info';
        logger[level](`collection ${result.outcome}`, { collector: source.name, ...result });
        return result;
      } finally {
        await lease.release();
      }
    },
    async state() {
      const { failure } = await status.read();
      return {
        source: source.name,
        url: source.settings.url,
        budget: await requests.budget(),
        breaker: client.breaker(),
        failure,
        last_run: await lastRun(database, source.name),
      };
    },
    close: () => client.close(),
  };
};
