import { Controller, Get, Path, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { type CompleteSet, completeSetCost } from '../../../projections/catalog/complete-set-cost.js';
import { cardsOfValueNow } from '../../../projections/catalog/set-values-now.js';
import { findSets, resolveSet } from '../../../projections/catalog/resolve-set.js';
import { type CardSet, listSets } from '../../../projections/catalog/sets.js';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Game } from '../../domain/cards/card.js';
import { rememberPastValues } from '../cache/past-values.js';
import { cardTag, pastTag, setTag, snapshotsTag } from '../../projecting/invalidation-tags.js';
import { nextLink, type Pagination, paginationOf } from '../paging.js';
import { invalidField, updatedAfterField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import type { PageQuery, ReadQuery } from './query-parameters.js';

/** The read models behind the answers about sets. */
export const setModels = ['catalog', 'latest_prices', 'price_history', 'coverage', 'trending'] as const;

export interface SetsQuery extends PageQuery {
  /** Only this game */
  tcg_type?: Game;
  /** Words of the name or the code, each of which may be unfinished */
  q?: string;
  /**
   * Only sets updated after this position, or after this day or time: by an event of the set (listed, revised, withdrawn), or of a card in it or that
   * card's prices. A check that found all as it was is none
   */
  updated_after?: string;
}

export interface SetsAnswer {
  readonly sets: readonly CardSet[];
  /** What was searched instead of the words typed; `null` if they have results, or nothing has. */
  readonly did_you_mean: string | null;
  readonly pagination: Pagination;
}

export interface SetAnswer extends CardSet {
  readonly complete_set: CompleteSet;
}

/** Returns SET_NOT_FOUND. */
export const setNotFound = (setId: string): Error =>
  ledgerError('SET_NOT_FOUND', `no set ${setId} in this ledger`, { details: { set_id: `${setId} is unknown` } });

@Route('sets')
@Tags('Sets')
export class SetsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Sets, newest release first, with card counts, value and its changes. With `q` those that have its words whole come before those that have
   * them unfinished.
   * @summary List sets
   */
  @Get()
  @SuccessResponse(200, 'Sets')
  public listSets(@Request() request: HttpRequest, @Queries() query: SetsQuery): Promise<SetsAnswer | undefined> {
    const { tcg_type: tcgType, q, limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    const updatedAfter = updatedAfterField(this.services.log, query.updated_after);
    if (q !== undefined && q.length > limits.searchCharsMax)
      throw invalidField('q', `at most ${limits.searchCharsMax} characters`);
    return answerRead(this.services, request, { models: setModels, minPosition: min_position }, async (draft) => {
      const { database } = this.services;
      const now = this.services.runtime.now();
      const isBlank = q === undefined || q.trim() === '';
      const found = isBlank ? null : await findSets(database, q, tcgType);
      const wanted = { tcgType, setIds: found?.setIds, firstIds: found?.wholeIds, updatedAfter, limit, offset };
      const valuesAt = rememberPastValues(this.services, draft.marks);
      const { sets, total } = await listSets(database, wanted, { now, valuesAt });
      if (sets.some(({ set_value }) => set_value.as_of === null)) draft.noStore();
      const pagination = paginationOf({ total, limit, offset, count: sets.length });
      if (pagination.has_more) draft.link(nextLink(request, { offset: String(offset + limit) }));
      return { sets, did_you_mean: found?.didYouMean ?? null, pagination };
    });
  }

  /**
   * One set with its card counts, value, its changes, and what a complete set costs.
   * @summary One set
   * @param set_id The set: an id such as pokemon-604, a code or a name in any spelling
   */
  @Get('{set_id}')
  @SuccessResponse(200, 'The set')
  @Response<Problem>(404, 'Set not found')
  public getSet(
    @Request() request: HttpRequest,
    @Path() set_id: string,
    @Queries() query: ReadQuery,
  ): Promise<SetAnswer | undefined> {
    if (set_id.length > limits.searchCharsMax)
      throw invalidField('set_id', `at most ${limits.searchCharsMax} characters`);
    const { database, runtime } = this.services;
    return answerRead(this.services, request, { models: setModels, minPosition: query.min_position }, async (draft) => {
      const now = runtime.now();
      const setId = await resolveSet(database, set_id, { field: 'set_id' });
      const valuesAt = rememberPastValues(this.services, draft.marks);
      const { sets } = await listSets(database, { setIds: [setId], limit: 1, offset: 0 }, { now, valuesAt });
      const [set] = sets;
      if (set === undefined) throw setNotFound(set_id);
      const { as_of } = set.set_value;
      if (as_of === null) draft.noStore();
      const counted = await cardsOfValueNow(database, setId, { newest: as_of, now });
      draft.dependsOnAny(['catalog']);
      draft.dependsOn([setTag(setId), snapshotsTag, pastTag, ...[...counted.keys()].map(cardTag)]);
      return { ...set, complete_set: await completeSetCost(database, counted) };
    });
  }
}
