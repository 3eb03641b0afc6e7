/** Notes of a source that are no facts of the market, so no events: when its catalog was refreshed, how it last failed. */
import { instantOf } from '../domain/instant.js';
import type { ErrorCode } from '../base/errors.js';
import type { Database } from '../postgres/database.js';
import type { Runtime } from '../base/runtime.js';

export interface SourceStatus {
  /** When the products of every set were last asked for. */
  readonly catalogRefreshedAt: string | null;
  /** The last failure since the last success. */
  readonly failure: { readonly at: string; readonly code: string; readonly detail: string } | null;
}

export interface SourceStatusStore {
  read(): Promise<SourceStatus>;
  catalogRefreshed(): Promise<void>;
  failed(code: ErrorCode, detail: string): Promise<void>;
  succeeded(): Promise<void>;
}

type NotesRow = {
  catalog_refreshed_at: string | null;
  failed_at: string | null;
  failure_code: string | null;
  failure_detail: string | null;
};

export const createSourceStatusStore = (deps: {
  database: Database;
  runtime: Runtime;
  source: string;
}): SourceStatusStore => {
  const { database, runtime, source } = deps;
  const write = async (set: string, values: readonly unknown[]): Promise<void> => {
    await database.query(`insert into collecting.sources (source) values ($1) on conflict do nothing`, [source]);
    await database.query(`update collecting.sources set ${set} where source = $1`, [source, ...values]);
  };
  return {
    async read() {
      const [row] = await database.query<NotesRow>(`select * from collecting.sources where source = $1`, [source]);
      return {
        catalogRefreshedAt: row?.catalog_refreshed_at ?? null,
        failure: row?.failed_at
          ? { at: row.failed_at, code: row.failure_code ?? 'INTERNAL', detail: row.failure_detail ?? '' }
          : null,
      };
    },
    catalogRefreshed: () => write('catalog_refreshed_at = $2', [instantOf(runtime.now())]),
    failed: (code, detail) =>
      write('failed_at = $2, failure_code = $3, failure_detail = $4', [instantOf(runtime.now()), code, detail]),
    succeeded: () => write('failed_at = null, failure_code = null, failure_detail = null', []),
  };
};
