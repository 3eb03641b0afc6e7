/**
 * Commands: what a user orders, answered with the position of its events (`Ledger-Position`), which a read takes as
 * `min_position`. With an `Idempotency-Key` the same command is done once, and its answer sent again (ADR 22).
 */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { errorTable, isLedgerError } from '../base/errors.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { idempotencyKeyOf } from './idempotency/idempotency-key.js';
import { createKeyStore, type KeptAnswer, type KeyedCommand } from './idempotency/key-store.js';
import { principalOf } from './principal.js';
import type { ApiDeps } from './services.js';

/** What a command has done. */
export interface Done<T> {
  /** 204 without an answer. */
  readonly status: 200 | 201 | 202 | 204;
  /** `undefined` with 204. */
  readonly answer: T;
  /** Position of its last event, or one at which the answer holds; `null` if it concerns no event. */
  readonly position: string | null;
  /** Path of what was made. */
  readonly location?: string;
  readonly etag?: string;
  /** What is kept of the answer for a replay, where it holds a secret. Default: the answer. */
  readonly kept?: unknown;
}

export interface CommandContext {
  /** Opaque id of the user: owner and actor of events. */
  readonly userId: string;
  /** Returns an id for what the command makes: the same each time that the command is done with its key. */
  readonly newId: (what: string) => string;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const headersOf = <T>({ position, location, etag }: Done<T>): Record<string, string> => ({
  'Cache-Control': 'no-store',
  ...(position === null ? {} : { 'Ledger-Position': position }),
  ...(location === undefined ? {} : { Location: location }),
  ...(etag === undefined ? {} : { ETag: etag }),
});

const send = (
  response: Response,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): void => {
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(body);
};

const bodyOf = (status: number, value: unknown): string | undefined =>
  status === 204 ? undefined : JSON.stringify(value);

/** Sends the answer that was kept. Throws the error that was. */
const sendKept = (response: Response, kept: KeptAnswer): void => {
  response.setHeader('Idempotent-Replayed', 'true');
  if (!('error' in kept)) {
    send(response, kept.status, kept.headers, kept.status === 204 ? undefined : kept.body);
    return;
  }
  const { code, message, details } = kept.error;
  throw Object.assign(new Error(message), { name: 'LedgerError', code, details });
};

/**
 * Returns what is kept of a failure; `undefined` if the command is to be done again: it can succeed later, and repeats
 * nothing that it did, since its ids are derived from the key.
 */
const keptError = (error: unknown): KeptAnswer | undefined => {
  if (!isLedgerError(error) || errorTable[error.code].retryable) return undefined;
  const { code, message, details } = error;
  return { error: { code, message, details } };
};

/** The query and the body, canonically: spaces and the order of keys make no other question. */
const fingerprintOf = (request: Request): Buffer => {
  const query = request.originalUrl.split('?')[1] ?? '';
  return sha256(`${query}\n${canonicalJson((request.body as unknown) ?? null)}`);
};

/**
 * Does a command for the user of the request and sends its answer. Resolves with `undefined` when the response is sent, as
 * `answerRead` does. Throws what `work` throws, and for a key IDEMPOTENCY_KEY_REUSED or IDEMPOTENCY_IN_FLIGHT.
 */
export const command = async <T>(
  services: Pick<ApiDeps, 'accounts' | 'runtime'>,
  request: Request,
  work: (context: CommandContext) => Promise<Done<T>>,
): Promise<T | undefined> => {
  const { runtime } = services;
  const response = request.res as Response;
  const { userId } = principalOf(request);
  const key = idempotencyKeyOf(request.get('idempotency-key'));
  if (key === undefined) {
    const done = await work({ userId, newId: () => runtime.uuid() });
    send(response, done.status, headersOf(done), bodyOf(done.status, done.answer));
    return undefined;
  }
  const keys = createKeyStore(services.accounts.database, runtime);
  const route = `${request.method} ${request.baseUrl}${request.path}`;
  const keyed: KeyedCommand = { userId, route, keyHash: sha256(key), fingerprint: fingerprintOf(request) };
  const claim = await keys.claim(keyed);
  if (claim.outcome === 'answered') {
    sendKept(response, claim.answer);
    return undefined;
  }
  const { seed, startedAt } = claim;
  const done = await work({ userId, newId: (what) => uuidFromName(`${seed} ${what}`) }).catch(
    async (error: unknown) => {
      const kept = keptError(error);
      await (kept === undefined ? keys.release(keyed, startedAt) : keys.finish(keyed, startedAt, kept));
      throw error;
    },
  );
  const { status, answer } = done;
  const kept = bodyOf(status, 'kept' in done ? done.kept : answer) ?? '';
  await keys.finish(keyed, startedAt, { status, headers: headersOf(done), body: kept });
  send(response, status, headersOf(done), bodyOf(status, answer));
  return undefined;
};
