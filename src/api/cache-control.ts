/**
 * How long others may keep an answer. Prices change about once a day, when a source publishes: shared caches and browsers
 * keep an anonymous answer until then, at most a minute.
 */
import type { IncomingMessage } from 'node:http';
import { newestSnapshot } from '../../projections/coverage/checks.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { dayMs } from '../domain/instant.js';
import type { Database } from '../postgres/database.js';
import { knownPrincipal } from './principal.js';

/** Returns when the sources are expected to publish next, in milliseconds since 1970; Infinity if that is not known. */
export type NextStamp = (nowMs: number) => number;

/** How often the newest snapshot is looked up. */
const lookUpMs = 60_000;

/**
 * Creates a function that expects the next snapshot a day after the newest one, or on the same time of the first day that is
 * still to come. It never waits: the newest snapshot is looked up beside the answer that asks, for the next ones.
 */
export const createNextStamp = ({ database, runtime }: { database: Database; runtime: Runtime }): NextStamp => {
  let newestMs: number | undefined;
  let lookedUpMs = Number.NEGATIVE_INFINITY;
  const lookUp = async (): Promise<void> => {
    const newest = await newestSnapshot(database, {}).catch(() => undefined);
    if (newest !== undefined) newestMs = newest === null ? undefined : Date.parse(newest);
  };
  return (nowMs) => {
    if (runtime.monotonicMs() - lookedUpMs >= lookUpMs) {
      lookedUpMs = runtime.monotonicMs();
      void lookUp();
    }
    if (newestMs === undefined) return Infinity;
    const days = Math.max(1, Math.floor((nowMs - newestMs) / dayMs) + 1);
    return newestMs + days * dayMs;
  };
};

/** Returns whether the answer to a request is the same for every client, so that a shared cache may keep it. */
const isShareable = (request: IncomingMessage): boolean => {
  const { headers, url = '' } = request;
  const hasCredentials = headers.authorization !== undefined || headers['x-api-key'] !== undefined;
  // A principal without these headers had a token in the address.
  return !hasCredentials && knownPrincipal(request) === undefined && !url.includes('min_position=');
};

/**
 * Returns the value of Cache-Control. `untilMs`: from when on the clock changes the answer; `nextStampMs`: from when on new
 * prices are expected. An answer to credentials, or to `min_position`, is kept by nobody.
 */
export const cacheControlOf = (
  request: IncomingMessage,
  { nowMs, untilMs, nextStampMs }: { nowMs: number; untilMs: number; nextStampMs: number },
): string => {
  const freshMs = Math.min(limits.sharedFreshMsMax, untilMs - nowMs, nextStampMs - nowMs);
  if (!isShareable(request) || untilMs <= nowMs) return 'no-store';
  const seconds = Math.floor(freshMs / 1_000);
  return `public, max-age=${seconds}, stale-while-revalidate=${limits.sharedStaleMsMax / 1_000}`;
};
