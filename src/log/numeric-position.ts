/**
 * Positions of logs that number their events 1, 2, 3 …, printed as sixteen decimal digits. So the order of the strings is
 * the order of the events, and every number up to 2^53 fits.
 */
import { type LogPosition, startPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';

const pattern = /^\d{16}$/;

/** Returns the printed position: 42 → 0000000000000042; 0 → `startPosition`. */
export const printPosition = (position: number): LogPosition =>
  position === 0 ? startPosition : (String(position).padStart(16, '0') as LogPosition);

/** Returns whether `text` is `startPosition` or sixteen digits. */
export const isNumericPosition = (text: string): text is LogPosition =>
  text === startPosition || (pattern.test(text) && Number.isSafeInteger(Number(text)));

/** Returns the number of a position; 0 for `startPosition`. Throws INVALID_POSITION. */
export const parsePosition = (text: string): number => {
  if (isNumericPosition(text)) return Number(text);
  throw ledgerError('INVALID_POSITION', `"${text.slice(0, 60)}" is not a position of this log`, {
    details: { position: 'must be 16 decimal digits, or 0 for the beginning' },
  });
};
