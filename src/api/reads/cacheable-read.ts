/**
 * What every read has in common: it waits for `min_position`, says which position it reflects, is not sent again when the
 * reader has it, and is kept for the next one. Where the read models stand is learnt before the data is asked, so the
 * answer reflects at least that much.
 */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { CachedResponse } from '../cache/cached-response.js';
import { type Hit, isCacheable } from '../cache/read-cache.js';
import type { LogPosition } from '../../domain/envelope.js';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { type ReadModel, type CurrentVersions, currentVersions } from '../../projecting/read-model-versions.js';
import { sendAnswer, sendNotModified } from '../send-answer.js';
import type { ApiDeps } from '../services.js';

/** Throws INVALID_POSITION naming the field. */
export const positionOf = (services: ApiDeps, field: string, text: string): LogPosition => {
  if (services.log.isPosition(text)) return text;
  throw ledgerError('INVALID_POSITION', `${field}: "${text}" is not a position of this ledger`, {
    details: { [field]: 'a position as given in Ledger-Position or in an event' },
  });
};

/** What a read says of itself while it is made. */
export interface Draft {
  /** It shows something of these cards and sets. Without a word on what it shows it is out of date with every event. */
  readonly shows: (tags: Iterable<string>) => void;
  /** Any event of these read models may change it. */
  readonly showsAnyOf: (models: readonly ReadModel[]) => void;
  /** It is of this moment: nobody else gets it. */
  readonly isOfTheMoment: () => void;
  /** `Link` of the answer. */
  readonly link: (value: string) => void;
}

/** Where the answering database stands: known from the feed where that is the same one, else asked. */
const standing = async (services: ApiDeps, models: readonly ReadModel[]): Promise<CurrentVersions> =>
  services.cache?.standing(models) ?? currentVersions(services.database, models);

/** Waits until the read models reflect `wanted`. Throws POSITION_NOT_REACHED after limits.minPositionWaitMs. */
const reach = async (
  services: ApiDeps,
  models: readonly ReadModel[],
  wanted: LogPosition,
): Promise<CurrentVersions> => {
  const { cache, database, runtime } = services;
  const until = runtime.monotonicMs() + limits.minPositionWaitMs;
  for (;;) {
    const seen = cache?.standing(models);
    // The feed may be some milliseconds behind, and the reader knows of what it has just done.
    const found = seen !== undefined && seen.position >= wanted ? seen : await currentVersions(database, models);
    const { position } = found;
    if (position >= wanted) return found;
    if (runtime.monotonicMs() >= until) {
      throw ledgerError('POSITION_NOT_REACHED', `the read models are at ${position}, asked for ${wanted}; try again`, {
        details: { min_position: `at most ${position} now` },
      });
    }
    await (cache === undefined ? runtime.sleep(50) : cache.change(50));
  }
};

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * The span of time in which an answer and its tag hold. Where it begins depends on the question: with one beginning for all
 * every answer would be made anew in the same moment.
 */
const epochOf = (url: string, nowMs: number): { number: number; endMs: number } => {
  const phaseMs = hash(url).readUInt32BE() % limits.answerEpochMs;
  const number = Math.floor((nowMs + phaseMs) / limits.answerEpochMs);
  return { number, endMs: (number + 1) * limits.answerEpochMs - phaseMs };
};

/** When a price in the body becomes stale that is not: from then on the body says something else. */
const nextStaleMs = (body: string, nowMs: number): number => {
  let nextMs = Infinity;
  for (const [, checked = ''] of body.matchAll(/"last_checked":"([^"]+)"/g)) {
    const staleMs = Date.parse(checked) + limits.staleAfterMs + 1;
    if (staleMs > nowMs && staleMs < nextMs) nextMs = staleMs;
  }
  return nextMs;
};

/**
 * The tag of an answer made from `source`: with its end, because the clock changes an answer too, and whoever holds it must
 * hear of that while nothing is kept here any more.
 */
const tagOf = (source: string, untilMs: number): string => `W/"${source}.${untilMs.toString(36)}"`;

