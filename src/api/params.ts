/** Parsers of parameters beyond the generated validation; each error names its field. */
import { identityPattern } from '../domain/cards/card.js';
import { dayMs, instantOf, isInCalendar } from '../domain/instant.js';
import { ledgerError } from '../base/errors.js';

/** Returns VALIDATION_FAILED for one field. */
export const invalidField = (field: string, expected: string, value?: string | number): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: expected ${expected}${value === undefined ? '' : `, got "${value}"`}`, {
    details: { [field]: `expected ${expected}` },
  });

/** Times outside are typing errors, and a window that begins years earlier must still have a year Postgres accepts. */
const firstMs = 0;
const lastMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Parses an instant (RFC 3339) or a UTC day, and returns it as RFC 3339; a day means its `edge`. */
export const instantField = (field: string, text: string, edge: 'start' | 'end' = 'start'): string => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const full = isDay ? `${text}T${edge === 'start' ? '00:00:00Z' : '23:59:59.999Z'}` : text;
  // Date.parse reads 2025-02-30 as 2 March.
  const time = (isDay || isInstant) && isInCalendar(text.slice(0, 10)) ? Date.parse(full) : NaN;
  if (!(time >= firstMs && time <= lastMs))
    throw invalidField(field, 'an RFC 3339 time or a day such as 2025-10-01, from 1970 on', text);
  return instantOf(new Date(time));
};

/** Parses the same as an exclusive bound: a day means the start of the next. */
export const afterField = (field: string, text: string): string => {
  const instant = instantField(field, text);
  return /T/.test(text) ? instant : instantOf(new Date(Date.parse(instant) + dayMs));
};

/** Returns `text` if it is a card id. Throws VALIDATION_FAILED naming `field`. */
export const cardIdField = (text: string, field = 'card_id'): string => {
  if (!identityPattern.test(text)) throw invalidField(field, 'an id such as pokemon-517045 or onepiece-558022', text);
  return text;
};
