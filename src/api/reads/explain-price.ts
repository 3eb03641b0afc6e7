import { Controller, Get, Path, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { findCardSet } from '../../../projections/catalog/queries.js';
import { newestProof, type Proof } from '../../../projections/coverage/provenance.js';
import { latestPricesOfCard, type Price } from '../../../projections/latest-prices/queries.js';
import { findSeries, type HistoryKey, type HistorySeries } from '../../../projections/price-history/find-series.js';
import { pricesOfCardAsOf } from '../../../projections/price-history/prices-as-of.js';
import { instantOf } from '../../domain/instant.js';
import type { Condition, PriceKind } from '../../domain/prices/price-key.js';
import { selectKeys } from '../../domain/prices/select-keys.js';
import { snapshotsTag } from '../../projecting/invalidation-tags.js';
import { staleAtMs } from '../../domain/prices/freshness.js';
import { cardIdField, timesField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import { priceModels, tagsOfCard } from './card-answers.js';
import { cardNotFound } from './cards.js';
import { eventsAbout, type ExplainedEvents, explainEvents } from './explained-events.js';
import { redirectIfMerged } from './merged-card.js';
import { keyTextOf, readPriceEvents, statingEvent } from './price-events.js';
import { keyOf } from './price-history.js';
import type { ReadQuery } from './query-parameters.js';

export interface ExplainQuery extends ReadQuery {
  /** The source; default: that of the card's one price */
  source?: string;
  /** The printing: the source's word, its slug, or another spelling of it such as reverseHolofoil */
  printing?: string;
  /** The condition */
  condition?: Condition;
  /** The grade, e.g. PSA 10; `none` for ungraded cards */
  grade?: string;
  /** A market or an asking price */
  kind?: PriceKind;
  /** The price as of this day or time */
  valid_at?: string;
  /** Use only what the ledger had recorded by this day or time */
  known_at?: string;
}

export interface ExplainAnswer extends ExplainedEvents {
  readonly card_id: string;
  /** The key explained; `null` if the card has no prices. */
  readonly key: HistoryKey | null;
  /** Other matching keys: select one by source, printing, condition, grade. */
  readonly available: readonly HistoryKey[];
  readonly valid_at: string | null;
  readonly known_at: string | null;
  /** The price explained, as in /prices; `null` if none stood then. */
  readonly price: Price | null;
  /** The newest snapshot since: it proves that the price did not change. `null` if none was taken at its stamp or later. */
  readonly confirmed_by: Proof | null;
}

const nothing = {
  ...{ price: null, stated_by: null, confirmed_by: null },
  ...{ same_stamp: [], corrections: [], voids: [], quarantine: [] },
};

@Route('cards/{card_id}/prices/explain')
@Tags('Cards')
export class ExplainPriceController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Why a price is what it is: the event that states it, the source's file behind that event, the snapshot that proves it
   * unchanged since, and every correction, void and quarantined row of its key. If several keys match, the first is explained,
   * as in the history; `available` names the others.
   * @summary Why this price
   * @param card_id The card, e.g. pokemon-517045
   */
  @Get()
  @SuccessResponse(200, 'The explanation')
  @Response<Problem>(308, 'Merged into another card')
  @Response<Problem>(404, 'Card not found, or no price with this source, printing, condition, grade or kind')
  public explainPrice(
    @Request() request: HttpRequest,
    @Path() card_id: string,
    @Queries() query: ExplainQuery,
  ): Promise<ExplainAnswer | undefined> {
    const { source, printing, condition, grade, kind } = query;
    const cardId = cardIdField(card_id);
    const { validAt, knownAt } = timesField(query);
    const { database } = this.services;
    const options = { models: priceModels, minPosition: query.min_position };
    return answerRead(this.services, request, options, async (draft) => {
      const card = await findCardSet(database, cardId);
      if (card === null) throw cardNotFound(cardId);
      if (card.is_merged) await redirectIfMerged(this.services, request, cardId, knownAt);
      draft.dependsOn([...tagsOfCard(cardId, card.set_id), snapshotsTag]);
      const all = await findSeries(database, cardId, { asOf: validAt, knownAt });
      const [series, ...others] = selectKeys(cardId, all, { source, kind, printing, condition, grade });
      const answer = {
        card_id: cardId,
        key: series === undefined ? null : keyOf(series),
        available: others.map(keyOf),
        valid_at: validAt ?? null,
        known_at: knownAt ?? null,
      };
      if (series === undefined) return { ...answer, ...nothing };
      const { price, ...explained } = await this.explain(cardId, series, { validAt, knownAt });
      if (validAt === undefined && price !== null) draft.freshUntil(staleAtMs([price]));
      return { ...answer, price, ...explained };
    });
  }

  private async explain(
    cardId: string,
    series: HistorySeries,
    times: { validAt: string | undefined; knownAt: string | undefined },
  ): Promise<Omit<ExplainAnswer, 'card_id' | 'key' | 'available' | 'valid_at' | 'known_at'>> {
    const { database, log, runtime } = this.services;
    const { validAt, knownAt } = times;
    const now = runtime.now();
    const priceKey = keyTextOf(cardId, series);
    const [prices, events] = await Promise.all([
      validAt === undefined && knownAt === undefined
        ? latestPricesOfCard(database, cardId, now)
        : pricesOfCardAsOf(database, cardId, { validAt: validAt ?? instantOf(now), knownAt }),
      readPriceEvents(log, cardId),
    ]);
    const price = prices.find((one) => keyTextOf(cardId, one) === priceKey) ?? null;
    const stating = price === null ? undefined : statingEvent(events, priceKey, price, knownAt);
    const told = eventsAbout(events, priceKey, times);
    const [lists, proof] = await Promise.all([
      explainEvents(database, { price, stating, told }, series.currency),
      newestProof(database, { cardId, source: series.source, priceKey }, times),
    ]);
    const isSince =
      price !== null && proof !== null && Date.parse(proof.upstream_stamp) >= Date.parse(price.effective_at);
    return {
      ...lists,
      price: price === null ? null : { ...price, event_id: stating?.id ?? price.event_id },
      confirmed_by: isSince ? proof : null,
    };
  }
}
