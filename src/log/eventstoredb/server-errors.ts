/** Maps the server's errors to the ledger's, by gRPC status and by EventStoreDB's name of the exception. */
import {
  type EngineError,
  engineUnavailable,
  isLedgerError,
  type LedgerError,
  ledgerError,
} from '../../base/errors.js';
import { reasonOf } from '../../base/reason.js';

/** Status codes of gRPC. */
const unknown = 2;
const invalidArgument = 3;
const permissionDenied = 7;
const unauthenticated = 16;

const codeOf = (error: unknown): number => Number((error as { code?: unknown } | null)?.code);
/** Returns a field of an EventStoreDB error; `undefined` for gRPC's own errors. */
const metadataOf = (error: unknown, key: string): string | undefined => {
  const metadata = (error as { metadata?: { getMap?: () => Record<string, unknown> } } | null)?.metadata;
  const value = metadata?.getMap?.()[key];
  return typeof value === 'string' ? value : undefined;
};

/** Returns EventStoreDB's name of the exception ("stream-deleted", "not-leader"); `undefined` for gRPC's own errors. */
export const exceptionOf = (error: unknown): string | undefined => metadataOf(error, 'exception');

/** Returns the engine's name in messages. */
export const engineAt = (where: string): string => `EventStoreDB at ${where}`;

/** Creates LOG_UNAVAILABLE: the outcome is unknown, and trying again later can help. */
export const unavailable = (where: string, reason: string, cause?: unknown): EngineError =>
  engineUnavailable('LOG_UNAVAILABLE', engineAt(where), { reason, cause });

/** Creates CONFIG_INVALID: the user of the connection string lacks rights. */
export const accessDenied = (where: string, cause?: unknown): LedgerError =>
  ledgerError(
    'CONFIG_INVALID',
    `EVENTSTORE_URL: the server at ${where} denies access: expected a user of $admins, or one who may read $all and write`,
    { details: { EVENTSTORE_URL: 'a user who may read $all and write' }, cause },
  );

/** Creates the error for a stream that was deleted permanently: nothing can be appended to it again. */
export const streamDeleted = (stream: string, cause?: unknown): LedgerError =>
  ledgerError('INTERNAL', `the stream ${stream} was deleted permanently (tombstoned) in EventStoreDB`, { cause });

/** Counted filtered reads report it as an unexpected result (24.x). 23.10 reports only "Error", which counts as transient. */
const isInvalidPosition = (code: number, text: string): boolean =>
  (code === invalidArgument && /invalid position/i.test(text)) ||
  (code === unknown && text.includes('Result: InvalidPosition'));

/**
 * Returns the ledger's error for the error of a call. Everything but the listed cases is LOG_UNAVAILABLE: the server is
 * away or too slow, an election is under way (NotLeader, INTERNAL, DATA_LOSS, UNKNOWN), or the client found no leader.
 * Rejected: a list of transient errors, because versions of the client name them differently.
 */
export const ledgerErrorOf = (error: unknown, where: string): Error => {
  if (isLedgerError(error)) return error;
  const exception = exceptionOf(error);
  const code = codeOf(error);
  if (exception === 'access-denied' || code === permissionDenied || code === unauthenticated) {
    return accessDenied(where, error);
  }
  if (exception === 'stream-deleted') return streamDeleted(metadataOf(error, 'stream-name') ?? '', error);
  if (isInvalidPosition(code, reasonOf(error))) {
    return ledgerError('INVALID_POSITION', 'the position is not of this log', {
      details: { position: 'must be a position of this log' },
      cause: error,
    });
  }
  if (code === invalidArgument)
    return ledgerError('INTERNAL', `EventStoreDB rejected a call: ${reasonOf(error)}`, { cause: error });
  return unavailable(where, reasonOf(error), error);
};
