/** Reads labelled titles: one JSON object a line. docs/matching.md has the format. */
import { z } from 'zod';
import { ledgerError } from '../base/errors.js';
import { games, identityPattern } from '../domain/cards/card.js';
import { type Condition, conditions } from '../domain/prices/price-key.js';
import type { Label } from './evaluate.js';

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
  text.split('\n').flatMap((line, at): Label[] => {
    if (line.trim() === '') return [];
    const failed = (problem: string): Error =>
      ledgerError('VALIDATION_FAILED', `line ${at + 1} of the labels: ${problem}`, { details: { labels: problem } });
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw failed('expected a JSON object');
    }
    const read = labelSchema.safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      throw failed(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a label'}`);
    }
    const { title, game, expect, kind } = read.data;
    return [{ title, game, expect, kind: kind ?? (expect === null ? `no offer, ${game}` : `offer, ${game}`) }];
  });
