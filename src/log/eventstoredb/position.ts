/**
 * Positions of EventStoreDB: commit and prepare, byte offsets in its transaction file, each as twenty digits. So the order
 * of the strings is the order of the log. The two differ only in logs with explicit transactions (before version 20), and
 * in checkpoints, which point to where the next event may begin.
 */
import { type LogPosition, startPosition } from '../../domain/envelope.js';
import { ledgerError } from '../../base/errors.js';

const pattern = /^(\d{20})-(\d{20})$/;
/** Greater numbers are not positions: the server uses them for "the end" and "unknown". */
const positionMax = 2n ** 63n - 1n;

export interface WirePosition {
  /** Decimal, as in the protocol. */
  readonly commit: string;
  readonly prepare: string;
}

/** Returns the printed position; `null` if there is none, as for events of explicit transactions read from their stream. */
export const printPosition = ({ commit, prepare }: WirePosition): LogPosition | null =>
  commit.length > 19 || BigInt(commit) > positionMax
    ? null
    : (`${commit.padStart(20, '0')}-${prepare.padStart(20, '0')}` as LogPosition);

/** Returns whether `text` is `startPosition` or has the form of a position. */
export const isEventStorePosition = (text: string): text is LogPosition => {
  if (text === startPosition) return true;
  const [, commit, prepare] = pattern.exec(text) ?? [];
  return commit !== undefined && prepare !== undefined && BigInt(commit) <= positionMax && prepare <= commit;
};

/** Returns the position as in the protocol; `null` for `startPosition`. Throws INVALID_POSITION. */
export const parsePosition = (text: string): WirePosition | null => {
  if (!isEventStorePosition(text)) {
    throw ledgerError('INVALID_POSITION', `"${text.slice(0, 60)}" is not a position of this log`, {
      details: { position: 'must be two numbers of 20 digits joined by a dash, or 0 for the beginning' },
    });
  }
  if (text === startPosition) return null;
  return { commit: String(BigInt(text.slice(0, 20))), prepare: String(BigInt(text.slice(21))) };
};

/** Returns whether the position is a checkpoint between events, not that of an event. */
export const isBetweenEvents = ({ commit, prepare }: WirePosition): boolean => commit !== prepare;

/** Returns the bytes of the server's log from `after` to `position`. */
export const bytesBetween = (after: LogPosition, position: LogPosition): number => {
  const commitOf = (text: LogPosition): bigint => (text === startPosition ? 0n : BigInt(text.slice(0, 20)));
  return Number(commitOf(position) - commitOf(after));
};
