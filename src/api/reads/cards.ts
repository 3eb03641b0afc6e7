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
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { findCardSet } from '../../../projections/catalog/queries.js';
import { checkIntervals } from '../../../projections/coverage/check-intervals.js';
import {
  type LatestPrices,
  latestPrices,
  type OfferFacts,
  type Price,
} from '../../../projections/latest-prices/queries.js';
import { pricesOfCardAsOf } from '../../../projections/price-history/prices-as-of.js';
import { ledgerError } from '../../base/errors.js';
import { instantOf } from '../../domain/instant.js';
import { staleAtMs } from '../../domain/prices/freshness.js';
import { cardIdField, instantField, invalidField, timesField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { awaitedVersions } from './awaited-versions.js';
import { answerRead } from './cacheable-read.js';
import { mergedAsKnown, redirectIfMerged } from './merged-card.js';
import { snapshotsTag } from '../../projecting/invalidation-tags.js';
import { type CardAnswer, cardAnswers, cardModels, type CardTimes, priceModels, tagsOfCard } from './card-answers.js';
import { withStatedFacts } from './price-events.js';
import type { ReadQuery, TableQuery } from './query-parameters.js';
import { answerCardSearch, type CardSearchAnswer, type CardSearchQuery } from './search.js';

export interface CardQuery extends ReadQuery {
  /** End of the windows instead of the newest snapshot; a day or a time */
  as_of?: string;
  /** Another name of as_of, the one that prices use; not beside it */
  valid_at?: string;
  /** Use only what the ledger had recorded by this day or time; card and set are as they are now */
  known_at?: string;
}

/** Parses the times of a query. Throws VALIDATION_FAILED. */
const cardTimes = ({ as_of, valid_at, known_at }: CardQuery): CardTimes => {
  if (as_of !== undefined && valid_at !== undefined)
    throw invalidField('valid_at', 'either as_of or valid_at', valid_at);
  const [field, end] = as_of === undefined ? (['valid_at', valid_at] as const) : (['as_of', as_of] as const);
  return {
    asOf: end === undefined ? undefined : instantField(field, end, 'end'),
    knownAt: known_at === undefined ? undefined : instantField('known_at', known_at, 'end'),
  };
};

export interface CardBatch {
  /**
   * Card ids, e.g. pokemon-517045
   * @minItems 1
   * @maxItems 100
   */
  readonly card_ids: readonly string[];
}

/** An id that leads to another card now. */
export interface MergedId {
  readonly old_card_id: string;
  readonly new_card_id: string;
}

export interface CardBatchAnswer {
  /** In the order of the ids; a repeated id is answered once. */
  readonly cards: readonly CardAnswer[];
  /** Ids without a card, in their order. */
  readonly not_found: readonly string[];
  /** Ids of the request that lead to another card now, which is answered in their place. */
  readonly merged: readonly MergedId[];
}

export interface PricesQuery extends TableQuery {
  /** The prices as of this day or time */
  valid_at?: string;
  /** Use only what the ledger had recorded by this day or time */
  known_at?: string;
}

/** A price, what its source states beside it, and how often it is asked for it. */
export interface CheckedPrice extends Price, OfferFacts {
  /**
   * Hours between two checks by the source, the median of the last seven times: 1 is every hour, 24 every day. `null` before the second
   * check.
   * @isInt
   */
  readonly checked_every_hours: number | null;
}

export interface PricesAnswer {
  readonly card_id: string;
  readonly valid_at: string | null;
  readonly known_at: string | null;
  readonly market: readonly CheckedPrice[];
  readonly asking: readonly CheckedPrice[];
}

/** Returns CARD_NOT_FOUND. */
export const cardNotFound = (cardId: string): Error =>
  ledgerError('CARD_NOT_FOUND', `no card ${cardId} in this ledger`, { details: { card_id: `${cardId} is unknown` } });

/** Returns the prices as of a time, each with the event that states it; `null` for an unknown card. */
const pricesOfThen = async (
  { database, log }: ApiDeps,
  cardId: string,
  times: { validAt: string; knownAt: string | undefined },
): Promise<LatestPrices | null> => {
  const card = await findCardSet(database, cardId);
  if (card === null) return null;
  const prices = await pricesOfCardAsOf(database, cardId, times);
  return { ...card, prices: await withStatedFacts(log, cardId, prices, times.knownAt) };
};

@Route('cards')
@Tags('Cards')
export class CardsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Finds cards by words, whole or unfinished, and numbers, typos included. Names that have all words come before cards whose
   * set or rarity has some of them. Without `q` it lists all cards that match the filters. The current price is the card's one
   * price: of its first source and printing, by an order that does not depend on the numbers.
   * @summary Search cards
   */
  @Get('search')
  @SuccessResponse(200, 'Cards')
  @Response<Problem>(404, 'Set not found')
  public searchCards(
    @Request() request: HttpRequest,
    @Queries() query: CardSearchQuery,
  ): Promise<CardSearchAnswer | undefined> {
    return answerCardSearch(this.services, request, query);
  }

  /**
   * The card, its set, its ids elsewhere, statistics of each printing, and which prices have a history. Windows end at the newest
   * snapshot, or at `as_of`; with `known_at` the numbers are those that were known then.
   * @summary One card
   * @param card_id The card, e.g. pokemon-517045
   */
  @Get('{card_id}')
  @SuccessResponse(200, 'The card')
  @Response<Problem>(308, 'Merged into another card')
  @Response<Problem>(404, 'Card not found')
  public getCard(
    @Request() request: HttpRequest,
    @Path() card_id: string,
    @Queries() query: CardQuery,
  ): Promise<CardAnswer | undefined> {
    const cardId = cardIdField(card_id);
    const times = cardTimes(query);
    const { min_position } = query;
    const options = { models: cardModels, minPosition: min_position };
    return answerRead(this.services, request, options, async (draft) => {
      const { answers, isOfNow } = await cardAnswers(this.services, [cardId], times, draft.marks);
      const card = answers.get(cardId);
      if (card === undefined) throw cardNotFound(cardId);
      if (card.answer.card.merged_into !== null) await redirectIfMerged(this.services, request, cardId, times.knownAt);
      const { price_stats: stats } = card.answer;
      draft.dependsOn([...tagsOfCard(cardId, card.setId), snapshotsTag]);
      // The windows of a source without a snapshot end now.
      if (isOfNow || stats.some(({ last_checked }) => last_checked === null)) draft.noStore();
      if (times.asOf === undefined) draft.freshUntil(staleAtMs(stats));
      return card.answer;
    });
  }

  /**
   * The same answer as for one card, for up to 100 cards at once; a merged card is answered as the one that it is now.
   * Answers are not cached.
   * @summary Many cards
   */
  @Post('batch')
  @SuccessResponse(200, 'The cards')
  public async getCardBatch(
    @Request() request: HttpRequest,
    @Queries() query: CardQuery,
    @Body() body: CardBatch,
  ): Promise<CardBatchAnswer> {
    const ids = [...new Set(body.card_ids.map((id, at) => cardIdField(id, `card_ids[${at}]`)))];
    const times = cardTimes(query);
    const { marks } = await awaitedVersions(this.services, request, cardModels, query.min_position);
    const merged = await mergedAsKnown(this.services.database, ids, times.knownAt);
    const asked = [...new Set(ids.map((id) => merged.get(id) ?? id))];
    const { answers } = await cardAnswers(this.services, asked, times, marks);
    this.setHeader('Cache-Control', 'no-store');
    return {
      cards: asked.flatMap((id) => answers.get(id)?.answer ?? []),
      not_found: asked.filter((id) => !answers.has(id)),
      merged: [...merged].map(([old_card_id, new_card_id]) => ({ old_card_id, new_card_id })),
    };
  }

  /**
   * The newest price of every key (printing, condition, grade, source), market and asking prices apart. With `valid_at` the
   * prices of that time; with `known_at` using only what had been recorded by then.
   * @summary Prices of a card
   * @param card_id The card, e.g. pokemon-517045
   */
  @Get('{card_id}/prices')
  @SuccessResponse(200, 'Prices')
  @Response<Problem>(308, 'Merged into another card')
  @Response<Problem>(404, 'Card not found')
  public getCardPrices(
    @Request() request: HttpRequest,
    @Path() card_id: string,
    @Queries() query: PricesQuery,
  ): Promise<PricesAnswer | undefined> {
    const cardId = cardIdField(card_id);
    const { validAt, knownAt } = timesField(query);
    const { database, runtime } = this.services;
    const options = { models: priceModels, minPosition: query.min_position };
    return answerRead(this.services, request, options, async (draft) => {
      const now = runtime.now();
      const isOfNow = validAt === undefined && knownAt === undefined;
      const times = { validAt: validAt ?? instantOf(now), knownAt };
      const card = isOfNow
        ? await latestPrices(database, cardId, now)
        : await pricesOfThen(this.services, cardId, times);
      if (card === null) throw cardNotFound(cardId);
      if (card.is_merged) await redirectIfMerged(this.services, request, cardId, knownAt);
      draft.dependsOn(tagsOfCard(cardId, card.set_id));
      const sources = [...new Set(card.prices.map(({ source }) => source))];
      const intervals = await checkIntervals(database, { cardId, setId: card.set_id, sources }, { validAt, knownAt });
      const prices = card.prices.map((price): CheckedPrice => ({
        ...price,
        checked_every_hours: intervals.get(price.source) ?? null,
      }));
      if (validAt === undefined) draft.freshUntil(staleAtMs(prices));
      const market = prices.filter(({ kind }) => kind === 'market');
      const asking = prices.filter(({ kind }) => kind === 'asking');
      return { card_id: cardId, valid_at: validAt ?? null, known_at: knownAt ?? null, market, asking };
    });
  }
}
