/** Reads a catalog from a file: one set or card a line, as JSON. docs/matching.md has the format. */
import { z } from 'zod';
import { ledgerError } from '../base/errors.js';
import { games, identityPattern, productTypes } from '../domain/cards/card.js';
import { storable } from '../domain/text.js';
import type { Catalog, MatchableCard, MatchableSet } from './types.js';

const id = z.string().regex(identityPattern);
const set = z.looseObject({
  set_id: id,
  game: z.enum(games),
  name: z.string().min(1),
  abbreviation: z.string().nullable(),
  published_on: z.string().nullable(),
});
const card = z.looseObject({
  card_id: id,
  game: z.enum(games),
  set_id: id,
  name: z.string().min(1),
  number: z.string().nullable(),
  rarity: z.string().nullable(),
  product_type: z.enum(productTypes),
  language: z.string().nullable(),
  printings: z.array(z.string()),
});

const wrongLine = (field: string, line: number, problem: string): Error =>
  ledgerError('VALIDATION_FAILED', `${field}, line ${line}: ${problem}`, { details: { [field]: problem } });

/**
 * Returns the values of the lines of a file, with texts that can be stored. Throws VALIDATION_FAILED naming the line and what was
 * expected there.
 */
export const readLines = <T>(text: string, field: string, read: (value: unknown) => z.ZodSafeParseResult<T>): T[] =>
  // trim() also takes off the byte order mark that editors write in front.
  text.split('\n').flatMap((written, at): T[] => {
    const line = written.trim();
    if (line === '') return [];
    const failed = (problem: string): Error => wrongLine(field, at + 1, problem);
    let value: unknown;
    try {
      value = storable(JSON.parse(line) as unknown);
    } catch {
      throw failed('expected a JSON object');
    }
    const result = read(value);
    if (result.success) return [result.data];
    const [issue] = result.error.issues;
    throw failed(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
  });

/** Reads a catalog. Throws VALIDATION_FAILED. */
export const readCatalog = (text: string): Catalog => {
  const sets: MatchableSet[] = [];
  const cards: MatchableCard[] = [];
  readLines<unknown>(text, 'catalog', (value) => {
    if (typeof value !== 'object' || value === null || !('card_id' in value)) {
      const result = set.safeParse(value);
      if (result.success) sets.push(result.data);
      return result;
    }
    const result = card.safeParse(value);
    if (result.success) cards.push(result.data);
    return result;
  });
  return { sets, cards };
};

const product = z.strictObject({
  id: z.string().regex(/^[\x21-\x7e]{1,100}$/),
  name: z.string().min(1).max(500),
  game: z.enum(games),
  number: z.string().min(1).max(30).optional(),
  set_id: id.optional(),
  said_to_be: z.array(id).optional(),
});

/** Reads products of another marketplace, one a line, none of them twice. Throws VALIDATION_FAILED. */
export const readForeignProducts = (text: string): z.infer<typeof product>[] => {
  const seen = new Set<string>();
  const unseen = product.refine(({ id: of }) => !seen.has(of) && seen.add(of), {
    path: ['id'],
    error: 'expected each product once, an earlier line has this id',
  });
  return readLines(text, 'products', (value) => unseen.safeParse(value));
};
