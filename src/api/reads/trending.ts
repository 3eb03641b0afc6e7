import { Controller, Get, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { type WindowPeriod, windowPeriods } from '../../../projections/coverage/windows.js';
import type { Exclusions } from '../../../projections/trending/exclusions.js';
import { findMovers, type Mover } from '../../../projections/trending/movers.js';
import { type Attention, findWatched } from '../../../projections/trending/watched.js';
import { mostWatchedCards } from '../../alerting/watched-cards.js';
import { mostListedCards } from '../../alerting/watchlists/store.js';
import { dayMs, dayOf } from '../../domain/instant.js';
import { mostRead, readsOf } from '../card-reads.js';
import { invalidField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { mergedAsKnown } from './merged-card.js';
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

/** Cards that are looked at for the most watched ones. */
const watchedCardsMax = 1_000;
/** How long a ranking by alerts and reads is kept: no event of a read model says that they changed. */
const watchedFreshMs = 60_000;

/**
 * Returns the cards with most active alerts and watchlists, then most reads since the period began, in this order. A card of
 * a list that was merged since counts as the one that it is now, as it does for alerts.
 */
const watchedCards = async ({ database, runtime }: ApiDeps, period: WindowPeriod) => {
  const sinceDay = dayOf(new Date(runtime.now().getTime() - windowPeriods[period] * dayMs));
  const [alerted, listed, read] = await Promise.all([
    mostWatchedCards(database, watchedCardsMax),
    mostListedCards(database, watchedCardsMax),
    mostRead(database, { sinceDay, limit: watchedCardsMax }),
  ]);
  const merged = await mergedAsKnown(
    database,
    listed.map(({ card_id }) => card_id),
    undefined,
  );
  const alerts = new Map(alerted.map((each) => [each.card_id, each.alerts]));
  const watchlists = new Map<string, number>();
  for (const { card_id, lists } of listed) {
    const now = merged.get(card_id) ?? card_id;
    watchlists.set(now, (watchlists.get(now) ?? 0) + lists);
  }
  const watched = [...new Set([...alerts.keys(), ...watchlists.keys()])];
  const reads = new Map([
    ...read.map((each) => [each.card_id, each.reads] as const),
    ...(await readsOf(database, { sinceDay, cardIds: watched })),
  ]);
  return [...new Set([...watched, ...reads.keys()])]
    .map((cardId) => ({
      cardId,
      alerts: alerts.get(cardId) ?? 0,
      watchlists: watchlists.get(cardId) ?? 0,
      reads: reads.get(cardId) ?? 0,
    }))
    .sort(
      (a, b) =>
        b.alerts + b.watchlists - (a.alerts + a.watchlists) || b.reads - a.reads || (a.cardId < b.cardId ? -1 : 1),
    )
    .slice(0, watchedCardsMax);
};

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
