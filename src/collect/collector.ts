/**
 * The collector of one source: at most one run of it at a time over all instances, with what every source client
 * shares. Used for tcgcsv itself and for the sandbox marketplace, which speaks the same format.
 */
import type { SourceConfig, SourceName } from '../config.js';
import type { LogPosition } from '../domain/envelope.js';
import { type ErrorCode, ledgerError } from '../errors.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import { acquireLease } from '../postgres/leases.js';
import type { Runtime } from '../runtime.js';
import type { Logger } from '../telemetry/logger.js';
import { type Budget, createRequestLedger, type RequestLedger } from './request-ledger.js';
import type { RunCounts, Trigger } from './run-log.js';
import { runCollection } from './run.js';
import { createSourceClient } from './source-client.js';
import { createNoteBook, type SourceNotes } from './source-notes.js';
import { createSpool } from './spool.js';

export interface CollectProgress {
  readonly phase: 'fetch' | 'record';
  readonly done: number;
  readonly total: number;
  readonly set_id: string;
}

export interface CollectorDeps {
  readonly log: EventLog;
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly holder: string;
  readonly source: SourceName;
  readonly config: SourceConfig;
  readonly userAgent: string;
  /** Brings the named read models to the head of the log. */
  readonly caughtUp: (projections: readonly string[]) => Promise<void>;
  readonly onProgress?: (progress: CollectProgress) => void;
}

export interface CollectRequest {
  /** Set ids; all sets when left out. */
  readonly sets?: readonly string[];
  readonly trigger: Trigger;
  /** Ends the run early; what was received stays and the next run goes on from there. */
  readonly signal: AbortSignal;
}

/** What a run came to. Counts are those of the stamp: sets recorded by an earlier attempt at it are in them. */
export type CollectResult =
  | {
      readonly outcome: 'nothing_new';
      readonly upstream_stamp: string;
      readonly requests: number;
      /** `stale_stamp`: the source (an edge of its CDN, say) shows an older stamp than it did before. */
      readonly reason: 'already_collected' | 'stale_stamp';
    }
  | (RunCounts & {
      readonly outcome: 'finished';
      readonly run_id: string;
      readonly upstream_stamp: string;
      readonly requests: number;
      readonly position: LogPosition;
    })
  | (RunCounts & {
      readonly outcome: 'failed';
      /** Null where not even the stamp could be had of a source never collected from: the log says nothing then. */
      readonly run_id: string | null;
      readonly upstream_stamp: string | null;
      readonly requests: number;
      readonly code: ErrorCode;
      readonly detail: string;
      /** The next run goes on with what is missing. */
      readonly resumable: boolean;
      /** It can be tried again by itself; a refusal should be looked at first. */
      readonly retryable: boolean;
      /** Not before this instant; null where nothing is said. */
      readonly retry_at: string | null;
      readonly position: LogPosition | null;
    });

export interface SourceState {
  readonly source: SourceName;
  readonly url: string;
  readonly budget: Budget;
  /** Of this process. */
  readonly breaker: 'closed' | 'open' | 'half_open';
  /** The last failure since the last success, also one before any run began. */
  readonly failure: SourceNotes['failure'];
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
const counting = (ledger: RequestLedger): { ledger: RequestLedger; sent: () => number } => {
  let sent = 0;
  const begin: RequestLedger['begin'] = async (path, runId) => {
    const requestId = await ledger.begin(path, runId);
    sent += 1;
    return requestId;
  };
  return { ledger: { ...ledger, begin }, sent: () => sent };
};

/** The collector of a source. Nothing is asked before `collect`. */
export const createCollector = (deps: CollectorDeps): Collector => {
  const { database, runtime, logger, source, config, userAgent } = deps;
  const { ledger, sent } = counting(createRequestLedger({ database, runtime, source, config }));
  const client = createSourceClient({ config, userAgent, runtime, ledger });
  const spool = createSpool({ database, runtime, source });
  const notes = createNoteBook({ database, runtime, source });

  return {
    async collect(request) {
      const lease = await acquireLease({ database, runtime, name: `collector-${source}`, holder: `${deps.holder}:${runtime.uuid()}` });
      if (lease === null) {
        throw ledgerError('COLLECTION_RUNNING', `a collection of ${source} is running; two at once would double its requests`);
      }
      try {
        const signal = AbortSignal.any([request.signal, lease.signal]);
        const result = await runCollection({ deps, client, ledger, spool, notes, sent }, request, signal);
        const level = result.outcome === 'failed' ? 'warn' : 'info';
        logger[level](`collection ${result.outcome}`, { collector: source, ...result });
        return result;
      } finally {
        await lease.release();
      }
    },
    async state() {
      const [lastRun] = await database.query<NonNullable<SourceState['last_run']> & Record<string, unknown>>(lastRunSql, [source]);
      const { failure } = await notes.read();
      const budget = await ledger.budget();
      return { source, url: config.url, budget, breaker: client.breaker(), failure, last_run: lastRun ?? null };
    },
    async close() {
      client.close();
    },
  };
};
