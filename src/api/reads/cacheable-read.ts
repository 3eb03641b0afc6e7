/**
 * Reads whose answers are cached: an answer waits for `min_position`, states the position it reflects, is not sent again to
 * a client that has it, and is kept for the next request.
 */
import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { limits } from '../../base/limits.js';
import type { CurrentVersions, ReadModel } from '../../projecting/read-model-versions.js';
import type { BodyFormat, CachedResponse } from '../cache/cached-response.js';
import { type Hit, isCacheable } from '../cache/read-cache.js';
import { type CsvTable, writeCsv } from '../csv-answers.js';
import { cacheControlOf } from '../cache-control.js';
import { sendAnswer, sendNotModified } from '../send-answer.js';
import type { ApiDeps } from '../services.js';
import { awaitedVersions } from './awaited-versions.js';

/** What an answer declares while it is computed: what changes it, and until when it is fresh. */
export interface Draft {
  /** The versions of the read models, read before their data. */
  readonly marks: CurrentVersions['marks'];
  /** Declares the tags the answer shows. An answer that declares nothing is invalidated by every event. */
  readonly dependsOn: (tags: Iterable<string>) => void;
  /** Declares that any event of these read models may change the answer. */
  readonly dependsOnAny: (models: readonly ReadModel[]) => void;
  /** Declares that the clock changes the answer at `ms` since 1970; Infinity: never. */
  readonly freshUntil: (ms: number) => void;
  /** Declares that the answer holds only now: it is neither kept nor shared. */
  readonly noStore: () => void;
  /** Sets `Link`. */
  readonly link: (value: string) => void;
}

/** Returns a number below 2^32 that spreads texts evenly (FNV-1a). */
const spread = (text: string): number => {
  let number = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) number = Math.imul(number ^ text.charCodeAt(at), 0x01000193);
  return number >>> 0;
};

/**
 * Returns the epoch in which an answer and its tag are valid. Its start depends on the URL: with one start for all, every
 * answer would be computed again at the same moment.
 */
const epochOf = (url: string, nowMs: number): { number: number; endMs: number } => {
  const phaseMs = spread(url) % limits.answerEpochMs;
  const number = Math.floor((nowMs + phaseMs) / limits.answerEpochMs);
  return { number, endMs: (number + 1) * limits.answerEpochMs - phaseMs };
};

/**
 * Returns the ETag of an answer computed from `source`. It contains the answer's end: the clock changes an answer too, and a
 * client must learn of that when the server no longer keeps it.
 */
const tagOf = (source: string, untilMs: number): string => `W/"${source}.${untilMs.toString(36)}"`;

/** Returns the tag in If-None-Match of an answer computed from `source` that ends after now and within its epoch. */
const matchingTag = (
  header: string | undefined,
  { source, nowMs, epochEndMs }: Source,
): { etag: string; untilMs: number } | undefined =>
  header?.split(',').flatMap((text) => {
    const [, name, end = ''] = /^\s*(?:W\/)?"([\w-]+)\.([0-9a-z]{1,11})"\s*$/.exec(text) ?? [];
    const untilMs = parseInt(end, 36);
    const isMatch = name === source && untilMs > nowMs && untilMs <= epochEndMs;
    return isMatch ? [{ etag: tagOf(source, untilMs), untilMs }] : [];
  })[0];

/** What an answer is computed from. */
interface Source {
  readonly nowMs: number;
  readonly epochEndMs: number;
  readonly versions: CurrentVersions;
  /** Hash of the URL, the epoch and the versions. */
  readonly source: string;
}

const sourceOf = (url: string, nowMs: number, versions: CurrentVersions): Source => {
  const epoch = epochOf(url, nowMs);
  const marks = Object.entries(versions.marks).map(([model, mark]) => `${model} ${mark}`);
  const source = hash('sha256', `${marks.join(' ')} ${epoch.number} ${url}`, 'base64url').slice(0, 22);
  return { nowMs, epochEndMs: epoch.endMs, versions, source };
};

/** The form of an answer: JSON, the table in which the request asks for it, or a picture. */
interface Form {
  readonly table: CsvTable | undefined;
  readonly format: BodyFormat;
}

/** Returns a value as it is sent; a picture is bytes already. */
const bytesOf = (value: unknown, table: CsvTable | undefined): Buffer => {
  if (Buffer.isBuffer(value)) return value;
  return Buffer.from(table === undefined ? JSON.stringify(value) : writeCsv(table, value));
};

const compute = async <T>(
  from: Source,
  { table, format }: Form,
  query: (draft: Draft) => Promise<T>,
): Promise<CachedResponse> => {
  const { nowMs, epochEndMs, versions, source } = from;
  const tags = new Set<string>();
  const anyOf = new Set<ReadModel>();
  let isDeclared = false;
  let untilMs = epochEndMs;
  let link: string | null = null;
  const value = await query({
    marks: versions.marks,
    dependsOn(shown) {
      isDeclared = true;
      for (const tag of shown) tags.add(tag);
    },
    dependsOnAny(models) {
      isDeclared = true;
      for (const model of models) anyOf.add(model);
    },
    freshUntil(ms) {
      untilMs = Math.min(untilMs, ms);
    },
    noStore() {
      untilMs = 0;
    },
    link(target) {
      link = target;
    },
  });
  return {
    ...versions,
    tags: [...tags],
    anyOf: isDeclared ? [...anyOf] : Object.keys(versions.marks),
    // A no-store answer ends at once; its tag contains the time, so it never matches.
    etag: tagOf(source, Math.max(untilMs, nowMs)),
    link,
    untilMs,
    format,
    bodies: { identity: bytesOf(value, table) },
  };
};

/**
 * Sends the answer to a request: 304, from the cache, or computed by `query`. The answer must not depend on the client.
 * `models` are the read models it queries; `format` is that of a picture, whose bytes `query` returns. Resolves with `undefined` when the response is sent: tsoa's routes leave a sent
 * response alone, and T gives them the type of the answer.
 */
export const answerRead = async <T>(
  services: ApiDeps,
  request: Request,
  options: { models: readonly ReadModel[]; minPosition: string | undefined; format?: 'svg' | 'png' },
  query: (draft: Draft) => Promise<T>,
): Promise<T | undefined> => {
  const { cache, runtime, nextStamp } = services;
  const response = request.res as Response;
  const { models, minPosition } = options;
  const table = services.csvTable?.(request);
  const form: Form = { table, format: options.format ?? (table === undefined ? 'json' : 'csv') };
  const versions = await awaitedVersions(services, request, models, minPosition);
  const url = request.originalUrl;
  const from = sourceOf(url, runtime.now().getTime(), versions);
  const controlUntil = (untilMs: number): string => {
    const nowMs = runtime.now().getTime();
    return cacheControlOf(request, { nowMs, untilMs, nextStampMs: nextStamp?.(nowMs) ?? Infinity });
  };
  // Without a query. `*` asks whether any answer exists, which only the query knows.
  const match = matchingTag(request.get('if-none-match'), from);
  if (match !== undefined) {
    sendNotModified(response, { etag: match.etag, position: versions.position, control: controlUntil(match.untilMs) });
    return undefined;
  }
  // With min_position the database must have reached it, which a replica may do long after the invalidation listener.
  const isKept = cache !== undefined && minPosition === undefined && isCacheable(url);
  const hit: Hit = isKept
    ? await cache.through(url, () => compute(from, form, query))
    : { answer: await compute(from, form, query), position: versions.position };
  await sendAnswer(request, response, hit, controlUntil(hit.answer.untilMs), (compressed) => {
    if (isKept) cache.keep(url, compressed);
  });
  return undefined;
};
