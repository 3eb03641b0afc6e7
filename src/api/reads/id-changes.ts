import { Controller, Get, Queries, Request, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { type IdChange, listIdChanges } from '../../../projections/catalog/id-changes.js';
import { limits } from '../../base/limits.js';
import { nextLink, type Pagination, paginationOf } from '../paging.js';
import { updatedAfterField } from '../params.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import type { PageQuery } from './query-parameters.js';

export interface IdChangesQuery extends PageQuery {
  /** Only changes recorded after this position, or after this day or time */
  updated_after?: string;
}

export interface IdChangesAnswer {
  /** In the order in which they were recorded. */
  readonly id_changes: readonly IdChange[];
  readonly pagination: Pagination;
}

@Route('id-changes')
@Tags('Cards')
export class IdChangesController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Ids of cards that were merged into others, old to new. A card whose new id changes is listed again, so a client that
   * applies the rows in their order, and continues after the last position, has every id right.
   * @summary Changed ids
   */
  @Get()
  @SuccessResponse(200, 'Changed ids')
  public listIdChanges(
    @Request() request: HttpRequest,
    @Queries() query: IdChangesQuery,
  ): Promise<IdChangesAnswer | undefined> {
    const { updated_after, limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    const { database, log } = this.services;
    const after = updatedAfterField(log, updated_after) ?? null;
    const options = { models: ['catalog'], minPosition: min_position };
    return answerRead(this.services, request, options, async (draft) => {
      const { changes, total } = await listIdChanges(database, { after, limit, offset });
      const pagination = paginationOf({ total, limit, offset, count: changes.length });
      const last = changes.at(-1);
      // The next page continues after a position: changes that arrive meanwhile move none.
      if (pagination.has_more && last !== undefined) draft.link(nextLink(request, { updated_after: last.position }));
      return { id_changes: changes, pagination };
    });
  }
}
