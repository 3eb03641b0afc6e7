import { Controller, Get, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { WindowPeriod } from '../../../projections/coverage/windows.js';
import type { Exclusions } from '../../../projections/trending/exclusions.js';
import { findMovers, type Mover } from '../../../projections/trending/movers.js';
import { type Attention, findWatched } from '../../../projections/trending/watched.js';
import { invalidField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { watchedCards } from '../watched-cards.js';
import { answerWindow, type RankingAnswer, type RankingQuery } from './ranking-query.js';

/** What a ranking is by. */
export type TrendType = 'gainers' | 'losers' | 'most_watched';

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

/** A row of the ranking. */
export interface TrendingRow extends Mover {
  /** How much the card is watched; only for `most_watched` */
  readonly watched?: Attention;
}

export interface TrendingAnswer extends RankingAnswer {
  readonly trend_type: TrendType;
  readonly period: WindowPeriod;
  readonly by: 'percent' | 'amount';
  readonly trending: readonly TrendingRow[];
  /** Prices left out, by reason. */
  readonly excluded: Exclusions;
}

/** How long a ranking by alerts and reads is kept: no event of a read model says that they changed. */
const watchedFreshMs = 60_000;

@Route('prices/trending')
@Tags('Prices')
export class TrendingController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The market prices that moved most, of each printing and source. The window ends at the newest snapshot and starts at the
   * source's snapshot nearest to the period before. Prices that do not take part are counted with their reasons. `most_watched`
   * are the cards with most active alerts and watchlists, each by its one price; how often they were read breaks ties.
   * @summary Gainers, losers, most watched
   */
  @Get()
  @SuccessResponse(200, 'The ranking')
  @Response<Problem>(404, 'Source not found')
  public getTrending(
    @Request() request: HttpRequest,
    @Queries() query: TrendingQuery,
  ): Promise<TrendingAnswer | undefined> {
    const { trend_type = 'gainers', period = '7d', by = 'percent', reliable = false } = query;
    const isWatched = trend_type === 'most_watched';
    for (const field of ['as_of', 'known_at'] as const)
      if (isWatched && query[field] !== undefined)
        throw invalidField(field, 'none with most_watched: alerts are counted now', query[field]);
    const direction = trend_type === 'gainers' ? 'up' : 'down';
    const asked = { trend_type, period, by } as const;
    return answerWindow(
      this.services,
      request,
      // A watched card is asked for whatever it costs and however seldom it is sold.
      {
        ...query,
        period,
        ...(isWatched ? { min_price: query.min_price ?? 0, min_observations: query.min_observations ?? 0 } : {}),
      },
      async ({ window, terms, game, limit }, draft) => {
        const { database, runtime } = this.services;
        if (isWatched) {
          draft.freshUntil(runtime.now().getTime() + watchedFreshMs);
          const cards = await watchedCards(this.services, period);
          const watched = await findWatched(database, window, { ...terms, cards, game, limit });
          return { ...asked, trending: watched.rows, excluded: watched.excluded };
        }
        const movers = await findMovers(database, window, { ...terms, direction, by, reliable, game, limit });
        return { ...asked, trending: movers.rows, excluded: movers.excluded };
      },
      { ...asked, trending: [], excluded: {} },
    );
  }
}
