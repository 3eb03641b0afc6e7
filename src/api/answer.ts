/**
 * What every read has in common: it waits for `min_position`, says which position it reflects, and is not sent again
 * when the reader has it. `Ledger-Position` is read before the data, so the answer reflects at least that much.
 */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Controller } from '@tsoa/runtime';
import type { LogPosition } from '../domain/envelope.js';
import { ledgerError } from '../errors.js';
import { limits } from '../limits.js';
import { type ReadModel, type Reflected, reflected } from '../queries/freshness.js';
import type { ApiDeps } from './services.js';

/** Staleness depends on the clock too: an ETag holds for this long at most. */
const etagEpochMs = 300_000;

/** Throws INVALID_POSITION naming the field. */
export const positionOf = (services: ApiDeps, field: string, text: string): LogPosition => {
  if (services.log.isPosition(text)) return text;
  throw ledgerError('INVALID_POSITION', `${field}: "${text}" is not a position of this ledger`, {
    details: { [field]: 'a position as given in Ledger-Position or in an event' },
  });
};

/** Waits until the read models reflect `wanted`. Throws POSITION_NOT_REACHED after limits.minPositionWaitMs. */
const reach = async (services: ApiDeps, models: readonly ReadModel[], wanted: LogPosition): Promise<Reflected> => {
  const { database, runtime } = services;
  const until = runtime.monotonicMs() + limits.minPositionWaitMs;
  for (;;) {
    const found = await reflected(database, models);
    const { position } = found;
    if (position >= wanted) return found;
    if (runtime.monotonicMs() >= until) {
      throw ledgerError('POSITION_NOT_REACHED', `the read models are at ${position}, asked for ${wanted}; try again`, {
        details: { min_position: `at most ${position} now` },
      });
    }
    await runtime.sleep(50);
  }
};

/** Whether an If-None-Match names the tag (weak comparison, RFC 9110 §13.1.2). */
const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag.slice(2));

/**
 * Runs `ask` between the two. `models` are the read models it asks; the answer is `undefined` with status 304 when the
 * reader already has it.
 */
export const answer = async <T>(
  services: ApiDeps,
  controller: Controller,
  request: Request,
  options: { models: readonly ReadModel[]; minPosition: string | undefined },
  ask: (position: LogPosition) => Promise<T>,
): Promise<T> => {
  const wanted = options.minPosition === undefined ? undefined : positionOf(services, 'min_position', options.minPosition);
  const { position, mark } =
    wanted === undefined
      ? await reflected(services.database, options.models)
      : await reach(services, options.models, wanted);
  const epoch = Math.floor(services.runtime.now().getTime() / etagEpochMs);
  const etag = `W/"${createHash('sha256').update(`${mark} ${epoch} ${request.originalUrl}`).digest('base64url').slice(0, 22)}"`;
  // On the response itself: a 404 reflects a position too.
  request.res?.setHeader('Ledger-Position', position);
  controller.setHeader('ETag', etag);
  controller.setHeader('Cache-Control', 'public, max-age=0, must-revalidate');
  const known = request.get('if-none-match');
  // `*` asks whether there is anything at all, and that is known only afterwards.
  const answered = known?.trim() === '*' ? await ask(position) : undefined;
  if (answered !== undefined || matches(known, etag)) {
    controller.setStatus(304);
    return undefined as T;
  }
  return ask(position);
};
