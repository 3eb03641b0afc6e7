/** A collection: what a caller asks for, how it went, and the parts that its steps share. */
import type { LogPosition } from '../domain/envelope.js';
import type { Omission } from '../domain/events.js';
import type { ErrorCode } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { SourceClient } from './http/client.js';
import type { RequestTiming } from './http/send.js';
import type { RequestLog } from './http/request-log.js';
import type { PayloadStore } from './payload-store.js';
import type { Run, RunCounts, Trigger } from './run-events.js';
import type { ProxyVariables } from './http/proxy.js';
import type { CardByCard, CardInTurn, NamedProduct, Source } from './source.js';
import type { SourceStatusStore } from './source-status.js';

export interface CollectProgress {
  readonly phase: 'fetch' | 'record';
  readonly done: number;
  readonly total: number;
}

/** Maps products to cards. Throws what the log and the database throw. */
export type IdentifyProducts = (
  products: readonly NamedProduct[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, string>>;

/** What names the cards of a run, and matches copies. */
export interface CardsOfRun extends Pick<CardByCard, 'matcher'> {
  /** Returns the cards whose turn it is, as many as the ring carries and the calls left allow; `null`: nobody knows how many are left. */
  cardsInTurn(callsLeft: number | null): Promise<readonly CardInTurn[]>;
}

export interface CollectorDeps {
  readonly source: Source;
  readonly log: EventLog;
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly holder: string;
  readonly userAgent: string;
  /** Variables that name a proxy for requests to the source; default: none. */
  readonly proxies?: ProxyVariables;
  /** Brings the named read models to the head of the log. */
  readonly caughtUp: (projections: readonly string[]) => Promise<void>;
  /**
   * Maps products of the source to cards of the catalog, and records it: returns card ids by product ids once read models have
   * them. Absent where nothing maps products.
   */
  readonly identify?: IdentifyProducts;
  /** What a source needs that is asked card by card; absent where no such source is collected. */
  readonly cardByCard?: (selection: readonly string[] | null) => CardsOfRun;
  readonly onProgress?: (progress: CollectProgress) => void;
  /** How long requests are kept in the log of requests; default: two days. */
  readonly requestsKeptMs?: number;
  /** Waits of the HTTP client, if not those of the limits. */
  readonly timing?: RequestTiming;
}

export interface CollectRequest {
  /** Set ids; all sets if absent. */
  readonly sets?: readonly string[];
  readonly trigger: Trigger;
  /** The source must have published at or after this instant: otherwise the run fails with SOURCE_UNPUBLISHED. Default: it need not. */
  readonly publishedSince?: Date;
  /** Ends the run early. Files received so far are kept, and the next run continues with them. */
  readonly signal: AbortSignal;
}

/** The counts of a run, and what it left out, the first ones by name. */
export interface CollectedCounts extends RunCounts {
  readonly omissions: readonly Omission[];
}

/** The result of a run. Counts are those of the stamp: they include sets that an earlier attempt recorded. */
export type CollectResult =
  | {
      readonly outcome: 'nothing_new';
      readonly upstream_stamp: string;
      readonly requests: number;
      /** `stale_stamp`: the source shows an older stamp than before, as an edge of its CDN may. */
      readonly reason: 'already_collected' | 'stale_stamp';
    }
  | (CollectedCounts & {
      readonly outcome: 'finished';
      readonly run_id: string;
      readonly upstream_stamp: string;
      readonly requests: number;
      readonly position: LogPosition;
    })
  | (CollectedCounts & {
      readonly outcome: 'failed';
      /** `null` if a source that was never collected from did not give its stamp: the log then holds nothing. */
      readonly run_id: string | null;
      readonly upstream_stamp: string | null;
      readonly requests: number;
      readonly code: ErrorCode;
      readonly detail: string;
      /** Whether the next run continues with what is missing. */
      readonly resumable: boolean;
      /** Whether the schedule may try again by itself. A refusal should be looked at first. */
      readonly retryable: boolean;
      /** The earliest instant of a next attempt; `null` if the source and the budget name none. */
      readonly retry_at: string | null;
      readonly position: LogPosition | null;
    });

/** The parts that all runs of a collector share. */
export interface CollectorParts extends CollectorDeps {
  readonly client: Pick<SourceClient, 'get'>;
  readonly requests: RequestLog;
  readonly payloads: PayloadStore;
  readonly status: SourceStatusStore;
}

/** A run under way. */
export interface RunContext extends CollectorParts {
  readonly run: Run;
  readonly signal: AbortSignal;
  /** Set ids; `null` if the run covers all sets. */
  readonly selection: readonly string[] | null;
}
