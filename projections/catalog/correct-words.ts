/** What a mistyped word was meant to be: the words of the catalog nearest to it. */
import { distance } from 'fastest-levenshtein';
import type { Database } from '../../src/postgres/database.js';

/** Shorter words are near to too many others to guess. */
const lettersMin = 4;
/** Words alike enough to be looked at; the edit distance then decides. Lower than 0.2 only adds noise ("zolo": 0.25). */
const similarityMin = 0.2;
const candidatesMax = 50;
const meaningsMax = 5;

/** Typing errors forgiven in a word of so many letters. Two letters changed places count as two. */
const editsMax = (letters: number): number => (letters < 5 ? 1 : letters < 9 ? 2 : 3);

/** Whether a word can be corrected at all: numbers are right or wrong, `OP08-009` is not meant by `OP08-008`. */
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
 * For each word, in order, the words of the catalog it may stand for: itself where the catalog has it or a word that
 * begins so, else the nearest ones. Null when one of them stands for nothing: the search then finds nothing.
 *
 * The vocabulary is a table of its own (some 10,000 words, trigram-indexed): 1 ms. Rejected: trigrams of the whole search
 * texts, which took 8 to 45 ms over 50,000 cards and missed `pikahcu`, because a threshold low enough for a typo matches
 * parts of thousands of texts.
 */
export const correctWords = async (
  database: Database,
  words: readonly string[],
): Promise<readonly (readonly string[])[] | null> => {
  const rows = await database.transaction(async (client) => {
    // The planner expects a word to be found soon and reads all texts instead of the index: 270 ms for a word that no text has.
    await client.query(`set local pg_trgm.similarity_threshold = ${similarityMin}; set local enable_seqscan = off`);
    const result = await client.query<{ known: boolean; candidates: string[] | null }>(
      `select exists (select from catalog.cards c where to_tsvector('simple', c.search_text) @@ to_tsquery('simple', t.word || ':*'))
                as known,
              case when t.correctable then array(
                select w.word from catalog.words w where w.word % t.word
                order by similarity(w.word, t.word) desc, w.cards desc, w.word limit ${candidatesMax}) end as candidates
       from unnest($1::text[], $2::boolean[]) with ordinality as t (word, correctable, place) order by t.place`,
      [words, words.map(isCorrectable)],
    );
    return result.rows;
  });
  const meanings = rows.map(({ known, candidates }, at) => {
    const word = words[at] ?? '';
    return known ? [word] : nearest(word, candidates ?? []);
  });
  return meanings.some((words) => words.length === 0) ? null : meanings;
};
