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
import { type SuspectRow, suspectMappings } from '../../../projections/trending/suspect-list.js';
import { limits } from '../../base/limits.js';
import type { Game } from '../../domain/cards/card.js';
import { acceptReview, rejectReview } from '../../matching/decide-review.js';
import { type ReviewReason, waitingProducts } from '../../matching/reviews.js';
import { command } from '../command.js';
import type { OwnPageQuery } from '../commands/alerts.js';
import { nextLink, type Pagination, paginationOf } from '../paging.js';
import type { Problem } from '../problem.js';
import { awaitedVersions } from '../reads/awaited-versions.js';
import { windowModels } from '../reads/window-models.js';
import type { ApiDeps } from '../services.js';
import { correctionDeps } from './correction-deps.js';
import { type RecordedAnswer, recordedAnswer } from './price-answer.js';
import type { MappingAnswer } from './record.js';

export interface MatchingQuery extends OwnPageQuery {
  /** Only products of this marketplace, such as cardmarket */
  system?: string;
}

/** A card that a product may be. */
export interface ProductCandidate {
  readonly card_id: string;
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
}

/** A product of another marketplace that waits for a person. */
export interface WaitingAnswer {
  readonly system: string;
  readonly external_id: string;
  readonly game: Game;
  /** As its marketplace writes it. */
  readonly name: string;
  /**
   * `ambiguous`: several cards fit. `unsure`: too little speaks for the one that does. `card_taken`: the card has another id
   * there. `same_card`: two products are the same card.
   */
  readonly reason: ReviewReason;
  /** The likeliest first. */
  readonly candidates: readonly ProductCandidate[];
  readonly first_seen_at: string;
  readonly last_seen_at: string;
}

export interface MatchingAnswer {
  /** Those first that wait longest. */
  readonly waiting: readonly WaitingAnswer[];
  /** Products that are mapped, to another card by their prices: the 100 furthest. A rejection ends such a mapping. */
  readonly suspects: readonly SuspectRow[];
  readonly pagination: Pagination;
}

export interface MatchOrder {
  /** The card; it may be left out where the product has one candidate */
  readonly card_id?: string;
  /** Why; it stands in the log for ever */
  readonly reason: string;
}

export interface RejectOrder {
  /** The card that the product is not; left out: the one that it is mapped to, else none of its candidates */
  readonly card_id?: string;
  /** Why; it stands in the log for ever */
  readonly reason: string;
}

export interface RejectedIdAnswer extends RecordedAnswer {
  readonly card_id: string;
  readonly system: string;
  readonly external_id: string;
}

export interface RejectionAnswer {
  /** One for each card. */
  readonly rejected: readonly RejectedIdAnswer[];
}

@Route('admin/matching')
@Tags('Administration')
@Security('user', ['admin'])
export class MatchingController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Products of other marketplaces of which the matcher is not sure which card they are, with the cards that they may be; and mappings
   * that the prices put in doubt. `limit` and `offset` page through `waiting`.
   * @summary Products that wait for a person
   */
  @Get()
  @SuccessResponse(200, 'Products')
  public async listMatching(@Request() request: HttpRequest, @Queries() query: MatchingQuery): Promise<MatchingAnswer> {
    const { system, limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    await awaitedVersions(this.services, request, windowModels, min_position);
    const [{ waiting, total }, suspects] = await Promise.all([
      waitingProducts(this.services.accounts.database, { system, limit, offset }),
      suspectMappings(this.services.database, { system, limit: limits.pageLimitMax }),
    ]);
    const pagination = paginationOf({ total, limit, offset, count: waiting.length });
    if (pagination.has_more) this.setHeader('Link', nextLink(request, { offset: String(offset + limit) }));
    return { waiting, suspects, pagination };
  }

  /**
   * Records that the product is a card.
   * @summary Accept a card for a product
   * @param system The marketplace, e.g. cardmarket
   * @param id Its id of the product
   */
  @Post('{system}/{id}/accept')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'No such product waits')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public acceptMatch(
    @Request() request: HttpRequest,
    @Path() system: string,
    @Path() id: string,
    @Body() body: MatchOrder,
  ): Promise<MappingAnswer | undefined> {
    return command(this.services, request, async ({ userId: actor }) => {
      const order = { system, externalId: id, cardId: body.card_id, reason: body.reason, actor };
      const done = await acceptReview(correctionDeps(this.services), order);
      const { card_id, external_id, replaces } = done;
      const answer = { ...recordedAnswer(done), card_id, system: done.system, external_id, replaces };
      return { status: 200, answer, position: done.position };
    });
  }

  /**
   * Records that the product is not the card that it is mapped to, which ends the mapping and, with its marketplace's next list,
   * the card's prices there; or, of a product that waits, that it is not that card, or none of its candidates. They are not
   * proposed for it again.
   * @summary Reject cards for a product
   * @param system The marketplace, e.g. cardmarket
   * @param id Its id of the product
   */
  @Post('{system}/{id}/reject')
  @SuccessResponse(200, 'What was recorded')
  @Response<Problem>(404, 'No such product waits or is mapped')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public rejectMatch(
    @Request() request: HttpRequest,
    @Path() system: string,
    @Path() id: string,
    @Body() body: RejectOrder,
  ): Promise<RejectionAnswer | undefined> {
    return command(this.services, request, async ({ userId: actor }) => {
      const order = { system, externalId: id, cardId: body.card_id, reason: body.reason, actor };
      const done = await rejectReview(correctionDeps(this.services), order);
      const rejected = done.map((each) => {
        const { card_id, external_id } = each;
        return { ...recordedAnswer(each), card_id, system: each.system, external_id };
      });
      return { status: 200, answer: { rejected }, position: done.at(-1)?.position ?? null };
    });
  }
}
