/** What a collection is asked for, needs, tells on the way and comes to. */
import type { SourceConfig } from '../app/config.js';
import type { SourceName } from '../domain/source.js';
import type { LogPosition } from '../domain/envelope.js';
import type { ErrorCode } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import type { RequestLog } from './http/request-log.js';
import type { RunCounts, Trigger } from './run-events.js';
import type { SourceClient } from './http/client.js';
import type { SourceStatusStore } from './source-status.js';
import type { PayloadStore } from './payload-store.js';

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

/** The parts of a collector that every run of it uses. */
export interface RunParts {
  readonly deps: CollectorDeps;
  readonly client: SourceClient;
  readonly ledger: RequestLog;
  readonly spool: PayloadStore;
  readonly notes: SourceStatusStore;
  /** Requests sent since the collector was made. */
  readonly sent: () => number;
}
