/**
 * Files of a run: from the payload store if an earlier attempt left them there, else from the source, which is not asked
 * for a file twice within its interval.
 */
import { instantOf } from '../domain/instant.js';
import { isSimulated } from '../domain/source.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { CollectorParts, RunContext } from './collection.js';
import type { StoredPayload } from './payload-store.js';
import { headPath } from './http/send.js';
import type { StampFile } from './source.js';

/** How long the run waits for a file that may not be requested again yet; a longer wait ends it. */
const fileWaitMsMax = 3_600_000;
/** Between two requests for the stamp of a source that guards its files. */
const stampIntervalMs = 10_000;

export interface Fetched<T> {
  readonly stored: StoredPayload;
  /** The body as `check` read it. */
  readonly value: T;
  /** Whether the source was asked for it just now. */
  readonly isNew: boolean;
}

export interface CachedFetch {
  /** Whether an earlier attempt left files of the stamp. */
  readonly hasFiles: boolean;
  /**
   * Returns the file at `path`, of which `reduce` says what is stored. Throws what the client throws, and SOURCE_TOO_SOON with `details.retry_at` if the file
   * may not be asked for yet and the wait would be longer than fileWaitMsMax.
   */
  get<T>(path: string, check: (text: string) => T, reduce?: (text: string) => string): Promise<Fetched<T>>;
  /** Returns the file if it is stored, else `null`. Never asks the source. */
  stored<T>(path: string, check: (text: string) => T): Promise<Fetched<T> | null>;
}

/**
 * Returns the milliseconds until the path may be asked for; 0 means now. Never more than `intervalMs`, also if the clock was
 * set back since the last request.
 */
const waitMsFor = async ({ requests, runtime }: CollectorParts, path: string, intervalMs: number): Promise<number> => {
  if (intervalMs === 0) return 0;
  const last = await requests.lastReceived(path);
  if (last === null) return 0;
  const sinceMs = Math.max(0, runtime.now().getTime() - Date.parse(last));
  return Math.max(0, intervalMs - sinceMs);
};

/** Throws SOURCE_PAYLOAD_INVALID for a stamp of the future: recorded, it would make all later ones look stale. */
export const refuseFutureStamp = (
  { source, runtime }: Pick<CollectorParts, 'source' | 'runtime'>,
  path: string,
  stamp: string,
): void => {
  const latestMs = runtime.now().getTime() + limits.stampAheadMsMax;
  // A simulated market may run ahead of the clock.
  if (isSimulated(source.name) || Date.parse(stamp) <= latestMs) return;
  throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${stamp} lies in the future`);
};

/**
 * Fetches the source's stamp. It is the file that a client is meant to look at first, so the source's interval does not
 * hold for it; but where there is one, two looks are stampIntervalMs apart.
 */
export const fetchStamp = async (
  parts: CollectorParts,
  { path, read, headBytes }: StampFile,
  request: { runId: string | null; signal: AbortSignal },
): Promise<{ stamp: string; requestId: number }> => {
  const { client, requests, runtime, source } = parts;
  const intervalMs = source.settings.minIntervalMs === 0 ? 0 : stampIntervalMs;
  const waitMs = await waitMsFor(parts, headBytes === undefined ? path : headPath(path), intervalMs);
  if (waitMs > 0) await runtime.sleep(waitMs, request.signal);
  const check = (text: string): string => {
    const stamp = read(text);
    refuseFutureStamp(parts, path, stamp);
    return stamp;
  };
  const { value, body, requestId } = await client.get({ path, check, headBytes, ...request });
  await requests.received(requestId, body.length);
  return { stamp: value, requestId };
};

/** Opens the files of a run. */
export const openCachedFetch = async (context: RunContext): Promise<CachedFetch> => {
  const { client, payloads, runtime, source, run, signal } = context;
  const { runId, stamp } = run;
  const files = await payloads.files(stamp);

  const stored = async <T>(path: string, check: (text: string) => T): Promise<Fetched<T> | null> => {
    const payload = files.get(path);
    if (payload === undefined) return null;
    return { stored: payload, value: check(await payloads.read(path, stamp)), isNew: false };
  };

  return {
    hasFiles: files.size > 0,
    stored,
    async get<T>(path: string, check: (text: string) => T, reduce?: (text: string) => string): Promise<Fetched<T>> {
      const earlier = await stored(path, check);
      if (earlier !== null) return earlier;
      const waitMs = await waitMsFor(context, path, source.settings.minIntervalMs);
      if (waitMs > fileWaitMsMax) {
        const retryAt = instantOf(new Date(runtime.now().getTime() + waitMs));
        throw ledgerError('SOURCE_TOO_SOON', `${path}: may not be asked for again before ${retryAt}`, {
          details: { retry_at: retryAt },
        });
      }
      if (waitMs > 0) await runtime.sleep(waitMs, signal);
      const checked = (text: string): { kept: string | null; value: T } => {
        const kept = reduce?.(text) ?? null;
        return { kept, value: check(kept ?? text) };
      };
      const { value: read, body, lastModified, requestId } = await client.get({ path, runId, signal, check: checked });
      // What the source sent beside it is gone from here on.
      const kept = read.kept === null ? body : Buffer.from(read.kept);
      const payload = await payloads.store({ requestId, path, stamp, body: kept, lastModified });
      files.set(path, payload);
      return { stored: payload, value: read.value, isNew: true };
    },
  };
};
