import { Controller, Get, Query, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { identityPattern } from '../../domain/cards/card.js';
import { dayMs, dayOf } from '../../domain/instant.js';
import { coverageByDay, coverageBySetAndDay, recentRuns } from '../../../projections/coverage/queries.js';
import { newestSnapshot } from '../../../projections/coverage/checks.js';
import { answer } from './cacheable-read.js';
import { instantField, invalidField } from '../params.js';
import type { CoverageAnswer, Problem } from '../dto.js';
import { nextLink, paginationOf } from '../paging.js';
import type { ApiDeps } from '../services.js';

/** Without `from`: the week up to the newest snapshot. */
const defaultDays = 7;

@Route('coverage')
@Tags('Ledger')
export class CoverageController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * What was collected, unchanged, withdrawn and missed, per set and day, and the runs behind it. The window ends at the
   * newest snapshot.
   * @summary Coverage
   * @param source Only this source
   * @param set_id Only this set
   * @param from First day
   * @param to Last day
   * @param limit Rows of `sets` a page
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 100
   * @param offset Rows of `sets` to skip
   * @isInt offset
   * @minimum offset 0
   * @maximum offset 100000
   * @param min_position Wait (bounded) until the answer reflects this position
   */
  @Get()
  @SuccessResponse<{ 'Ledger-Position': string; ETag: string; Link?: string; 'X-Simulated'?: string }>(200, 'Coverage')
  @Response<Problem>(400, 'The request does not fit the contract', undefined, 'application/problem+json')
  @Response<Problem>(503, 'min_position was not reached in time', undefined, 'application/problem+json')
  @Response<Problem>(500, 'Our fault; the log has the reason', undefined, 'application/problem+json')
  @Response(304, 'You have it')
  public list(
    @Request() request: HttpRequest,
    @Query() source?: string,
    @Query() set_id?: string,
    @Query() from?: string,
    @Query() to?: string,
    @Query() limit = 20,
    @Query() offset = 0,
    @Query() min_position?: string,
  ): Promise<CoverageAnswer> {
    if (set_id !== undefined && !identityPattern.test(set_id))
      throw invalidField('set_id', 'an id such as pokemon-604', set_id);
    const first = from === undefined ? undefined : dayOf(instantField('from', from));
    const last = to === undefined ? undefined : dayOf(instantField('to', to, 'end'));
    if (first !== undefined && last !== undefined && first > last) throw invalidField('from', 'no later than to', from);
    const { database, runtime } = this.services;
    return answer(
      this.services,
      request,
      { models: ['coverage', 'catalog'], minPosition: min_position },
      async (draft) => {
        const newest = await newestSnapshot(database, { source });
        if (last === undefined && newest === null) draft.isOfTheMoment();
        const end = last ?? dayOf(newest ?? runtime.now());
        const begin = first ?? dayOf(new Date(Date.parse(end) - (defaultDays - 1) * dayMs));
        const filter = { source, setId: set_id, from: begin, to: end, limit, offset };
        const [{ days: sets, total }, days, runs] = await Promise.all([
          coverageBySetAndDay(database, filter),
          coverageByDay(database, filter),
          recentRuns(database, source, 20),
        ]);
        const pagination = paginationOf({ total, limit, offset, count: sets.length });
        if (pagination.has_more) draft.link(nextLink(request, { offset: String(offset + limit) }));
        return { newest_snapshot: newest, from: begin, to: end, days, sets, pagination, runs };
      },
    );
  }
}
