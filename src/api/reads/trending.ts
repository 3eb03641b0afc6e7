import { Controller, Get, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { WindowPeriod } from '../../../projections/coverage/windows.js';
import type { Exclusions } from '../../../projections/trending/exclusions.js';
import { findMovers, type Mover } from '../../../projections/trending/movers.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerWindow, type RankingAnswer, type RankingQuery } from './ranking-query.js';

/** What a ranking is by. */
export type TrendType = 'gainers' | 'losers';

export interface TrendingQuery extends RankingQuery {
  /**
   * What is ranked
   * @default "gainers"
   */
  trend_type?: TrendType;
  /**
   * Length of the window
   * @default "7d"
   */
  period?: WindowPeriod;
  /**
   * What the order is by
   * @default "percent"
   */
  by?: 'percent' | 'amount';
  /** Only moves that another number confirms: the lowest and the middle offer, or the market price of another source */
  reliable?: boolean;
}

export interface TrendingAnswer extends RankingAnswer {
  readonly trend_type: TrendType;
  readonly period: WindowPeriod;
  readonly by: 'percent' | 'amount';
  readonly trending: readonly Mover[];
  /** Prices left out, by reason. */
  readonly excluded: Exclusions;
}

@Route('prices/trending')
@Tags('Prices')
export class TrendingController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The market prices that moved most, of each printing and source. The window ends at the newest snapshot and starts at the
   * source's snapshot nearest to the period before. Prices that do not take part are counted with their reasons.
   * @summary Gainers and losers
   */
  @Get()
  @SuccessResponse(200, 'The ranking')
  @Response<Problem>(404, 'Source not found')
  public getTrending(
    @Request() request: HttpRequest,
    @Queries() query: TrendingQuery,
  ): Promise<TrendingAnswer | undefined> {
    const { trend_type = 'gainers', period = '7d', by = 'percent', reliable = false } = query;
    const direction = trend_type === 'gainers' ? 'up' : 'down';
    const asked = { trend_type, period, by } as const;
    return answerWindow(
      this.services,
      request,
      { ...query, period },
      async ({ window, terms, game, limit }) => {
        const { database } = this.services;
        const movers = await findMovers(database, window, { ...terms, direction, by, reliable, game, limit });
        return { ...asked, trending: movers.rows, excluded: movers.excluded };
      },
      { ...asked, trending: [], excluded: {} },
    );
  }
}
