/** Reads labelled titles: one JSON object a line. docs/matching.md has the format. */
import { z } from 'zod';
import { games, identityPattern } from '../domain/cards/card.js';
import { type Condition, conditions } from '../domain/prices/price-key.js';
import type { Label } from './evaluate.js';
import { readLines } from './read-catalog.js';

/** Conditions as people write them. */
const conditionWords: Readonly<Record<string, Condition>> = {
  'near-mint': 'NM',
  'lightly-played': 'LP',
  'moderately-played': 'MP',
  'heavily-played': 'HP',
  damaged: 'DMG',
};

const labelSchema = z.looseObject({
  title: z.string().min(1),
  game: z.enum(games),
  expect: z
    .looseObject({
      card_id: z.string().regex(identityPattern),
      printing: z.string().nullable(),
      grade: z
        .looseObject({ grader: z.string(), grade: z.string(), qualifier: z.string().nullable().optional() })
        .nullable(),
      condition: z
        .string()
        .transform((text) => conditionWords[text] ?? text)
        .pipe(z.enum(conditions))
        .nullable(),
    })
    .nullable(),
  kind: z.string().optional(),
});

/** Reads a file of labels. Throws VALIDATION_FAILED naming the line and what was expected there. */
export const readLabels = (text: string): Label[] =>
  readLines(text, 'labels', (value) => labelSchema.safeParse(value)).map(({ title, game, expect, kind }) => ({
    title,
    game,
    expect,
    kind: kind ?? (expect === null ? `no offer, ${game}` : `offer, ${game}`),
  }));
