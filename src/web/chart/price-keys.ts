/** Names of price keys: for people, for the address of a page, and for the API. */
import type { components } from '../generated/api-types.js';

type Schemas = components['schemas'];

export type PriceKey = Pick<
  Schemas['HistoryKey'],
  'condition' | 'currency' | 'grade' | 'kind' | 'language' | 'printing' | 'source'
>;

/** Returns a grade as the API takes it; `null` for an ungraded card. */
export const gradeText = (grade: PriceKey['grade']): string | null =>
  grade === null ? null : [grade.grader, grade.grade, grade.qualifier].filter((part) => part !== null).join(' ');

const given = (parts: readonly (string | null)[]): string[] => parts.filter((part) => part !== null);

/** Returns the key's name in an address: the same for the same key, and for no other one of its card. */
export const keyId = (key: PriceKey): string =>
  given([key.source, key.kind, key.printing, key.condition, gradeText(key.grade), key.language, key.currency]).join(
    '~',
  );

/** Returns what a reader calls the key, without its source: such as "Holofoil, NM, PSA 10". */
export const keyName = ({ printing, condition, grade, language, kind }: PriceKey): string =>
  given([printing, condition, gradeText(grade), language, kind === 'asking' ? 'asking' : null]).join(', ');

/** Returns the parameters by which history and explanation are asked for the key. */
export const keyQuery = ({ source, printing, kind, condition, grade }: PriceKey) => ({
  source,
  printing,
  kind,
  grade: gradeText(grade) ?? 'none',
  ...(condition === null ? {} : { condition }),
});

/** Returns the key with this id, else the first one: the card's one price. */
export const keyOf = <T extends PriceKey>(keys: readonly T[], id: string | null): T | undefined =>
  keys.find((key) => keyId(key) === id) ?? keys[0];
