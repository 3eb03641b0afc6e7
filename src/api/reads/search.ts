/** The search of cards: its query, checked, and its answer. */
import type { Request as HttpRequest } from 'express';
import type { CardSort } from '../../../projections/catalog/card-orders.js';
import { limits } from '../../base/limits.js';
import type { Game } from '../../domain/cards/card.js';
import { invalidField } from '../params.js';
import type { ApiDeps } from '../services.js';
import { answerCardList, type CardList, type CardListQuery } from './card-lists.js';

export interface CardSearchQuery extends CardListQuery {
  /** Words of the name, number, set or rarity, each of which may be unfinished; numbers padded or not (`charizard 4/102`, `OBF 125`) */
  q?: string;
  /** Only this game */
  tcg_type?: Game;
  /** A set by its id (pokemon-604), code (OP-01) or name in any spelling (Silver Tempest); one that fits several sets is an error that names them */
  set_identifier?: string;
  /** Order; `relevance` needs q and is the default with it, `name` without */
  sort?: CardSort;
}

export interface CardSearchAnswer extends CardList {
  /** Nothing has the words typed; the cards are those of `did_you_mean`. */
  readonly fuzzy: boolean;
  /** What was searched instead of the words typed; `null` if they have results, or nothing has. */
  readonly did_you_mean: string | null;
}

/** Sends a page of the cards that are searched. */
export const answerCardSearch = (
  services: ApiDeps,
  request: HttpRequest,
  query: CardSearchQuery,
): Promise<CardSearchAnswer | undefined> => {
  const { q, tcg_type: game, set_identifier, sort } = query;
  if (q !== undefined && q.length > limits.searchCharsMax)
    throw invalidField('q', `at most ${limits.searchCharsMax} characters`);
  const isBlank = q === undefined || q.trim() === '';
  if (sort === 'relevance' && isBlank) throw invalidField('sort', 'another order without q', sort);
  const set = set_identifier === undefined ? undefined : { identifier: set_identifier, field: 'set_identifier' };
  const listed = { q, game, set, sort: sort ?? (isBlank ? 'name' : 'relevance') };
  return answerCardList(services, request, { query, listed }, (list, { didYouMean }) => {
    const { cards, facets, pagination } = list;
    return { cards, fuzzy: didYouMean !== null, did_you_mean: didYouMean, facets, pagination };
  });
};
