/**
 * What a price is a price of: card, source, kind, printing, condition, grade, language. What a source does not say is
 * null and stays null: "near mint" that no source stated would be a false fact.
 */
import { z } from 'zod';
import { identityPattern } from '../cards/card.js';

export const priceKinds = ['market', 'asking'] as const;
export type PriceKind = (typeof priceKinds)[number];

/** TCGplayer's condition scale; S is sealed. */
export const conditions = ['NM', 'LP', 'MP', 'HP', 'DMG', 'S'] as const;
export type Condition = (typeof conditions)[number];
export const conditionSchema = z.enum(conditions);

/** A grading company's verdict, e.g. PSA 10; the qualifier is the grader's own (OC, MK …). */
export const gradeSchema = z.strictObject({
  grader: z.string().min(1).max(20),
  grade: z.string().min(1).max(10),
  qualifier: z.string().min(1).max(10).nullable(),
});

/** Returns a grade as people write it: PSA 10, PSA 9 OC; `none` for an ungraded card. */
export const gradeText = (grade: z.infer<typeof gradeSchema> | null): string =>
  grade === null ? 'none' : [grade.grader, grade.grade, grade.qualifier].filter((part) => part !== null).join(' ');

/** The source's exact word for the printing ("Reverse Holofoil") and its slug ("reverse-holofoil"). */
export const printingSchema = z.strictObject({
  name: z.string().min(1).max(60),
  slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
});
export type Printing = z.infer<typeof printingSchema>;

export const sourceSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(40);

export const priceKeyShape = {
  card_id: z.string().regex(identityPattern),
  source: sourceSchema,
  kind: z.enum(priceKinds),
  printing: printingSchema,
  condition: conditionSchema.nullable(),
  grade: gradeSchema.nullable(),
  language: z.string().min(2).max(10).nullable(),
  currency: z.enum(['USD', 'EUR', 'GBP', 'JPY']),
} as const;
export const priceKeySchema = z.strictObject(priceKeyShape);
export type PriceKey = z.infer<typeof priceKeySchema>;

/** Returns the key without what stands beside it in the data of an event. */
export const priceKeyOf = (data: PriceKey): PriceKey => {
  const { card_id, source, kind, printing, condition, grade, language, currency } = data;
  return { card_id, source, kind, printing, condition, grade, language, currency };
};

/** Lower case, words joined by dashes: "1st Edition Holofoil" → "1st-edition-holofoil". */
export const printingOf = (name: string): Printing => ({
  name,
  slug: name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, ''),
});

/**
 * The key as one string: the identity of a row of the price read models. Every part is escaped by construction: slugs,
 * codes and ids hold no `|`, and the free texts (grade, language) are encoded.
 */
export const priceKeyText = (key: PriceKey): string =>
  `${key.card_id}|${key.source}|${key.kind}|${key.printing.slug}|${key.condition ?? ''}|${
    key.grade === null
      ? ''
      : [key.grade.grader, key.grade.grade, key.grade.qualifier ?? ''].map(encodeURIComponent).join(' ')
  }|${encodeURIComponent(key.language ?? '')}|${key.currency}`;
