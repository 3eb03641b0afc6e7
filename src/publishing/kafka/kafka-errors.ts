/** What a failure of kafkajs means to us. It wraps errors in errors; the broker's own word is in the innermost. */
import { type LedgerError, ledgerError } from '../../base/errors.js';

/** The broker's refusals of what was sent, as opposed to trouble with the broker. */
const refusals = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP'];

interface KafkaFailure extends Error {
  /** The protocol's name of the error: NOT_LEADER_FOR_PARTITION. */
  readonly type?: string;
  readonly errors?: readonly Error[];
}

/** The error, and all that it was caused by. */
const chain = (error: unknown, depth = 0): KafkaFailure[] => {
  if (!(error instanceof Error) || depth > 8) return [];
  const { errors = [] } = error as KafkaFailure;
  return [error, ...errors.flatMap((each) => chain(each, depth + 1)), ...chain(error.cause, depth + 1)];
};

/** Whether the broker said `type` somewhere in the failure. */
export const says = (error: unknown, ...types: readonly string[]): boolean =>
  chain(error).some(({ type }) => type !== undefined && types.includes(type));

/** BROKER_UNAVAILABLE or MESSAGE_REFUSED, in the broker's words. */
export const failureOf = (error: unknown): LedgerError => {
  const { type, message } = chain(error).find((each) => each.type !== undefined) ?? (error as KafkaFailure);
  const detail = type === undefined ? message : `${type}: ${message}`;
  return ledgerError(says(error, ...refusals) ? 'MESSAGE_REFUSED' : 'BROKER_UNAVAILABLE', detail, { cause: error });
};
