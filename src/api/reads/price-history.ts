import { Controller, Get, Path, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { HistoryKey } from '../../../projections/price-history/find-series.js';
import type { Gap } from '../../../projections/price-history/gaps.js';
import type { DataPoint, HistoryInterval } from '../../../projections/price-history/points.js';
import type { History } from '../../../projections/price-history/queries.js';
import type { Sampled } from '../../../projections/price-history/sample-points.js';
import { type HistorySummary, noSummary } from '../../../projections/price-history/summary.js';
import { limits } from '../../base/limits.js';
import { instantOf } from '../../domain/instant.js';
import type { Condition, PriceKind } from '../../domain/prices/price-key.js';
import { selectKeys } from '../../domain/prices/select-keys.js';
import { cardIdField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerRead, type Draft } from './cacheable-read.js';
import { redirectIfMerged } from './merged-card.js';
import { snapshotsTag } from '../../projecting/invalidation-tags.js';
import { priceModels, tagsOfCard } from './card-answers.js';
import { cardNotFound } from './cards.js';
import { subjectNow, subjectThen } from './history-subject.js';
import { timesOf, type WindowQuery } from './window-span.js';

export interface HistoryQuery extends WindowQuery {
  /** Only this source */
  source?: string;
  /** Only this printing: the source's word, its slug, or another spelling of it such as reverseHolofoil */
  printing?: string;
  /** Only this condition */
  condition?: Condition;
  /** Only this grade, e.g. PSA 10; `none` for ungraded cards */
  grade?: string;
  /** Only market or only asking prices */
  kind?: PriceKind;
  /** Each change (`raw`, the default), or one point a day or week */
  interval?: HistoryInterval;
  /**
   * Data points at most: of more, those are shown that draw the same line, and `sampled` says so
   * @isInt
   * @minimum 10
   * @maximum 5000
   * @default 1000
   */
  max_points?: number;
}

const nothing: History = { points: [], sampled: null, gaps: [], summary: noSummary };

export interface HistoryAnswer {
  readonly card_id: string;
  readonly key: HistoryKey | null;
  /** Other matching keys: select one by source, printing, condition, grade. */
  readonly available: readonly HistoryKey[];
  readonly from: string | null;
  readonly to: string;
  readonly interval: HistoryInterval;
  readonly known_at: string | null;
  readonly data_points: readonly DataPoint[];
  /** `null` if every point is shown. */
  readonly sampled: Sampled | null;
  /** Where no market price is known to have stood, and why; the same for every interval. */
  readonly gaps: readonly Gap[];
  readonly summary: HistorySummary;
}

/** Returns the key of a series as answers show it. */
export const keyOf = ({
  source,
  kind,
  printing,
  condition,
  grade,
  language,
  currency,
  simulated,
}: HistoryKey): HistoryKey => ({
  ...{ source, kind, printing, condition },
  ...{ grade, language, currency, simulated },
});

/** Returns the history that a query asks for, and declares what changes it. Throws as the operation does. */
export const historyAnswer = async (
  services: ApiDeps,
  request: HttpRequest,
  { cardId, query, draft }: { readonly cardId: string; readonly query: HistoryQuery; readonly draft: Draft },
): Promise<HistoryAnswer> => {
  const { period, source, printing, condition, grade, kind, interval = 'raw' } = query;
  const { max_points = limits.historyPointsDefault } = query;
  const times = timesOf(query);
  const { end, validAt, knownAt } = times;
  const { database, runtime } = services;
  const version = draft.marks['coverage'];
  const keys = { source, kind, printing, condition, grade };
  const isFiltered = Object.values(keys).some((value) => value !== undefined);
  const asked = { period: period ?? '30d', now: runtime.now() } as const;
  const isOfNow = end === undefined && validAt === undefined && knownAt === undefined;
  const subject =
    isOfNow && version !== undefined
      ? await subjectNow(database, cardId, { version, window: isFiltered ? null : { times, options: asked } })
      : await subjectThen(database, cardId, { asOf: end ?? validAt, knownAt });
  if (subject === null) throw cardNotFound(cardId);
  if (subject.is_merged) await redirectIfMerged(services, request, cardId, knownAt);
  draft.dependsOn([...tagsOfCard(cardId, subject.set_id), snapshotsTag]);
  const [series, ...others] = selectKeys(cardId, subject.series, keys);
  const span = await subject.span(times, { ...asked, source: series?.source });
  if (span.isOfNow) draft.noStore();
  // A late snapshot can be the newest as of valid_at without being the newest.
  if (validAt !== undefined) draft.dependsOnAny(['coverage']);
  const { fromMs, toMs } = span;
  const question = { ...span, knownAt, interval, pointsMax: max_points };
  const { points, sampled, gaps, summary } = series === undefined ? nothing : await subject.read(series, question);
  return {
    card_id: cardId,
    key: series === undefined ? null : keyOf(series),
    available: others.map(keyOf),
    from: fromMs === -Infinity ? (points[0]?.effective_at ?? null) : instantOf(new Date(fromMs)),
    to: instantOf(new Date(toMs)),
    interval,
    known_at: knownAt ?? null,
    data_points: points,
    sampled,
    gaps,
    summary,
  };
};

@Route('cards/{card_id}/prices/history')
@Tags('Cards')
export class PriceHistoryController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The history of one price key. If several keys match, the first is answered: the card's one price, as in search;
   * `available` names the others. A source, printing, condition, grade or kind that the card does not have is an error that names
   * those it has. The window ends at the newest snapshot and begins at the source's snapshot nearest to the period before.
   * Summary and gaps do not depend on the interval.
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
    const cardId = cardIdField(card_id);
    // Before the read models are waited for.
    timesOf(query);
    const options = { models: priceModels, minPosition: query.min_position };
    return answerRead(this.services, request, options, (draft) =>
      historyAnswer(this.services, request, { cardId, query, draft }),
    );
  }
}
