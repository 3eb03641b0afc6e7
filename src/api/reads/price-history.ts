import { Controller, Get, Path, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { findCardSet } from '../../../projections/catalog/queries.js';
import { findSeries, type HistoryKey } from '../../../projections/price-history/find-series.js';
import {
  type DataPoint,
  type HistoryInterval,
  type HistoryPeriod,
  historyPeriods,
  historyPoints,
} from '../../../projections/price-history/queries.js';
import { type HistorySummary, summarise } from '../../../projections/price-history/summary.js';
import { dayMs, instantOf } from '../../domain/instant.js';
import type { Condition, PriceKind } from '../../domain/prices/price-key.js';
import { newestSnapshot } from '../../../projections/coverage/checks.js';
import { cardIdField, instantField, invalidField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import { redirectIfMerged } from './merged-card.js';
import { snapshotsTag } from '../../projecting/invalidation-tags.js';
import { cardModels } from './card-answers.js';
import { cardNotFound, tagsOfCard } from './cards.js';
import type { ReadQuery } from './query-parameters.js';

export interface HistoryQuery extends ReadQuery {
  /** How far back; not beside from and to */
  period?: HistoryPeriod;
  /** Start of the window; a day or a time */
  from?: string;
  /** End of the window; a day or a time */
  to?: string;
  /** Only this source */
  source?: string;
  /** Only this printing: the source's word or its slug */
  printing?: string;
  /** Only this condition */
  condition?: Condition;
  /** Only market or only asking prices */
  kind?: PriceKind;
  /** Each change (`raw`, the default), or one point a day or week */
  interval?: HistoryInterval;
  /** End of the window: the history as of then */
  valid_at?: string;
  /** Use only what the ledger had recorded by this day or time */
  known_at?: string;
}

export interface HistoryAnswer {
  readonly card_id: string;
  readonly key: HistoryKey | null;
  /** Other matching keys: select one by source, printing, condition. */
  readonly available: readonly HistoryKey[];
  readonly from: string | null;
  readonly to: string;
  readonly interval: HistoryInterval;
  readonly known_at: string | null;
  readonly data_points: readonly DataPoint[];
  readonly summary: HistorySummary;
}

const keyOf = ({ seriesId: _id, ...key }: HistoryKey & { readonly seriesId: number }): HistoryKey => key;

@Route('cards/{card_id}/prices/history')
@Tags('Cards')
export class PriceHistoryController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The history of one price key. If several keys match, the first is answered (market before asking, ungraded before
   * graded, then the cheapest current market price); `available` names the others. The window ends at the newest snapshot
   * of the source.
   * @summary Price history of a card
   * @param card_id The card, e.g. pokemon-517045
   */
  @Get()
  @SuccessResponse(200, 'The history')
  @Response<Problem>(308, 'Merged into another card')
  @Response<Problem>(404, 'Card not found')
  public getPriceHistory(
    @Request() request: HttpRequest,
    @Path() card_id: string,
    @Queries() query: HistoryQuery,
  ): Promise<HistoryAnswer | undefined> {
    const { period, from, to, source, printing, condition, kind, interval = 'raw', valid_at, known_at } = query;
    const cardId = cardIdField(card_id);
    if (period !== undefined && (from !== undefined || to !== undefined))
      throw invalidField('period', 'either period or from and to', period);
    if (valid_at !== undefined && to !== undefined) throw invalidField('valid_at', 'either valid_at or to', valid_at);
    const begin = from === undefined ? undefined : instantField('from', from);
    const end = to === undefined ? undefined : instantField('to', to, 'end');
    const validAt = valid_at === undefined ? undefined : instantField('valid_at', valid_at, 'end');
    const knownAt = known_at === undefined ? undefined : instantField('known_at', known_at, 'end');
    if (begin !== undefined && end !== undefined && Date.parse(begin) > Date.parse(end))
      throw invalidField('from', 'no later than to', from);
    const { database, runtime } = this.services;
    const options = { models: cardModels, minPosition: query.min_position };
    return answerRead(this.services, request, options, async (draft) => {
      const card = await findCardSet(database, cardId);
      if (card === null) throw cardNotFound(cardId);
      if (card.is_merged) await redirectIfMerged(this.services, request, cardId, knownAt);
      draft.dependsOn([...tagsOfCard(cardId, card.set_id), snapshotsTag]);
      const [series, ...others] = await findSeries(database, cardId, { source, printing, condition, kind });
      const newest = end ?? (await newestSnapshot(database, { source: series?.source, asOf: validAt })) ?? validAt;
      const anchor = newest ?? instantOf(runtime.now());
      if (newest === undefined) draft.noStore();
      // A late snapshot can be the newest as of valid_at without being the newest.
      if (validAt !== undefined) draft.dependsOnAny(['coverage']);
      const toMs = Date.parse(anchor);
      const days = begin === undefined ? historyPeriods[period ?? '30d'] : null;
      const fromMs = begin !== undefined ? Date.parse(begin) : days === null ? -Infinity : toMs - days * dayMs;
      // Nothing follows the newest snapshot of a source, nor the last millisecond of a day.
      const wholeDays = (end ?? validAt) === undefined || new Date(toMs + 1).getTime() % dayMs === 0;
      const window = { fromMs, toMs, knownAt, interval, wholeDays };
      const points = series === undefined ? [] : await historyPoints(database, cardId, series, window);
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
