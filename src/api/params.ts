/** Parsers of parameters beyond the generated validation; each error names its field. */
import { identityPattern } from '../domain/cards/card.js';
import { type DayEdge, instantExpected, parseInstant } from '../domain/instant.js';
import type { EventLog } from '../log/event-log.js';
import { ledgerError } from '../base/errors.js';

/** Returns VALIDATION_FAILED for one field. */
export const invalidField = (field: string, expected: string, value?: string | number): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: expected ${expected}${value === undefined ? '' : `, got "${value}"`}`, {
    details: { [field]: `expected ${expected}` },
  });

/** Parses an instant (RFC 3339) or a UTC day, and returns it as RFC 3339; a day means its `edge`. */
export const instantField = (field: string, text: string, edge: DayEdge = 'start'): string => {
  const instant = parseInstant(text, edge);
  if (instant === null) throw invalidField(field, instantExpected, text);
  return instant;
};

/** The times of a question, RFC 3339: as of when, and as the ledger knew it when. */
export interface AskedTimes {
  readonly validAt: string | undefined;
  /** Only what the ledger had recorded by then. */
  readonly knownAt: string | undefined;
}

interface AskedText {
  readonly valid_at?: string | undefined;
  readonly known_at?: string | undefined;
}

/** Parses `valid_at` and `known_at`; a day means its end. Throws VALIDATION_FAILED. */
export const timesField = ({ valid_at, known_at }: AskedText): AskedTimes => ({
  validAt: valid_at === undefined ? undefined : instantField('valid_at', valid_at, 'end'),
  knownAt: known_at === undefined ? undefined : instantField('known_at', known_at, 'end'),
});

/** Returns `text` if it is a card id. Throws VALIDATION_FAILED naming `field`. */
export const cardIdField = (text: string, field = 'card_id'): string => {
  if (!identityPattern.test(text)) throw invalidField(field, 'an id such as pokemon-517045 or onepiece-558022', text);
  return text;
};

/** Returns `text` in lower case if it is a UUID. Throws VALIDATION_FAILED naming `field`. */
export const uuidField = (field: string, text: string): string => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw invalidField(field, 'a UUID', text.slice(0, 60));
  return text.toLowerCase();
};

/**
 * Parses an `updated_after`: a position of `log`, or an instant, of a day its end. Throws VALIDATION_FAILED for anything else.
 */
export const updatedAfterField = (
  log: Pick<EventLog, 'isPosition'>,
  text: string | undefined,
): { readonly position: string } | { readonly time: string } | undefined => {
  if (text === undefined) return undefined;
  if (log.isPosition(text)) return { position: text };
  if (!/^\d{4}-/.test(text)) throw invalidField('updated_after', 'a position of this ledger, a day or a time', text);
  return { time: instantField('updated_after', text, 'end') };
};
