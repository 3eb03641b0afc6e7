/**
 * Gets pictures of cards from where the source has them, once, so that no visitor's address reaches the source. URLs come from
 * the source's files: a picture is not trusted to be one, nor its host to be a public one.
 */
import { LRUCache } from 'lru-cache';
import { type Dispatcher, request } from 'undici';
import { withDeadline } from '../../base/async/deadline.js';
import { createSemaphore } from '../../base/async/semaphore.js';
import type { Logger } from '../../base/logger.js';
import { reasonOf } from '../../base/reason.js';
import type { Runtime } from '../../base/runtime.js';
import type { Picture } from './options.js';
import { openPictureStore } from './picture-store.js';
import { pictureType } from './picture-type.js';

const pictureLimits = {
  /** Of one picture: those of cards have some 20 kB, the largest a few hundred. */
  bytesMax: 2 * 1_048_576,
  /** Of all that are kept. */
  keptBytesMax: 500 * 1_048_576,
  /** One fetch, redirects included. */
  fetchMs: 5_000,
  /** How long a page waits for a picture; the fetch goes on, for the next one that asks. */
  waitMs: 6_000,
  fetchesMax: 8,
  redirectsMax: 3,
  /** A picture that was not there is not asked for again this long. */
  missingMs: 300_000,
  missingMax: 20_000,
  /** After so many failures in a row a host is away, for so long. */
  failuresMax: 3,
  awayMs: 30_000,
} as const;

export interface PictureProxy {
  /** Returns the picture at a URL; `null` if there is none, or the source does not answer. Never throws. */
  readonly find: (url: string) => Promise<Picture | null>;
}

interface ProxyDeps {
  readonly folder: string;
  /** Returns what connects to a URL: it refuses private addresses. */
  readonly dispatcherFor: (url: string) => Dispatcher;
  readonly userAgent: string;
  readonly runtime: Runtime;
  readonly logger: Logger;
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Reads a body; `null` if it is longer than a picture may be. Leaving the loop closes the connection. */
const readBody = async (body: Dispatcher.ResponseData['body']): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += (chunk as Buffer).length;
    if (length > pictureLimits.bytesMax) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

const fetchBytes = async (
  { dispatcherFor, userAgent }: Pick<ProxyDeps, 'dispatcherFor' | 'userAgent'>,
  url: string,
  signal: AbortSignal,
): Promise<Buffer | null> => {
  const headers = { accept: 'image/*', 'user-agent': userAgent };
  let at = url;
  for (let redirects = 0; redirects <= pictureLimits.redirectsMax; redirects += 1) {
    const answer = await request(at, { dispatcher: dispatcherFor(at), headers, signal });
    if (answer.statusCode === 200) return readBody(answer.body);
    const { location } = answer.headers;
    // Its end would be an error that nobody waits for.
    answer.body.on('error', () => undefined).destroy();
    if (answer.statusCode >= 500 || answer.statusCode === 429) throw new Error(`status ${answer.statusCode}`);
    if (!isRedirect(answer.statusCode) || typeof location !== 'string' || !URL.canParse(location, at)) return null;
    at = new URL(location, at).href;
  }
  return null;
};

/** Counts the failures of hosts: one that does not answer would hold up every page. */
const createHosts = (runtime: Pick<Runtime, 'monotonicMs'>) => {
  const hosts = new LRUCache<string, { failures: number; awayUntilMs: number }>({ max: 1_000 });
  return {
    isAway: (host: string): boolean => (hosts.get(host)?.awayUntilMs ?? -Infinity) > runtime.monotonicMs(),
    answered: (host: string): void => void hosts.delete(host),
    /** Returns whether the host counts as away from now on. */
    failed(host: string): boolean {
      const failures = (hosts.get(host)?.failures ?? 0) + 1;
      const isAway = failures >= pictureLimits.failuresMax;
      hosts.set(host, { failures, awayUntilMs: isAway ? runtime.monotonicMs() + pictureLimits.awayMs : -Infinity });
      return isAway;
    },
  };
};

/** Creates the proxy. Pictures are kept in `folder`. */
export const createPictureProxy = async (deps: ProxyDeps): Promise<PictureProxy> => {
  const { folder, runtime, logger } = deps;
  const store = await openPictureStore({ folder, bytesMax: pictureLimits.keptBytesMax, runtime, logger });
  const hosts = createHosts(runtime);
  const fetches = createSemaphore(pictureLimits.fetchesMax);
  const missing = new LRUCache<string, number>({ max: pictureLimits.missingMax });
  const running = new Map<string, Promise<Picture | null>>();

  const isMissing = (url: string): boolean => (missing.get(url) ?? -Infinity) > runtime.monotonicMs();
  const fetchPicture = async (url: string): Promise<Picture | null> => {
    const { host } = new URL(url);
    if (hosts.isAway(host)) return null;
    try {
      const bytes = await fetchBytes(deps, url, runtime.deadline(pictureLimits.fetchMs));
      hosts.answered(host);
      const type = bytes === null ? null : pictureType(bytes);
      if (bytes === null || type === null) {
        missing.set(url, runtime.monotonicMs() + pictureLimits.missingMs);
        return null;
      }
      await store.put(url, bytes);
      return { type, bytes };
    } catch (error) {
      if (hosts.failed(host)) logger.warn('pictures cannot be had', { host, reason: reasonOf(error) });
      return null;
    }
  };
  const found = async (url: string): Promise<Picture | null> => {
    const kept = await store.get(url);
    const type = kept === undefined ? null : pictureType(kept);
    if (kept !== undefined && type !== null) return { type, bytes: kept };
    return isMissing(url) ? null : fetches.run(() => fetchPicture(url));
  };
  return {
    find(url) {
      if (!URL.canParse(url)) return Promise.resolve(null);
      // One fetch for all that ask at once.
      const work = running.get(url) ?? found(url).finally(() => running.delete(url));
      running.set(url, work);
      return withDeadline(work, { runtime, ms: pictureLimits.waitMs }, () => null);
    },
  };
};
