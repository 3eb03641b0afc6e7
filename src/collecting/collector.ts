/**
 * The collector of one source: at most one run of it at a time over all instances, with what every source client
 * shares. Used for tcgcsv itself and for the sandbox marketplace, which speaks the same format.
 */
import type { SourceName } from '../domain/source.js';
import { ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import { acquireLease, type Lease } from '../subscriptions/leases.js';
import type { CollectorDeps, CollectRequest, CollectResult } from './collection.js';
import { type Budget, createRequestLog, type RequestLog } from './http/request-log.js';
import { runCollection } from './run.js';
import { createSourceClient } from './http/client.js';
import { createSourceStatusStore, type SourceStatus } from './source-status.js';
import { createPayloadStore } from './payload-store.js';

export type { CollectorDeps, CollectProgress, CollectRequest, CollectResult } from './collection.js';

export interface SourceState {
  readonly source: SourceName;
  readonly url: string;
  readonly budget: Budget;
  /** Of this process. */
  readonly breaker: 'closed' | 'open' | 'half_open';
  /** The last failure since the last success, also one before any run began. */
  readonly failure: SourceStatus['failure'];
  readonly last_run: {
    readonly run_id: string;
    readonly scope: string;
    readonly status: string;
    readonly upstream_stamp: string;
    readonly started_at: string;
    readonly ended_at: string | null;
    readonly code: string | null;
    readonly detail: string | null;
  } | null;
}

export interface Collector {
  /**
   * Runs once. Throws COLLECTION_RUNNING while another instance collects from the source, SET_NOT_FOUND for what is no
   * set id, and our own trouble (log or database away); what the source does wrong is in the result.
   */
  collect(request: CollectRequest): Promise<CollectResult>;
  /** What can be said of the source now, for /sources and `doctor`. Needs the coverage read model's tables. */
  state(): Promise<SourceState>;
  /** Gives back timers; a run under way is ended by its own signal. */
  close(): Promise<void>;
}

const lastRunSql = `
  select run_id, scope, status, upstream_stamp, started_at, ended_at, code, detail
  from coverage.runs where source = $1 order by started_at desc limit 1`;

/** Counts what the ledger lets through. */
const counting = (ledger: RequestLog): { ledger: RequestLog; sent: () => number } => {
  let sent = 0;
  const begin: RequestLog['begin'] = async (path, runId) => {
    const requestId = await ledger.begin(path, runId);
    sent += 1;
    return requestId;
  };
  return { ledger: { ...ledger, begin }, sent: () => sent };
};

/** The log for as long as the lease holds: a process that was paused while another took over appends nothing more. */
const fencedLog = (log: EventLog, lease: Lease): EventLog => ({
  ...log,
  async append(...call) {
    lease.throwIfLost();
    return log.append(...call);
  },
});

/** The collector of a source. Nothing is asked before `collect`. */
export const createCollector = (deps: CollectorDeps): Collector => {
  const { database, runtime, logger, source, config, userAgent } = deps;
  const { ledger, sent } = counting(createRequestLog({ database, runtime, source, config }));
  const client = createSourceClient({ config, userAgent, runtime, ledger });
  const spool = createPayloadStore({ database, runtime, source });
  const notes = createSourceStatusStore({ database, runtime, source });

  return {
    async collect(request) {
      const lease = await acquireLease({
        database,
        runtime,
        name: `collector-${source}`,
        holder: `${deps.holder}:${runtime.uuid()}`,
      });
      if (lease === null) {
        throw ledgerError(
          'COLLECTION_RUNNING',
          `a collection of ${source} is running; two at once would double its requests`,
        );
      }
      try {
        const signal = AbortSignal.any([request.signal, lease.signal]);
        const fenced = { ...deps, log: fencedLog(deps.log, lease) };
        const result = await runCollection({ deps: fenced, client, ledger, spool, notes, sent }, request, signal);
        const level = result.outcome === 'failed' ? 'warn' : 'info';
        logger[level](`collection ${result.outcome}`, { collector: source, ...result });
        return result;
      } finally {
        await lease.release();
      }
    },
    async state() {
      const [lastRun] = await database.query<NonNullable<SourceState['last_run']> & Record<string, unknown>>(
        lastRunSql,
        [source],
      );
      const { failure } = await notes.read();
      const budget = await ledger.budget();
      return { source, url: config.url, budget, breaker: client.breaker(), failure, last_run: lastRun ?? null };
    },
    close() {
      client.close();
      return Promise.resolve();
    },
  };
};
