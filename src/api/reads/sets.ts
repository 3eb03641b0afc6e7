import { Controller, Get, Path, Query, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { ledgerError } from '../../base/errors.js';
import { identityPattern } from '../../domain/cards/card.js';
import { limits } from '../../base/limits.js';
import { listSets } from '../../../projections/catalog/sets.js';
import { answer } from './cacheable-read.js';
import { invalidField } from '../params.js';
import type { CardSetDto, Problem, SetsAnswer } from '../dto.js';
import { nextLink, paginationOf } from '../paging.js';
import type { ApiDeps } from '../services.js';

const models = ['catalog', 'latest_prices', 'coverage'] as const;

@Route('sets')
@Tags('Sets')
export class SetsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Sets, newest release first, with card counts and value.
   * @summary List sets
   * @param tcg_type The game
   * @param q Part of the name, or the abbreviation
   * @param limit Sets a page
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 100
   * @param offset Sets to skip
   * @isInt offset
   * @minimum offset 0
   * @maximum offset 100000
   * @param min_position Wait (bounded) until the answer reflects this position
   */
  @Get()
  @SuccessResponse<{ 'Ledger-Position': string; ETag: string; Link?: string; 'X-Simulated'?: string }>(200, 'Sets')
  @Response<Problem>(400, 'The request does not fit the contract', undefined, 'application/problem+json')
  @Response<Problem>(503, 'min_position was not reached in time', undefined, 'application/problem+json')
  @Response<Problem>(500, 'Our fault; the log has the reason', undefined, 'application/problem+json')
  @Response(304, 'You have it')
  public list(
    @Request() request: HttpRequest,
    @Query() tcg_type?: 'pokemon' | 'onepiece',
    @Query() q?: string,
    @Query() limit = 20,
    @Query() offset = 0,
    @Query() min_position?: string,
  ): Promise<SetsAnswer> {
    if (q !== undefined && q.length > limits.searchCharsMax)
      throw invalidField('q', `at most ${limits.searchCharsMax} characters`);
    return answer(this.services, request, { models, minPosition: min_position }, async (draft) => {
      const { sets, total } = await listSets(this.services.database, { tcgType: tcg_type, q, limit, offset });
      const pagination = paginationOf({ total, limit, offset, count: sets.length });
      if (pagination.has_more) draft.link(nextLink(request, { offset: String(offset + limit) }));
      return { sets, pagination };
    });
  }

  /**
   * One set with its card counts and value.
   * @summary One set
   * @param set_id The set, e.g. pokemon-604
   * @param min_position Wait (bounded) until the answer reflects this position
   */
  @Get('{set_id}')
  @SuccessResponse<{ 'Ledger-Position': string; ETag: string; Link?: string; 'X-Simulated'?: string }>(200, 'The set')
  @Response<Problem>(400, 'The request does not fit the contract', undefined, 'application/problem+json')
  @Response<Problem>(503, 'min_position was not reached in time', undefined, 'application/problem+json')
  @Response<Problem>(500, 'Our fault; the log has the reason', undefined, 'application/problem+json')
  @Response(304, 'You have it')
  @Response<Problem>(404, 'No such set', undefined, 'application/problem+json')
  public one(
    @Request() request: HttpRequest,
    @Path() set_id: string,
    @Query() min_position?: string,
  ): Promise<CardSetDto> {
    if (!identityPattern.test(set_id)) throw invalidField('set_id', 'an id such as pokemon-604', set_id);
    return answer(this.services, request, { models, minPosition: min_position }, async () => {
      const { sets } = await listSets(this.services.database, { setId: set_id, limit: 1, offset: 0 });
      const [set] = sets;
      if (set === undefined) {
        throw ledgerError('SET_NOT_FOUND', `no set ${set_id} in this ledger`, {
          details: { set_id: `${set_id} is unknown` },
        });
      }
      return set;
    });
  }
}
