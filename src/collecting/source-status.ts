/** Status of a source: no facts of the market, so no events. When its catalog was refreshed, how it last failed. */
import { instantOf } from '../domain/instant.js';
import { storableText } from '../domain/text.js';
import type { ErrorCode } from '../base/errors.js';
import type { Database } from '../postgres/database.js';
import type { Runtime } from '../base/runtime.js';
import type { QuotaLeft, Source } from './source.js';

export interface SourceStatus {
  /** When all files of the catalog were last asked for; `null` if never. */
  readonly catalogRefreshedAt: string | null;
  /** The last failure; `null` if a success followed. */
  readonly failure: { readonly at: string; readonly code: string; readonly detail: string } | null;
  /** Until when the breaker lets no request through; `null` if it is closed. */
  readonly breakerOpenUntil: string | null;
  /** What the source last said of its own quota; `null` if it never did. */
  readonly quota: SourceQuotaStatus | null;
}

/** A quota as the source told it. */
export interface SourceQuotaStatus {
  readonly limit: number;
  readonly remaining: number;
  readonly resets_at: string | null;
  readonly read_at: string;
}

/** Returns what is known of a quota, in words. */
export const describeQuota = ({ limit, remaining, resets_at, read_at }: SourceQuotaStatus): string =>
  `${remaining} of its own ${limit} calls left${resets_at === null ? '' : ` until ${resets_at}`}, as it said at ${read_at}`;

export interface SourceStatusStore {
  read(): Promise<SourceStatus>;
  catalogRefreshed(): Promise<void>;
  failed(code: ErrorCode, detail: string): Promise<void>;
  succeeded(): Promise<void>;
  /** Notes what the source says of its own quota. */
  quota(left: QuotaLeft): Promise<void>;
  /** Notes that the breaker has opened until an instant, or closed: `null`. */
  breakerOpen(until: Date | null): Promise<void>;
}

type StatusRow = {
  catalog_refreshed_at: string | null;
  failed_at: string | null;
  failure_code: string | null;
  failure_detail: string | null;
  breaker_open_until: string | null;
  quota_limit: number | null;
  quota_remaining: number | null;
  quota_resets_at: string | null;
  quota_read_at: string | null;
};

const quotaOf = ({ quota_limit: limit, quota_remaining: remaining, ...row }: StatusRow): SourceQuotaStatus | null =>
  limit === null || remaining === null || row.quota_read_at === null
    ? null
    : { limit, remaining, resets_at: row.quota_resets_at, read_at: row.quota_read_at };

/** Reads the status of a source. */
export const readSourceStatus = async (database: Database, source: string): Promise<SourceStatus> => {
  const [row] = await database.query<StatusRow>(`select * from collecting.sources where source = $1`, [source]);
  return {
    catalogRefreshedAt: row?.catalog_refreshed_at ?? null,
    failure: row?.failed_at
      ? { at: row.failed_at, code: row.failure_code ?? 'INTERNAL', detail: row.failure_detail ?? '' }
      : null,
    breakerOpenUntil: row?.breaker_open_until ?? null,
    quota: row === undefined ? null : quotaOf(row),
  };
};

/** Ends of runs that are no failure of the source: people paused it, or its files may not be asked for again yet. */
const ownDoing: readonly ErrorCode[] = ['SOURCE_PAUSED', 'SOURCE_TOO_SOON'];

/** Opens the status of a source. */
export const openSourceStatus = (deps: { database: Database; runtime: Runtime; source: Source }): SourceStatusStore => {
  const { database, runtime } = deps;
  const source = deps.source.name;
  const write = async (set: string, values: readonly unknown[]): Promise<void> => {
    await database.query(`insert into collecting.sources (source) values ($1) on conflict do nothing`, [source]);
    await database.query(`update collecting.sources set ${set} where source = $1`, [source, ...values]);
  };
  return {
    read: () => readSourceStatus(database, source),
    catalogRefreshed: () => write('catalog_refreshed_at = $2', [instantOf(runtime.now())]),
    failed: async (code, detail) => {
      if (ownDoing.includes(code)) return;
      await write('failed_at = $2, failure_code = $3, failure_detail = $4', [
        instantOf(runtime.now()),
        code,
        storableText(detail),
      ]);
    },
    // The breaker of another process may have been open: a run that succeeds shows that it need not be.
    succeeded: () =>
      write('failed_at = null, failure_code = null, failure_detail = null, breaker_open_until = null', []),
    quota: ({ limit, remaining, resetsAt }) =>
      write('quota_limit = $2, quota_remaining = $3, quota_resets_at = $4, quota_read_at = $5', [
        ...[limit, remaining, resetsAt, instantOf(runtime.now())],
      ]),
    breakerOpen: (until) => write('breaker_open_until = $2', [until === null ? null : instantOf(until)]),
  };
};
