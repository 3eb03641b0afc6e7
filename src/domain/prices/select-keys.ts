/**
 * Selects price keys of a card by source, kind, currency, printing, condition and grade. A value that no key has is an error that
 * names the values there are. Rejected: an empty selection, because it answers a typing error as "no price".
 */
import { type ErrorCode, ledgerError } from '../../base/errors.js';
import { gradeText } from './price-key.js';
import { printingMeant } from './printing-names.js';

/** What is selected by; a printing in any spelling (printing-names.ts). */
export interface KeyFilter {
  readonly source?: string | undefined;
  readonly kind?: string | undefined;
  readonly currency?: string | undefined;
  readonly printing?: string | undefined;
  readonly condition?: string | undefined;
  /** As people write it: PSA 10; `none` for ungraded cards. */
  readonly grade?: string | undefined;
}

/** The parts of a price key that it is selected by. */
export interface SelectableKey {
  readonly source: string;
  readonly kind: string;
  readonly currency: string;
  /** The source's word. */
  readonly printing: string;
  readonly printingSlug: string;
  readonly condition: string | null;
  readonly grade: { readonly grader: string; readonly grade: string; readonly qualifier: string | null } | null;
}

interface Step {
  readonly field: keyof KeyFilter;
  readonly code: ErrorCode;
  /** The value of a key as a person reads it; `null` if the source does not state it. */
  readonly shown: (key: SelectableKey) => string | null;
  /** Returns whether a key has the value `text`; `keys` are all that are left. */
  readonly matches: (text: string, keys: readonly SelectableKey[]) => (key: SelectableKey) => boolean;
}

const equals =
  (field: 'source' | 'kind' | 'currency' | 'condition'): Step['matches'] =>
  (text) =>
  (key) =>
    key[field] === text;

/** Returns a text without case and spaces, which people write as they like. */
const compact = (text: string): string => text.toLowerCase().replace(/\s+/g, '');

/** In the order in which they are applied: an error names what the earlier ones left. */
const steps: readonly Step[] = [
  { field: 'source', code: 'SOURCE_UNKNOWN', shown: ({ source }) => source, matches: equals('source') },
  { field: 'kind', code: 'KIND_UNKNOWN', shown: ({ kind }) => kind, matches: equals('kind') },
  { field: 'currency', code: 'CURRENCY_UNKNOWN', shown: ({ currency }) => currency, matches: equals('currency') },
  {
    field: 'printing',
    code: 'PRINTING_UNKNOWN',
    shown: ({ printing }) => printing,
    matches: (text, keys) => {
      const slugs = [...new Set(keys.map(({ printingSlug }) => printingSlug))];
      const meant = printingMeant(text, slugs);
      return ({ printingSlug }) => printingSlug === meant;
    },
  },
  { field: 'condition', code: 'CONDITION_UNKNOWN', shown: ({ condition }) => condition, matches: equals('condition') },
  {
    field: 'grade',
    code: 'GRADE_UNKNOWN',
    shown: ({ grade }) => gradeText(grade),
    matches:
      (text) =>
      ({ grade }) =>
        compact(gradeText(grade)) === compact(text),
  },
];

/**
 * Returns the keys of the card `cardId` that match the filter, in their order. Throws SOURCE_UNKNOWN, KIND_UNKNOWN,
 * CURRENCY_UNKNOWN, PRINTING_UNKNOWN, CONDITION_UNKNOWN or GRADE_UNKNOWN with the values there are.
 */
export const selectKeys = <K extends SelectableKey>(cardId: string, keys: readonly K[], filter: KeyFilter): K[] => {
  let left = [...keys];
  for (const { field, code, shown, matches } of steps) {
    const text = filter[field];
    if (text === undefined) continue;
    const found = left.filter(matches(text, left));
    if (found.length === 0) {
      const there = [...new Set(left.map((key) => shown(key) ?? 'none stated'))];
      const names = there.length === 0 ? 'the card has no prices' : `there is ${there.join(', ')}`;
      throw ledgerError(code, `${field}: ${cardId} has no price with "${text}"; ${names}`, {
        details: {
          [field]: there.length === 0 ? names : `expected ${there.length > 1 ? 'one of ' : ''}${there.join(', ')}`,
        },
      });
    }
    left = found;
  }
  return left;
};
