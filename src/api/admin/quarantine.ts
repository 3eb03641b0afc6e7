import {
  Body,
  Controller,
  Get,
  Path,
  Post,
  Queries,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { heldRows, type QuarantinedRow } from '../../../projections/quarantine/queries.js';
import { limits } from '../../base/limits.js';
import { rejectQuarantine, releaseQuarantine } from '../../corrections/settle-quarantine.js';
import type { Currency } from '../../domain/prices/money.js';
import { command } from '../command.js';
import type { OwnPageQuery } from '../commands/alerts.js';
import { nextLink, type Pagination, paginationOf } from '../paging.js';
import { cardIdField, uuidField } from '../params.js';
import type { Problem } from '../problem.js';
import { awaitedVersions } from '../reads/awaited-versions.js';
import type { ApiDeps } from '../services.js';
import { correctionDeps } from './correction-deps.js';
import {
  type NumbersAnswer,
  numbersAnswer,
  type PriceKeyAnswer,
  priceKeyAnswer,
  type RecordedAnswer,
  recordedAnswer,
} from './price-answer.js';
import type { StandingAnswer } from './record.js';

export interface QuarantineQuery extends OwnPageQuery {
  /** Only rows of this card */
  card_id?: string;
  /** Only rows of this source */
  source?: string;
  /** Only rows set aside for this reason, such as jump */
  reason?: string;
}

/** A row that was set aside. */
export interface HeldAnswer {
  readonly quarantine_id: string;
  readonly source: string;
  readonly reason: string;
  readonly detail: string;
  readonly card_id: string | null;
  readonly card_name: string | null;
  readonly printing: string | null;
  readonly condition: string | null;
  readonly currency: Currency | null;
  /** `null` if the numbers could not be read. */
  readonly offered: NumbersAnswer | null;
  /** What stands instead. */
  readonly standing: StandingAnswer | null;
  readonly effective_at: string;
  readonly recorded_at: string;
  /** The row as the source sent it. */
  readonly row: string;
  readonly releasable: boolean;
  readonly rejectable: boolean;
}

export interface QuarantineAnswer {
  /** The newest first. */
  readonly held: readonly HeldAnswer[];
  readonly pagination: Pagination;
}

export interface SettlingOrder {
  /** Why; it stands in the log for ever */
  readonly reason: string;
}

export interface SettledAnswer extends RecordedAnswer, PriceKeyAnswer {
  readonly quarantine_id: string;
  readonly effective_at: string;
  readonly offered: NumbersAnswer | null;
  /** A later price stands: a released row is history only. */
  readonly is_late: boolean;
}

const heldAnswer = (row: QuarantinedRow): HeldAnswer => {
  const { currency, offered, standing } = row;
  return {
    ...row,
    offered: offered === null || currency === null ? null : numbersAnswer(offered, currency),
    standing:
      standing === null || currency === null
        ? null
        : {
            ...numbersAnswer(standing, currency),
            withdrawn: standing.withdrawn,
            effective_at: standing.effective_at,
          },
  };
};

@Route('admin/quarantine')
@Tags('Administration')
@Security('user', ['admin'])
export class QuarantineController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Rows of sources that are held now: why, what stands and what was offered.
   * @summary Rows that were set aside
   */
  @Get()
  @SuccessResponse(200, 'Rows')
  public async listQuarantine(
    @Request() request: HttpRequest,
    @Queries() query: QuarantineQuery,
  ): Promise<QuarantineAnswer> {
    const { card_id, source, reason, limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    const cardId = card_id === undefined ? undefined : cardIdField(card_id);
    const models = ['quarantine', 'latest_prices', 'coverage', 'catalog'];
    await awaitedVersions(this.services, request, models, min_position);
    const { rows, total } = await heldRows(this.services.database, { cardId, source, reason, limit, offset });
    const pagination = paginationOf({ total, limit, offset, count: rows.length });
    if (pagination.has_more) this.setHeader('Link', nextLink(request, { offset: String(offset + limit) }));
    return { held: rows.map(heldAnswer), pagination };
  }

  /**
   * Records that a row is right after all: it counts from its stamp on, and alerts may fire on it.
   * @summary Release a row
   * @param id The row
   */
  @Post('{id}/release')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'No such row')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public releaseQuarantine(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: SettlingOrder,
  ): Promise<SettledAnswer | undefined> {
    return this.settle(request, id, body, releaseQuarantine);
  }

  /**
   * Records that a row is wrong: the price before it holds.
   * @summary Reject a row
   * @param id The row
   */
  @Post('{id}/reject')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'No such row')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public rejectQuarantine(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: SettlingOrder,
  ): Promise<SettledAnswer | undefined> {
    return this.settle(request, id, body, rejectQuarantine);
  }

  private settle(
    request: HttpRequest,
    id: string,
    { reason }: SettlingOrder,
    run: typeof releaseQuarantine,
  ): Promise<SettledAnswer | undefined> {
    return command(this.services, request, async ({ userId: actor }) => {
      const done = await run(correctionDeps(this.services), { quarantineId: uuidField('id', id), reason, actor });
      const { key, quarantine_id, effective_at, offered, is_late } = done;
      const answer = {
        ...recordedAnswer(done),
        ...priceKeyAnswer(key),
        quarantine_id,
        effective_at,
        offered: offered === null ? null : numbersAnswer(offered, key.currency),
        is_late,
      };
      return { status: 200, answer, position: done.position };
    });
  }
}
