/**
 * Positions as clients give them: alone, or with the id of their ledger behind an `@`. Positions of two ledgers look alike, so
 * one that is taken to another ledger would otherwise be answered with silence, or with what does not follow it.
 */
import { ledgerError } from '../base/errors.js';
import type { LogPosition } from '../domain/envelope.js';
import type { EventLog } from './event-log.js';

/** Returns a position with the id of its ledger. */
export const withLedger = (position: string, ledger: string): string => `${position}@${ledger}`;

/** Throws OTHER_LEDGER, naming `field`, if `id` is not that of the log. */
export const assertLedger = async (log: Pick<EventLog, 'id'>, field: string, id: string): Promise<void> => {
  const own = await log.id();
  if (id.toLowerCase() === own) return;
  throw ledgerError('OTHER_LEDGER', `${field}: of the ledger ${id.slice(0, 60)}, this one is ${own}`, {
    details: {
      [field]: `expected a position of the ledger ${own}: start anew, since positions of another mean nothing here`,
    },
  });
};

/** Parses a position of the log. Throws INVALID_POSITION or OTHER_LEDGER, naming `field`. */
export const parseLedgerPosition = async (
  log: Pick<EventLog, 'id' | 'isPosition'>,
  field: string,
  text: string,
): Promise<LogPosition> => {
  const at = text.indexOf('@');
  if (at !== -1) await assertLedger(log, field, text.slice(at + 1));
  const position = at === -1 ? text : text.slice(0, at);
  if (log.isPosition(position)) return position;
  throw ledgerError('INVALID_POSITION', `${field}: "${text.slice(0, 100)}" is not a position of this ledger`, {
    details: { [field]: 'expected a position as given in Ledger-Position or in an event' },
  });
};
