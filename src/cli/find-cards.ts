/** Finds the cards that a person types in a terminal. */
import { type FoundCards, searchCards } from '../../projections/catalog/search-cards.js';
import type { Ledger } from '../app/ledger.js';
import { ledgerError } from '../base/errors.js';
import { identityPattern } from '../domain/cards/card.js';

/** Cards named where several are meant. */
const candidatesShown = 5;

/** Returns the first `limit` cards that have the words, of one set if `setId` is given, the best first. */
export const findCards = (
  { queries, runtime }: Pick<Ledger, 'queries' | 'runtime'>,
  words: string,
  { limit, setId }: { readonly limit: number; readonly setId?: string | undefined },
): Promise<FoundCards> => {
  const filters = { setId, attributes: { words: {}, numbers: {} } };
  return searchCards(queries, { q: words, filters, sort: 'relevance', limit, offset: 0 }, runtime.now());
};

const expected = 'expected a card id, or words that one card alone has';

/** Creates the error about a card that is not there, or not one. */
export const cardNotMeant = (detail: string): Error =>
  ledgerError('CARD_NOT_FOUND', detail, { details: { card: expected } });

/**
 * Returns the id of the card that is meant: by its id, or by words that one card alone has. Throws CARD_NOT_FOUND naming the
 * cards that have them all.
 */
export const cardMeant = async (ledger: Pick<Ledger, 'queries' | 'runtime'>, words: string): Promise<string> => {
  if (identityPattern.test(words)) return words;
  const { cards, total } = await findCards(ledger, words, { limit: candidatesShown });
  const [first] = cards;
  if (first === undefined) throw cardNotMeant(`no card has the words "${words}"`);
  if (total === 1) return first.card_id;
  const named = cards.map(({ card_id, name, number, set }) => {
    const parts = [name, number, set.name].filter((part) => part !== null);
    return `${card_id} (${parts.join(', ')})`;
  });
  throw cardNotMeant(
    `${total} cards have the words "${words}": ${named.join('; ')}${total > cards.length ? '; …' : ''}`,
  );
};
