import { Controller, Get, Path, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { CardSort } from '../../../projections/catalog/card-orders.js';
import { limits } from '../../base/limits.js';
import { invalidField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerCardList, type CardList, type CardListQuery } from './card-lists.js';

export interface SetCardsQuery extends CardListQuery {
  /** Order; `number` is the default, in natural order: 4/102 before 10/102 */
  sort?: Exclude<CardSort, 'relevance'>;
}

@Route('sets/{set_id}/cards')
@Tags('Sets')
export class SetCardsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The cards and sealed products that are in a set now, by number, each with its one price. Filters, facets and paging are
   * those of the search.
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
    const listed = { set: { identifier: set_id, field: 'set_id' }, sort: query.sort ?? 'number' } as const;
    return answerCardList(this.services, request, { query, listed }, (list) => list);
  }
}
