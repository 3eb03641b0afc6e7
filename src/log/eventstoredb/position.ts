/**
 * Positions of EventStoreDB: commit and prepare, byte offsets in its transaction file, each as twenty digits, so that the
 * order of the strings is the order of the log. The two differ only in logs that knew explicit transactions (before 20),
 * and in checkpoints, which point to where the next event may begin.
 */
import { type LogPosition, startPosition } from '../../domain/envelope.js';
import { ledgerError } from '../../base/errors.js';

const pattern = /^(\d{20})-(\d{20})$/;
/** Greater ones are no positions but the server's words for "the end" and "unknown". */
const positionMax = 2n ** 63n - 1n;

export interface WirePosition {
  /** Decimal, as the protocol has them. */
  readonly commit: string;
  readonly prepare: string;
}

/** The position as printed; null for what is none: events of explicit transactions have no position in their stream. */
export const printPosition = ({ commit, prepare }: WirePosition): LogPosition | null =>
  commit.length > 19 || BigInt(commit) > positionMax
    ? null
    : (`${commit.padStart(20, '0')}-${prepare.padStart(20, '0')}` as LogPosition);

/** Whether `text` is `startPosition` or has the form of a position. */
export const isEventStorePosition = (text: string): text is LogPosition => {
  if (text === startPosition) return true;
  const [, commit, prepare] = pattern.exec(text) ?? [];
  return commit !== undefined && prepare !== undefined && BigInt(commit) <= positionMax && prepare <= commit;
};

/** The position as the protocol has it; null for `startPosition`. Throws INVALID_POSITION. */
export const parsePosition = (text: string): WirePosition | null => {
  if (!isEventStorePosition(text)) {
    throw ledgerError('INVALID_POSITION', `"${text.slice(0, 60)}" is not a position of this log`, {
      details: { position: 'must be two numbers of 20 digits joined by a dash, or 0 for the beginning' },
    });
  }
  if (text === startPosition) return null;
  return { commit: String(BigInt(text.slice(0, 20))), prepare: String(BigInt(text.slice(21))) };
};

/** Whether it is no event's position but a checkpoint's: where the next event may begin. */
export const isBetweenEvents = ({ commit, prepare }: WirePosition): boolean => commit !== prepare;

/** Bytes of the server's log from `after` to `position`. */
export const bytesBetween = (after: LogPosition, position: LogPosition): number => {
  const commitOf = (text: LogPosition): bigint => (text === startPosition ? 0n : BigInt(text.slice(0, 20)));
  return Number(commitOf(position) - commitOf(after));
};