/** The tag in an If-None-Match of an answer made from `source` that ends after now, and no later than its epoch. */
const heldTag = (
  header: string | undefined,
  source: string,
  when: { nowMs: number; epochEndMs: number },
): string | undefined =>
  header?.split(',').flatMap((text) => {
    const [, of, end = ''] = /^\s*(?:W\/)?"([\w-]+)\.([0-9a-z]{1,11})"\s*$/.exec(text) ?? [];
    const untilMs = parseInt(end, 36);
    return of === source && untilMs > when.nowMs && untilMs <= when.epochEndMs ? [tagOf(source, untilMs)] : [];
  })[0];

interface Reading {
  readonly nowMs: number;
  readonly epochEndMs: number;
  readonly before: CurrentVersions;
  /** Stands for the question, and for what it is answered from. */
  readonly source: string;
}

const make = async <T>(reading: Reading, ask: (draft: Draft) => Promise<T>): Promise<CachedResponse> => {
  const { nowMs, epochEndMs, before, source } = reading;
  const tags = new Set<string>();
  const anyOf = new Set<ReadModel>();
  let said = false;
  let untilMs = epochEndMs;
  let link: string | null = null;
  const value = await ask({
    shows(shown) {
      said = true;
      for (const tag of shown) tags.add(tag);
    },
    showsAnyOf(models) {
      said = true;
      for (const model of models) anyOf.add(model);
    },
    isOfTheMoment: () => {
      untilMs = 0;
    },
    link: (to) => {
      link = to;
    },
  });
  const body = JSON.stringify(value);
  untilMs = Math.min(untilMs, nextStaleMs(body, nowMs));
  return {
    ...before,
    tags: [...tags],
    anyOf: said ? [...anyOf] : (Object.keys(before.marks)),
    // One of the moment has ended; another moment's has another tag.
    etag: tagOf(source, Math.max(untilMs, nowMs)),
    link,
    untilMs,
    bodies: { identity: Buffer.from(body) },
  };
};

/**
 * Answers the request with what `ask` finds, or from the cache: nothing that depends on who asks may go through here.
 * `models` are the read models it asks. The answer is sent when this returns; tsoa's routes leave a sent response alone.
 */
export const answer = async <T>(
  services: ApiDeps,
  request: Request,
  options: { models: readonly ReadModel[]; minPosition: string | undefined },
  ask: (draft: Draft) => Promise<T>,
): Promise<T> => {
  const { cache, runtime } = services;
  const response = request.res as Response;
  const { models, minPosition } = options;
  const before =
    minPosition === undefined
      ? await standing(services, models)
      : await reach(services, models, positionOf(services, 'min_position', minPosition));
  const url = request.originalUrl;
  const nowMs = runtime.now().getTime();
  const epoch = epochOf(url, nowMs);
  const marks = Object.entries(before.marks).map(([model, mark]) => `${model} ${mark}`);
  const source = hash(`${marks.join(' ')} ${epoch.number} ${url}`)
    .toString('base64url')
    .slice(0, 22);
  // On the response itself: a 404 reflects a position too.
  response.setHeader('Ledger-Position', before.position);
  // Without a question to the database. `*` asks whether there is anything at all, and that is known only afterwards.
  const etag = heldTag(request.get('if-none-match'), source, { nowMs, epochEndMs: epoch.endMs });
  if (etag !== undefined) {
    sendNotModified(response, { etag, position: before.position });
    return undefined as T;
  }
  const making = (): Promise<CachedResponse> => make({ nowMs, epochEndMs: epoch.endMs, before, source }, ask);
  // Who waits for a position is answered from a database that has reached it, which a replica may do long after the feed.
  const isKept = cache !== undefined && minPosition === undefined && isCacheable(url);
  const hit: Hit = isKept ? await cache.through(url, making) : { answer: await making(), position: before.position };
  await sendAnswer(request, response, hit, (compressed) => {
    if (isKept) cache.keep(url, compressed);
  });
  return undefined as T;
};
