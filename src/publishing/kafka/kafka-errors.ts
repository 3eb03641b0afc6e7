/** Maps failures of kafkajs to ledger errors. kafkajs nests errors; the broker's answer is in the innermost. */
import { engineUnavailable, type LedgerError, ledgerError } from '../../base/errors.js';
import { reasonOf } from '../../base/reason.js';
import type { KafkaConfig } from './config.js';

/** Errors by which a broker refuses a message, as opposed to being unavailable. */
const refusals = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP'];

interface KafkaFailure extends Error {
  /** Name of the error in the protocol, such as NOT_LEADER_FOR_PARTITION. */
  readonly type?: string;
  readonly errors?: readonly Error[];
}

/** Returns the error and its causes. */
const chain = (error: unknown, depth = 0): KafkaFailure[] => {
  if (!(error instanceof Error) || depth > 8) return [];
  const { errors = [] } = error as KafkaFailure;
  return [error, ...errors.flatMap((each) => chain(each, depth + 1)), ...chain(error.cause, depth + 1)];
};

/** Returns whether the failure contains the broker's error `type`. */
export const says = (error: unknown, ...types: readonly string[]): boolean =>
  chain(error).some(({ type }) => type !== undefined && types.includes(type));

/** Returns the engine's name in messages. */
export const kafkaAt = ({ brokers }: Pick<KafkaConfig, 'brokers'>): string => `Kafka at ${brokers.join(',')}`;

/** Returns BROKER_UNAVAILABLE or MESSAGE_REFUSED with the broker's message. */
export const failureOf = (error: unknown, config: Pick<KafkaConfig, 'brokers'>): LedgerError => {
  const told = chain(error).find(({ type }) => type !== undefined);
  const reason = told === undefined ? reasonOf(error) : `${told.type}: ${reasonOf(told)}`;
  return says(error, ...refusals)
    ? ledgerError('MESSAGE_REFUSED', reason, { cause: error })
    : engineUnavailable('BROKER_UNAVAILABLE', kafkaAt(config), { reason, cause: error });
};
