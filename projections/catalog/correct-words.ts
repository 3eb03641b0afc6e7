/** Tells which words the catalog has, and the nearest ones of a mistyped word. */
import { distance } from 'fastest-levenshtein';
import type { Database } from '../../src/postgres/database.js';
import type { Vocabulary } from './word-query.js';

/** Shorter words have too many near words to guess one. */
const lettersMin = 4;
/**
 * Least trigram similarity of a candidate; the edit distance then decides. Below 0.2 there is only noise ("zolo":
 * 0.25).
 */
const similarityMin = 0.2;
const candidatesMax = 50;
const meaningsMax = 5;

/** Returns the greatest edit distance for a word of so many letters. Two swapped letters count as two. */
const editsMax = (letters: number): number => (letters < 5 ? 1 : letters < 9 ? 2 : 3);

/** Returns the words nearest to `word` among `candidates`; none if the nearest is too far. */
export const nearestOf = (word: string, candidates: readonly string[]): string[] => {
  if (word.length < lettersMin) return [];
  const rated = candidates
    .filter((candidate) => candidate !== word)
    .map((candidate) => ({ candidate, edits: distance(word, candidate) }));
  const least = Math.min(...rated.map(({ edits }) => edits));
  if (least > editsMax(word.length)) return [];
  return rated
    .filter(({ edits }) => edits === least)
    .slice(0, meaningsMax)
    .map(({ candidate }) => candidate);
};

/** Returns which of the words the catalog has, whole or as beginnings. A word that is not among them counts as neither. */
export const vocabularyOf = async (database: Database, words: readonly string[]): Promise<Vocabulary> => {
  const rows = await database.query<{ word: string; whole: boolean; begins: boolean }>(
    `select t.word, exists (select from catalog.words w where w.word = t.word) as whole,
            exists (select from catalog.words w where w.word >= t.word and w.word < t.word || chr(1114111)) as begins
     from unnest($1::text[]) t (word)`,
    [words],
  );
  const known = new Map(rows.map((row) => [row.word, row]));
  return {
    whole: (word) => known.get(word)?.whole === true,
    begins: (word) => known.get(word)?.begins === true,
  };
};

/**
 * Returns, for each word that has some, the words of the catalog nearest to it. Numbers are no words: `OP08-008` is not a
 * typo of `OP08-009`.
 *
 * The vocabulary is a table of its own (some 10,000 words, trigram-indexed): 1 ms. Rejected: trigrams of the whole
 * search texts, which took 8 to 45 ms over 50,000 cards and missed `pikahcu`, because a threshold low enough for a typo
 * matches parts of thousands of texts.
 */
export const nearWords = async (
  database: Database,
  words: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const correctable = words.filter((word) => word.length >= lettersMin);
  if (correctable.length === 0) return new Map();
  const rows = await database.transaction(async (client) => {
    // Without this the planner expects an early match and scans all words.
    await client.query(`set local pg_trgm.similarity_threshold = ${similarityMin}; set local enable_seqscan = off`);
    const result = await client.query<{ word: string; candidates: string[] }>(
      `select t.word, array(
         select w.word from catalog.words w where w.word % t.word
         order by similarity(w.word, t.word) desc, w.cards desc, w.word limit ${candidatesMax}) as candidates
       from unnest($1::text[]) as t (word)`,
      [correctable],
    );
    return result.rows;
  });
  const near = rows.map(({ word, candidates }) => [word, nearestOf(word, candidates)] as const);
  return new Map(near.filter(([, meanings]) => meanings.length > 0));
};
