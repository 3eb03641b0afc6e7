/** Checks that the generated validation cannot express, each naming the field. */
import { identityPattern } from '../domain/card.js';
import { instantOf } from '../domain/instant.js';
import { ledgerError } from '../errors.js';

/** A validation problem of one field. */
export const invalidField = (field: string, expected: string, found?: unknown): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: expected ${expected}${found === undefined ? '' : `, got "${String(found)}"`}`, {
    details: { [field]: `expected ${expected}` },
  });

/** An instant (RFC 3339) or a UTC day as RFC 3339; a day means its `edge`. */
export const instantField = (field: string, text: string, edge: 'start' | 'end' = 'start'): string => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const full = isDay ? `${text}T${edge === 'start' ? '00:00:00Z' : '23:59:59.999Z'}` : text;
  const time = isDay || isInstant ? Date.parse(full) : NaN;
  // 2025-02-30 parses as 2 March: what comes back must be what was said.
  if (Number.isNaN(time) || (isDay && !new Date(time).toISOString().startsWith(text))) {
    throw invalidField(field, 'an RFC 3339 time or a day such as 2025-10-01', text);
  }
  return instantOf(new Date(time));
};

/** A card id, or a problem that says what one looks like. */
export const cardIdField = (text: string): string => {
  if (!identityPattern.test(text)) throw invalidField('card_id', 'an id such as pokemon-517045 or onepiece-558022', text);
  return text;
};
