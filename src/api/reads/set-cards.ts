import { Controller, Get, Path, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { CardSort } from '../../../projections/catalog/card-orders.js';
import { limits } from '../../base/limits.js';
import { type AskedTimes, invalidField, timesField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerCardList, type CardList, type CardListQuery } from './card-lists.js';

export interface SetCardsQuery extends CardListQuery {
  /** Order; `number` is the default, in natural order: 4/102 before 10/102 */
  sort?: Exclude<CardSort, 'relevance'>;
  /** The cards that were in the set at this time, each with its price then. A day is its end */
  valid_at?: string;
  /** Use only what the ledger had recorded by this day or time, of listings and of prices */
  known_at?: string;
}

/** What chooses or orders cards by what they are now. */
const ofNow = ['min_price', 'max_price', 'updated_after'] as const;

/** Returns the times of a query; undefined for now. Throws VALIDATION_FAILED beside what is decided by the prices of now. */
const timesOf = (query: SetCardsQuery): AskedTimes | undefined => {
  const { valid_at, known_at, sort } = query;
  if (valid_at === undefined && known_at === undefined) return undefined;
  const beside = 'none beside valid_at or known_at';
  for (const name of ofNow) if (query[name] !== undefined) throw invalidField(name, beside, query[name]);
  if (sort?.startsWith('price_') === true)
    throw invalidField('sort', 'no order by price beside valid_at or known_at', sort);
  return timesField(query);
};

@Route('sets/{set_id}/cards')
@Tags('Sets')
export class SetCardsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The cards and sealed products that are in a set, by number, each with its one price: now, or at `valid_at`. What is said of
   * a card itself, its present set included, is as it is now. Filters, facets and paging are those of the search.
   * @summary Cards of a set
   * @param set_id The set: an id such as pokemon-604, a code or a name in any spelling
   */
  @Get()
  @SuccessResponse(200, 'Cards')
  @Response<Problem>(404, 'Set not found')
  public listSetCards(
    @Request() request: HttpRequest,
    @Path() set_id: string,
    @Queries() query: SetCardsQuery,
  ): Promise<CardList | undefined> {
    if (set_id.length > limits.searchCharsMax)
      throw invalidField('set_id', `at most ${limits.searchCharsMax} characters`);
    const set = { identifier: set_id, field: 'set_id' };
    const listed = { set, sort: query.sort ?? 'number', times: timesOf(query) } as const;
    return answerCardList(this.services, request, { query, listed }, (list) => list);
  }
}
