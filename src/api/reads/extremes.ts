import { Controller, Get, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { WindowPeriod } from '../../../projections/coverage/windows.js';
import type { Exclusions } from '../../../projections/trending/exclusions.js';
import { type NewExtreme, findExtremes } from '../../../projections/trending/extremes.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerWindow, type RankingAnswer, type RankingQuery } from './ranking-query.js';

export interface ExtremesQuery extends RankingQuery {
  /**
   * Length of the window; `all`: beyond every price recorded, reached within the last 30 days
   * @default "30d"
   */
  period?: WindowPeriod | 'all';
}

/** What both answers have. */
interface ExtremesAnswer extends RankingAnswer {
  readonly period: WindowPeriod | 'all';
  /** Prices left out, by reason. */
  readonly excluded: Exclusions;
}

export interface HighsAnswer extends ExtremesAnswer {
  readonly highs: readonly NewExtreme[];
}

export interface LowsAnswer extends ExtremesAnswer {
  readonly lows: readonly NewExtreme[];
}

@Route('prices')
@Tags('Prices')
export class ExtremesController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Market prices that stand higher than any that stood in the window before, with the old high and its date, the farthest
   * beyond it first. A price that returned to its old high is none. Windows and exclusions are those of `trending`.
   * @summary New highs
   */
  @Get('highs')
  @SuccessResponse(200, 'The ranking')
  @Response<Problem>(404, 'Source not found')
  public getHighs(@Request() request: HttpRequest, @Queries() query: ExtremesQuery): Promise<HighsAnswer | undefined> {
    return this.answer(request, query, 'high', (highs) => ({ highs }));
  }

  /**
   * The same of market prices that stand lower than any that stood in the window before.
   * @summary New lows
   */
  @Get('lows')
  @SuccessResponse(200, 'The ranking')
  @Response<Problem>(404, 'Source not found')
  public getLows(@Request() request: HttpRequest, @Queries() query: ExtremesQuery): Promise<LowsAnswer | undefined> {
    return this.answer(request, query, 'low', (lows) => ({ lows }));
  }

  private answer<R extends object>(
    request: HttpRequest,
    query: ExtremesQuery,
    kind: 'high' | 'low',
    named: (rows: readonly NewExtreme[]) => R,
  ): Promise<(ExtremesAnswer & R) | undefined> {
    const { period = '30d' } = query;
    const everShown = period === 'all';
    return answerWindow(
      this.services,
      request,
      { ...query, period: everShown ? '30d' : period },
      async ({ window, terms, game, limit }) => {
        const options = { ...terms, kind, everShown, game, limit };
        const { rows, excluded } = await findExtremes(this.services.database, window, options);
        return { period, ...named(rows), excluded };
      },
      { period, ...named([]), excluded: {} },
    );
  }
}
