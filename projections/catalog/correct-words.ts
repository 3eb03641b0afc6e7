/** Corrects mistyped words: finds the words of the catalog nearest to them. */
import { distance } from 'fastest-levenshtein';
import type { Database } from '../../src/postgres/database.js';

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

/** Returns whether a word can be corrected. Numbers cannot: `OP08-008` is not a typo of `OP08-009`. */
const isCorrectable = (word: string): boolean => word.length >= lettersMin && /^\p{L}+$/u.test(word);

const nearest = (word: string, candidates: readonly string[]): string[] => {
  const rated = candidates.map((candidate) => ({ candidate, edits: distance(word, candidate) }));
  const least = Math.min(...rated.map(({ edits }) => edits));
  if (least > editsMax(word.length)) return [];
  return rated
    .filter(({ edits }) => edits === least)
    .slice(0, meaningsMax)
    .map(({ candidate }) => candidate);
};

/**
 * Returns, for each word in order, the words of the catalog it may mean: the word itself if the catalog has it or a
 * word that begins with it, otherwise the nearest words. `null` if a word has no near word; the search then has no
 * result.
 *
 * The vocabulary is a table of its own (some 10,000 words, trigram-indexed): 1 ms. Rejected: trigrams of the whole
 * search texts, which took 8 to 45 ms over 50,000 cards and missed `pikahcu`, because a threshold low enough for a typo
 * matches parts of thousands of texts.
 */
export const correctWords = async (
  database: Database,
  words: readonly string[],
): Promise<readonly (readonly string[])[] | null> => {
  const rows = await database.transaction(async (client) => {
    // Without this the planner expects an early match and scans all texts: 270 ms for a word that no text has.
    await client.query(`set local pg_trgm.similarity_threshold = ${similarityMin}; set local enable_seqscan = off`);
    const result = await client.query<{ is_listed: boolean; candidates: string[] | null }>(
      `select exists (select from catalog.cards c where to_tsvector('simple', c.search_text) @@ to_tsquery('simple', t.word || ':*'))
                as is_listed,
              case when t.correctable then array(
                select w.word from catalog.words w where w.word % t.word
                order by similarity(w.word, t.word) desc, w.cards desc, w.word limit ${candidatesMax}) end as candidates
       from unnest($1::text[], $2::boolean[]) with ordinality as t (word, correctable, place) order by t.place`,
      [words, words.map(isCorrectable)],
    );
    return result.rows;
  });
  const meanings = rows.map(({ is_listed, candidates }, at) => {
    const word = words[at] ?? '';
    return is_listed ? [word] : nearest(word, candidates ?? []);
  });
  return meanings.some((words) => words.length === 0) ? null : meanings;
};
