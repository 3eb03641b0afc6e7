/** The collector of one source: at most one run of it at a time over all processes. */
import { withEither } from '../base/async/with-either.js';
import { ledgerError } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import { acquireLease } from '../subscriptions/leases.js';
import type { CollectorDeps, CollectRequest, CollectResult } from './collection.js';
import { openConsents } from './consents.js';
import { fencedLog } from './fenced-log.js';
import { createSourceClient } from './http/client.js';
import { openRequestLog } from './http/request-log.js';
import { openPayloadStore } from './payload-store.js';
import { runCollection } from './run.js';
import type { SourceSchedule } from './source.js';
import { collectorLease, readSourceState, type SourceState } from './source-state.js';
import { openControlReader, pausedError } from './source-control.js';
import { neededPauseMs } from '../domain/source-control.js';
import { openSourceStatus } from './source-status.js';

export interface Collector {
  readonly schedule: SourceSchedule;
  /**
   * Runs once. Throws SOURCE_PAUSED, COLLECTION_RUNNING while another process collects from the source, SET_NOT_FOUND for a text that is
   * not a set id, and system errors (log or database unavailable). Errors of the source are in the result.
   */
  collect(request: CollectRequest): Promise<CollectResult>;
  /** Returns the state of the source now. Needs the tables of the coverage read model. */
  state(): Promise<SourceState>;
  /** Releases timers. A run under way is ended by its own signal. */
  close(): Promise<void>;
}

/**
 * Creates the collector of a source. Sends nothing before `collect`. `leaseRuntime` is the clock of the lease, if it is not
 * that of the collection.
 */
export const createCollector = (deps: CollectorDeps & { readonly leaseRuntime?: Runtime }): Collector => {
  const { source, database, runtime, logger, leaseRuntime = runtime } = deps;
  const control = openControlReader(deps.log, source.name);
  const requests = openRequestLog({ ...deps, control });
  const payloads = openPayloadStore(deps);
  const status = openSourceStatus(deps);
  // For others to read, so nothing waits for it: a breaker that cannot be noted works all the same.
  let noting: Promise<void> = Promise.resolve();
  const onBreaker = (openUntil: Date | null): void => {
    noting = noting.then(() => status.breakerOpen(openUntil)).catch(() => undefined);
  };
  const consent = source.authorisation?.consent;
  const consents = consent === undefined ? undefined : openConsents(deps, source.name, consent);
  const client = createSourceClient({ ...deps, requests, control, consents, onBreaker });

  return {
    schedule: source.schedule,
    async collect(request) {
      const ordered = await control.read();
      const paused = pausedError(source.name, ordered);
      if (paused !== null) throw paused;
      const lease = await acquireLease({
        database,
        runtime: leaseRuntime,
        name: collectorLease(source.name),
        holder: `${deps.holder}:${runtime.uuid()}`,
      });
      if (lease === null) {
        throw ledgerError(
          'COLLECTION_RUNNING',
          `a collection of ${source.name} is running; a second one would double its requests`,
        );
      }
      try {
        const pauseMs = neededPauseMs(ordered, source.settings.pauseMs);
        const limited = { ...source, settings: { ...source.settings, pauseMs } };
        const parts = { ...deps, source: limited, log: fencedLog(deps.log, lease), client, requests, payloads, status };
        const result = await withEither([request.signal, lease.signal], (signal) =>
          runCollection(parts, request, signal),
        );
        const level = result.outcome === 'failed' ? 'warn' : 'info';
        logger[level](`collection ${result.outcome}`, { collector: source.name, ...result });
        return result;
      } finally {
        await lease.release();
      }
    },
    async state() {
      await noting;
      return readSourceState(deps, { source: source.name, dailyBudget: source.settings.dailyBudget });
    },
    close: () => client.close(),
  };
};
