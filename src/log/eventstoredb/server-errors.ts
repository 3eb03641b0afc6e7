/** What the server's errors mean to us, by gRPC status and by the name that EventStoreDB gives the exception. */
import { isLedgerError, type LedgerError, ledgerError } from '../../base/errors.js';

/** Status codes of gRPC. */
const unknown = 2;
const invalidArgument = 3;
const permissionDenied = 7;
const unauthenticated = 16;

const codeOf = (error: unknown): number => Number((error as { code?: unknown } | null)?.code);
const textOf = (error: unknown): string => {
  const { details, message } = error as { details?: unknown; message?: unknown };
  return typeof details === 'string' && details !== '' ? details : String(message ?? error);
};

/** What an error of EventStoreDB says beside its text; undefined for gRPC's own errors. */
const metadataOf = (error: unknown, key: string): string | undefined => {
  const metadata = (error as { metadata?: { getMap?: () => Record<string, unknown> } } | null)?.metadata;
  const value = metadata?.getMap?.()[key];
  return typeof value === 'string' ? value : undefined;
};

/** EventStoreDB's name of the exception: "stream-deleted", "not-leader"; undefined for gRPC's own errors. */
export const exceptionOf = (error: unknown): string | undefined => metadataOf(error, 'exception');

/** LOG_UNAVAILABLE: nothing is known of what was asked; asking again later can help. */
export const unavailable = (where: string, reason: string, cause?: unknown): LedgerError =>
  ledgerError('LOG_UNAVAILABLE', `EventStoreDB at ${where}: ${reason}`, { cause });

/** CONFIG_INVALID: the user of the connection string may not do what a ledger does. */
export const accessDenied = (where: string, cause?: unknown): LedgerError =>
  ledgerError(
    'CONFIG_INVALID',
    `EVENTSTORE_URL: the server at ${where} denies access: expected a user of $admins, or one who may read $all and write`,
    { details: { EVENTSTORE_URL: 'a user who may read $all and write' }, cause },
  );

/** A stream that somebody deleted for ever: nothing can be appended to it again. */
export const streamDeleted = (stream: string, cause?: unknown): LedgerError =>
  ledgerError('INTERNAL', `the stream ${stream} was deleted for good (tombstoned) in EventStoreDB`, { cause });

/** Counted filtered reads say it as a result they did not expect (24.x; 23.10 says no more than "Error", which may pass). */
const isInvalidPosition = (code: number, text: string): boolean =>
  (code === invalidArgument && /invalid position/i.test(text)) ||
  (code === unknown && text.includes('Result: InvalidPosition'));

/**
 * The error of ours that an error of a call stands for. Everything that is not about what we asked is passing: the
 * server is away, an election goes on (NotLeader, INTERNAL, DATA_LOSS, UNKNOWN), it is too slow, or the client gave up
 * looking for a leader. A list of what is passing would miss what the client's versions call the same thing.
 */
export const ledgerErrorOf = (error: unknown, where: string): Error => {
  if (isLedgerError(error)) return error;
  const exception = exceptionOf(error);
  const code = codeOf(error);
  if (exception === 'access-denied' || code === permissionDenied || code === unauthenticated) {
    return accessDenied(where, error);
  }
  if (exception === 'stream-deleted') return streamDeleted(metadataOf(error, 'stream-name') ?? '', error);
  if (isInvalidPosition(code, textOf(error))) {
    return ledgerError('INVALID_POSITION', 'the position is not one of this log', {
      details: { position: 'must be one that this log gave' },
      cause: error,
    });
  }
  if (code === invalidArgument)
    return ledgerError('INTERNAL', `EventStoreDB refused a call: ${textOf(error)}`, { cause: error });
  return unavailable(where, textOf(error), error);
};
