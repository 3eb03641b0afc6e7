/**
 * Files of one run: from the spool where an earlier attempt left them, else from the source, within the rule that no
 * file is asked for twice in the source's interval.
 */
import { type SourceConfig } from '../app/config.js';
import { isSimulated } from '../domain/source.js';
import { dayMs, instantOf } from '../domain/instant.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import type { RequestLog } from './http/request-log.js';
import type { SourceClient } from './http/client.js';
import type { PayloadStore, StoredPayload } from './payload-store.js';
import { parseStamp, stampPath } from '../sources/tcgcsv/wire-format.js';

export interface CachedFetch {
  /**
   * The file at `path`, checked. Throws what the client throws, and SOURCE_BUDGET_SPENT with `details.retry_at` when the
   * file may not be asked for yet and waiting would take longer than limits.sourceFileWaitMsMax.
   */
  get<T>(path: string, check: (text: string) => T): Promise<{ file: StoredPayload; value: T }>;
  /** The file if the spool has it; null otherwise. Never asks the source. */
  kept<T>(path: string, check: (text: string) => T): Promise<{ file: StoredPayload; value: T } | null>;
}

interface StoreDeps {
  readonly client: SourceClient;
  readonly spool: PayloadStore;
  readonly ledger: RequestLog;
  readonly runtime: Runtime;
  readonly config: SourceConfig;
  readonly source: string;
}

/** Milliseconds until the path may be asked for again; 0: now. */
const waitFor = async (deps: StoreDeps, path: string, intervalMs: number): Promise<number> => {
  if (intervalMs === 0) return 0;
  const last = await deps.ledger.lastReceived(path);
  return last === null ? 0 : Math.max(0, Date.parse(last) + intervalMs - deps.runtime.now().getTime());
};

/**
 * The source's stamp. It is what one is told to look at first, so the 24 hours do not hold for it; a source that guards
 * its files is still given limits.sourceStampIntervalMs between two looks.
 */
export const fetchStamp = async (
  deps: StoreDeps,
  request: { runId: string | null; signal: AbortSignal },
): Promise<{ stamp: string; requestId: number }> => {
  const { client, ledger, runtime, config } = deps;
  const waitMs = await waitFor(deps, stampPath, config.minIntervalMs === 0 ? 0 : limits.sourceStampIntervalMs);
  if (waitMs > 0) await runtime.sleep(waitMs, request.signal);
  // A simulated market may run ahead of the clock; a real one that does would make all later stamps look stale.
  const latest = isSimulated(deps.source) ? null : new Date(runtime.now().getTime() + 2 * dayMs);
  const check = (text: string): string => parseStamp(text, latest);
  const { value, body, requestId } = await client.get({ path: stampPath, check, ...request });
  await ledger.received(requestId, body.length);
  return { stamp: value, requestId };
};

/** The files of a run at `stamp`. */
export const openCachedFetch = async (
  deps: StoreDeps,
  run: { runId: string; stamp: string; signal: AbortSignal },
): Promise<CachedFetch> => {
  const { client, spool, runtime, config } = deps;
  const { runId, stamp, signal } = run;
  const files = await spool.files(stamp);

  const kept = async <T>(
    path: string,
    check: (text: string) => T,
  ): Promise<{ file: StoredPayload; value: T } | null> => {
    const file = files.get(path);
    return file === undefined ? null : { file, value: check(await spool.read(path, stamp)) };
  };

  return {
    kept,
    async get(path, check) {
      const there = await kept(path, check);
      if (there !== null) return there;
      const waitMs = await waitFor(deps, path, config.minIntervalMs);
      if (waitMs > limits.sourceFileWaitMsMax) {
        const retryAt = instantOf(new Date(runtime.now().getTime() + waitMs));
        throw ledgerError('SOURCE_BUDGET_SPENT', `${path}: asked for already, not again before ${retryAt}`, {
          details: { retry_at: retryAt },
        });
      }
      if (waitMs > 0) await runtime.sleep(waitMs, signal);
      const { value, body, lastModified, requestId } = await client.get({ path, runId, signal, check });
      const file = await spool.keep({ requestId, path, stamp, body, lastModified });
      files.set(path, file);
      return { file, value };
    },
  };
};
