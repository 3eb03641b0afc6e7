import { Controller, Get, Path, Query, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { findCard, findCardSet } from '../../../projections/catalog/queries.js';
import { newestSnapshot } from '../../../projections/coverage/checks.js';
import { findSeries } from '../../../projections/price-history/find-series.js';
import { summarise } from '../../../projections/price-history/summary.js';
import { historyPeriods, historyPoints } from '../../../projections/price-history/queries.js';
import { printingStats } from '../../../projections/price-history/price-stats.js';
import { latestPricesOfCard } from '../../../projections/latest-prices/queries.js';
import { pricesOfCardAsOf } from '../../../projections/price-history/prices-as-of.js';
import { searchCards } from '../../../projections/catalog/search-cards.js';
import { cardTag, setTag, snapshotsTag } from '../../projecting/invalidation-tags.js';
import { answer } from './cacheable-read.js';
import { cardIdField, instantField, invalidField } from '../params.js';
import type {
  CardAnswer,
  CardSearchAnswer,
  HistoryAnswer,
  PeriodName,
  PricesAnswer,
  Problem,
  SortName,
} from '../dto.js';
import { nextLink, paginationOf, readCursor, writeCursor } from '../paging.js';
import type { ApiDeps } from '../services.js';
import { dayMs, instantOf } from '../../domain/instant.js';

const notFound = (cardId: string): Error =>
  ledgerError('CARD_NOT_FOUND', `no card ${cardId} in this ledger`, { details: { card_id: `${cardId} is unknown` } });

/** A card whose listing has not come yet has no set. */
const setTags = (setId: string | null): string[] => (setId === null ? [] : [setTag(setId)]);

@Route('cards')
@Tags('Cards')
export class CardsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Finds cards by words, prefixes, numbers and despite typos. Without `q`: all cards that fit the filters. The current
   * price is that of the card's cheapest printing.
   * @summary Search cards
   * @param q Words of the name, number, set or rarity; the last may be unfinished
   * @param tcg_type The game
   * @param set_identifier A set id (pokemon-604), or a set's name or abbreviation
   * @param rarity The rarity as the source writes it, in any case
   * @param product_type Single cards or sealed products
   * @param min_price Least current market price, in USD
   * @minimum min_price 0
   * @param max_price Greatest current market price, in USD
   * @minimum max_price 0
   * @param sort Order; `relevance` needs q and is the default with it, `name` without
   * @param limit Cards a page
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 100
   * @param offset Cards to skip
   * @isInt offset
   * @minimum offset 0
   * @maximum offset 100000
   * @param cursor Go on from a `Link: rel="next"`: every card once, also while prices change; in an order or within bounds
   *   of price only those whose price does not
   * @param min_position Wait (bounded) until the answer reflects this position
   */
  @Get('search')
  @SuccessResponse<{ 'Ledger-Position': string; ETag: string; Link?: string; 'X-Simulated'?: string }>(200, 'Cards')
  @Response<Problem>(404, 'No such set', undefined, 'application/problem+json')
  @Response<Problem>(400, 'The request does not fit the contract', undefined, 'application/problem+json')
  @Response<Problem>(503, 'min_position was not reached in time', undefined, 'application/problem+json')
  @Response<Problem>(500, 'Our fault; the log has the reason', undefined, 'application/problem+json')
  @Response(304, 'You have it')
  public search(
    @Request() request: HttpRequest,
    @Query() q?: string,
    @Query() tcg_type?: 'pokemon' | 'onepiece',
    @Query() set_identifier?: string,
    @Query() rarity?: string,
    @Query() product_type?: 'single' | 'sealed',
    @Query() min_price?: number,
    @Query() max_price?: number,
    @Query() sort?: SortName,
    @Query() limit = 20,
    @Query() offset = 0,
    @Query() cursor?: string,
    @Query() min_position?: string,
  ): Promise<CardSearchAnswer> {
    if (q !== undefined && q.length > limits.searchCharsMax)
      throw invalidField('q', `at most ${limits.searchCharsMax} characters`);
    const blank = q === undefined || q.trim() === '';
    if (sort === 'relevance' && blank) throw invalidField('sort', 'another order without q', sort);
    if (min_price !== undefined && max_price !== undefined && min_price > max_price) {
      throw invalidField('min_price', 'no more than max_price', min_price);
    }
    if (cursor !== undefined && offset !== 0) throw invalidField('offset', 'none beside a cursor', offset);
    const order = sort ?? (blank ? 'name' : 'relevance');
    const place = cursor === undefined ? undefined : readCursor(cursor, order);
    const { database, runtime } = this.services;
    const models = ['catalog', 'latest_prices', 'coverage'] as const;
    return answer(this.services, request, { models, minPosition: min_position }, async (draft) => {
      const found = await searchCards(
        database,
        {
          q,
          tcgType: tcg_type,
          setIdentifier: set_identifier,
          rarity,
          productType: product_type,
          minPrice: min_price,
          maxPrice: max_price,
          sort: order,
          limit,
          offset,
          after: place === undefined ? undefined : { value: place.value, cardId: place.id },
        },
        runtime.now(),
      );
      const byPrice =
        min_price !== undefined || max_price !== undefined || order === 'price_asc' || order === 'price_desc';
      // Which cards are found is for the catalog to say; of prices only those shown matter, unless they choose the cards.
      draft.showsAnyOf(byPrice ? models : ['catalog']);
      draft.shows(found.cards.flatMap(({ card_id, set }) => [cardTag(card_id), setTag(set.set_id)]));
      if (found.next !== null) {
        draft.link(
          nextLink(request, { cursor: writeCursor({ sort: order, value: found.next.value, id: found.next.cardId }) }),
        );
      }
      const { total, cards } = found;
      const pagination = paginationOf({ total, limit, offset, count: cards.length });
      // Beside a cursor the place in the whole is not known, only whether there is more.
      return { cards: [...cards], fuzzy: found.fuzzy, pagination: { ...pagination, has_more: found.next !== null } };
    });
  }

  /**
   * The card, its set and external ids, and how each printing stands. Windows end at the newest snapshot, or at `as_of`.
   * @summary One card
   * @param card_id The card, e.g. pokemon-517045
   * @param as_of End of the windows instead of the newest snapshot
   * @param min_position Wait (bounded) until the answer reflects this position
   */
  @Get('{card_id}')
  @SuccessResponse<{ 'Ledger-Position': string; ETag: string; Link?: string; 'X-Simulated'?: string }>(200, 'The card')
  @Response<Problem>(400, 'The request does not fit the contract', undefined, 'application/problem+json')
  @Response<Problem>(503, 'min_position was not reached in time', undefined, 'application/problem+json')
  @Response<Problem>(500, 'Our fault; the log has the reason', undefined, 'application/problem+json')
  @Response(304, 'You have it')
  @Response<Problem>(404, 'No such card', undefined, 'application/problem+json')
  public card(
    @Request() request: HttpRequest,
    @Path() card_id: string,
    @Query() as_of?: string,
    @Query() min_position?: string,
  ): Promise<CardAnswer> {
    const cardId = cardIdField(card_id);
    const asOf = as_of === undefined ? undefined : instantField('as_of', as_of, 'end');
    const { database, runtime } = this.services;
    const models = ['catalog', 'latest_prices', 'price_history', 'coverage'] as const;
    return answer(this.services, request, { models, minPosition: min_position }, async (draft) => {
      const card = await findCard(database, cardId);
      if (card === null) throw notFound(cardId);
      const newest = asOf ?? (await newestSnapshot(database, {}));
      const anchor = newest ?? instantOf(runtime.now());
      const stats = await printingStats(database, cardId, { asOf, now: runtime.now() });
      draft.shows([cardTag(cardId), setTag(card.set_id), snapshotsTag]);
      // The windows of a source without a snapshot end now.
      if (newest === null || stats.some(({ last_checked }) => last_checked === null)) draft.isOfTheMoment();
      const { set_info, external_ids, set_id: _set, ...rest } = card;
      return { card: rest, set_info, external_ids, as_of: anchor, price_stats: stats };
    });
  }

  /**
   * The newest price of every key (printing, condition, grade, source), market and asking prices kept apart. With
   * `valid_at` the prices of then, with `known_at` using only what had been recorded by then.
   * @summary Prices of a card
   * @param card_id The card
   * @param valid_at The prices as of this time
   * @param known_at Use only what the ledger had recorded by this time
   * @param min_position Wait (bounded) until the answer reflects this position
   */
  @Get('{card_id}/prices')
  @SuccessResponse<{ 'Ledger-Position': string; ETag: string; Link?: string; 'X-Simulated'?: string }>(200, 'Prices')
  @Response<Problem>(400, 'The request does not fit the contract', undefined, 'application/problem+json')
  @Response<Problem>(503, 'min_position was not reached in time', undefined, 'application/problem+json')
  @Response<Problem>(500, 'Our fault; the log has the reason', undefined, 'application/problem+json')
  @Response(304, 'You have it')
  @Response<Problem>(404, 'No such card', undefined, 'application/problem+json')
  public prices(
    @Request() request: HttpRequest,
    @Path() card_id: string,
    @Query() valid_at?: string,
    @Query() known_at?: string,
    @Query() min_position?: string,
  ): Promise<PricesAnswer> {
    const cardId = cardIdField(card_id);
    const validAt = valid_at === undefined ? undefined : instantField('valid_at', valid_at, 'end');
    const knownAt = known_at === undefined ? undefined : instantField('known_at', known_at, 'end');
    const { database, runtime } = this.services;
    const models = ['catalog', 'latest_prices', 'price_history', 'coverage'] as const;
    return answer(this.services, request, { models, minPosition: min_position }, async (draft) => {
      const found = await findCardSet(database, cardId);
      if (found === null) throw notFound(cardId);
      draft.shows([cardTag(cardId), ...setTags(found.set_id)]);
      const now = runtime.now();
      const prices =
        validAt === undefined && knownAt === undefined
          ? await latestPricesOfCard(database, cardId, now)
          : await pricesOfCardAsOf(database, cardId, { validAt: validAt ?? instantOf(now), knownAt });
      const market = prices.filter(({ kind }) => kind === 'market');
      const asking = prices.filter(({ kind }) => kind === 'asking');
      return { card_id: cardId, valid_at: validAt ?? null, known_at: knownAt ?? null, market, asking };
    });
  }

  /**
   * The history of one price key. When several keys fit, the first of them is answered (market before asking, ungraded
   * before graded, then the cheapest current market price) and the others are named in `available`. The window ends at
   * the newest snapshot of the source.
   * @summary Price history of a card
   * @param card_id The card
   * @param period How far back; not beside from and to
   * @param from Begin of the window; a day or a time
   * @param to End of the window; a day or a time
   * @param source Only this source
   * @param printing Only this printing: the source's word or its slug
   * @param condition Only this condition
   * @param kind Only market or only asking prices
   * @param interval Each change, or one point a day or week
   * @param valid_at End of the window: the history as of then
   * @param known_at Use only what the ledger had recorded by this time
   * @param min_position Wait (bounded) until the answer reflects this position
   */
  @Get('{card_id}/prices/history')
  @SuccessResponse<{ 'Ledger-Position': string; ETag: string; Link?: string; 'X-Simulated'?: string }>(
    200,
    'The history',
  )
  @Response<Problem>(400, 'The request does not fit the contract', undefined, 'application/problem+json')
  @Response<Problem>(503, 'min_position was not reached in time', undefined, 'application/problem+json')
  @Response<Problem>(500, 'Our fault; the log has the reason', undefined, 'application/problem+json')
  @Response(304, 'You have it')
  @Response<Problem>(404, 'No such card', undefined, 'application/problem+json')
  public history(
    @Request() request: HttpRequest,
    @Path() card_id: string,
    @Query() period?: PeriodName,
    @Query() from?: string,
    @Query() to?: string,
    @Query() source?: string,
    @Query() printing?: string,
    @Query() condition?: 'NM' | 'LP' | 'MP' | 'HP' | 'DMG' | 'S',
    @Query() kind?: 'market' | 'asking',
    @Query() interval: 'raw' | '1d' | '1w' = 'raw',
    @Query() valid_at?: string,
    @Query() known_at?: string,
    @Query() min_position?: string,
  ): Promise<HistoryAnswer> {
    const cardId = cardIdField(card_id);
    if (period !== undefined && (from !== undefined || to !== undefined)) {
      throw invalidField('period', 'either period or from and to', period);
    }
    if (valid_at !== undefined && to !== undefined) throw invalidField('valid_at', 'either valid_at or to', valid_at);
    const begin = from === undefined ? undefined : instantField('from', from);
    const end = to === undefined ? undefined : instantField('to', to, 'end');
    const validAt = valid_at === undefined ? undefined : instantField('valid_at', valid_at, 'end');
    const knownAt = known_at === undefined ? undefined : instantField('known_at', known_at, 'end');
    if (begin !== undefined && end !== undefined && Date.parse(begin) > Date.parse(end)) {
      throw invalidField('from', 'no later than to', from);
    }
    const { database, runtime } = this.services;
    const models = ['catalog', 'price_history', 'latest_prices', 'coverage'] as const;
    return answer(this.services, request, { models, minPosition: min_position }, async (draft) => {
      const found = await findCardSet(database, cardId);
      if (found === null) throw notFound(cardId);
      draft.shows([cardTag(cardId), ...setTags(found.set_id), snapshotsTag]);
      const [series, ...others] = await findSeries(database, cardId, { source, printing, condition, kind });
      const newest = end ?? (await newestSnapshot(database, { source: series?.source, asOf: validAt })) ?? validAt;
      const anchor = newest ?? instantOf(runtime.now());
      if (newest === undefined) draft.isOfTheMoment();
      // A snapshot that came late can be the newest of then, though it is not the newest.
      if (validAt !== undefined) draft.showsAnyOf(['coverage']);
      const toMs = Date.parse(anchor);
      const days = begin === undefined ? historyPeriods[period ?? '30d'] : null;
      const fromMs = begin !== undefined ? Date.parse(begin) : days === null ? -Infinity : toMs - days * dayMs;
      // Beyond the newest snapshot of a source there is nothing, and the last millisecond of a day leaves nothing of it.
      const wholeDays = (end ?? validAt) === undefined || new Date(toMs + 1).getTime() % dayMs === 0;
      const window = { fromMs, toMs, knownAt, interval, wholeDays };
      const points = series === undefined ? [] : await historyPoints(database, cardId, series, window);
      const keyOf = ({ seriesId: _id, ...key }: NonNullable<typeof series>) => key;
      return {
        card_id: cardId,
        key: series === undefined ? null : keyOf(series),
        available: others.map(keyOf),
        from: fromMs === -Infinity ? (points[0]?.effective_at ?? null) : instantOf(new Date(fromMs)),
        to: anchor,
        interval,
        known_at: knownAt ?? null,
        data_points: points,
        summary: summarise(points, series?.currency ?? 'USD'),
      };
    });
  }
}
