/**
 * What an item says of its copy that a search does not: the verdict of a grading company, or the condition of an ungraded card. eBay
 * writes both as descriptors, by a label in the language of the marketplace or by a number; each is accepted.
 */
import { z } from 'zod';
import { ledgerError } from '../../base/errors.js';
import { readJson } from '../../collecting/read-json.js';
import type { RowOmission } from '../../collecting/source.js';
import type { Condition } from '../../domain/prices/price-key.js';

/** A verdict, as price keys have it. */
export interface StatedGrade {
  readonly grader: string;
  readonly grade: string;
  readonly qualifier: null;
}

export interface ItemDetails {
  /** `unreadable`: the item is graded, and not by whom or how; `null`: nothing says that it is. */
  readonly grade: StatedGrade | 'unreadable' | null;
  /** `null`: not stated. */
  readonly condition: Condition | null;
  readonly omissions: readonly RowOmission[];
}

const value = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]);
const descriptors = z.array(z.object({ name: z.string(), values: z.array(value) }));

const gradersById: Readonly<Record<string, string>> = {
  '275010': 'PSA',
  '275011': 'BCCG',
  '275012': 'BVG',
  '275013': 'BGS',
  '275014': 'CSG',
  '275015': 'CGC',
  '275016': 'SGC',
};
/** 275020 is a 10, and each number after it half a grade less, down to 1. */
const gradesById: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from({ length: 19 }, (_, at) => [`27502${at}`, String(10 - at / 2)])),
  '2750219': 'Authentic',
};
const conditionsById: Readonly<Record<string, Condition>> = {
  '400010': 'NM',
  '400015': 'LP',
  '400016': 'MP',
  '400017': 'HP',
};
const conditionLabels: readonly (readonly [RegExp, Condition])[] = [
  [/near mint/i, 'NM'],
  [/lightly played/i, 'LP'],
  [/moderately played/i, 'MP'],
  [/heavily played/i, 'HP'],
];

type Descriptor = 'grader' | 'grade' | 'condition';
const names: Readonly<Record<string, Descriptor>> = {
  'professional grader': 'grader',
  '27501': 'grader',
  grade: 'grade',
  '27502': 'grade',
  'card condition': 'condition',
  '40001': 'condition',
};

const graderOf = (text: string): string | null =>
  gradersById[text] ?? /\(([A-Z]{2,6})\)/.exec(text)?.[1] ?? /^[A-Z]{2,6}$/.exec(text.trim())?.[0] ?? null;

const gradeOf = (text: string): string | null =>
  gradesById[text] ??
  /^(?:10|[1-9](?:\.5)?)$/.exec(text.trim())?.[0] ??
  (/^authentic$/i.test(text) ? 'Authentic' : null);

const conditionOf = (text: string): Condition | null =>
  conditionsById[text] ?? conditionLabels.find(([label]) => label.test(text))?.[1] ?? null;

const gradedId = '2750';

/** Returns the verdict. PSA gives no 9.5: one of the two is a slip. */
const verdictOf = (words: ReadonlyMap<Descriptor, string>, isGraded: boolean): StatedGrade | 'unreadable' | null => {
  const [grader, grade] = [graderOf(words.get('grader') ?? ''), gradeOf(words.get('grade') ?? '')];
  if (grader !== null && grade !== null && !(grader === 'PSA' && grade === '9.5')) {
    return { grader, grade, qualifier: null };
  }
  return isGraded || words.has('grader') || words.has('grade') ? 'unreadable' : null;
};

/** Reads an item. Descriptors of another shape are noted, and say nothing. Throws SOURCE_PAYLOAD_INVALID if it is none. */
export const readItem = (path: string, text: string): ItemDetails => {
  const item = z
    .object({ conditionId: z.unknown().optional(), conditionDescriptors: z.unknown().optional() })
    .safeParse(readJson(path, text));
  if (!item.success) throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: expected an object`);
  const { conditionId, conditionDescriptors = [] } = item.data;
  const isGraded = conditionId === gradedId;
  const parsed = descriptors.safeParse(conditionDescriptors);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = ['conditionDescriptors', ...(issue?.path ?? [])].join('.');
    const omission = { kind: 'field', setId: null, place, detail: issue?.message ?? 'invalid' } as const;
    return { grade: isGraded ? 'unreadable' : null, condition: null, omissions: [omission] };
  }
  const words = new Map<Descriptor, string>();
  for (const { name, values } of parsed.data) {
    const known = names[name.toLowerCase()];
    if (known !== undefined && values[0] !== undefined) words.set(known, values[0]);
  }
  const grade = verdictOf(words, isGraded);
  return { grade, condition: grade === null ? conditionOf(words.get('condition') ?? '') : null, omissions: [] };
};
