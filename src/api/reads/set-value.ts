import { Controller, Get, Path, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { resolveSet } from '../../../projections/catalog/resolve-set.js';
import {
  type SetValuePoint,
  setValueSeries,
  type ValueInterval,
} from '../../../projections/catalog/set-value-series.js';
import { sourceOfSet } from '../../../projections/catalog/sets.js';
import { limits } from '../../base/limits.js';
import { instantOf, msOrNull } from '../../domain/instant.js';
import { comparedCurrency } from '../../domain/prices/preference.js';
import { invalidField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import { setModels, setNotFound } from './sets.js';
import { spanOf, timesOf, type WindowQuery } from './window-span.js';

export interface SetValueQuery extends WindowQuery {
  /** One point a day (the default) or week */
  interval?: ValueInterval;
}

export interface SetValueAnswer {
  readonly set_id: string;
  readonly currency: 'USD';
  /** `null` if the window has no beginning and the set no snapshot. */
  readonly from: string | null;
  readonly to: string;
  readonly interval: ValueInterval;
  readonly known_at: string | null;
  readonly data_points: readonly SetValuePoint[];
}

@Route('sets/{set_id}/value')
@Tags('Sets')
export class SetValueController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The value of a set over time: the sum of its single cards, each at its one price. A card counts on the days on which it was
   * listed in the set. A day on which the set was not collected has a point without a value. With `known_at` only what had been
   * recorded by then counts: corrections, listings and withdrawals of later do not.
   * @summary Value of a set over time
   * @param set_id The set: an id such as pokemon-604, a code or a name in any spelling
   */
  @Get()
  @SuccessResponse(200, 'The value over time')
  @Response<Problem>(404, 'Set not found')
  public getSetValue(
    @Request() request: HttpRequest,
    @Path() set_id: string,
    @Queries() query: SetValueQuery,
  ): Promise<SetValueAnswer | undefined> {
    if (set_id.length > limits.searchCharsMax)
      throw invalidField('set_id', `at most ${limits.searchCharsMax} characters`);
    const { period = '30d', interval = '1d', min_position } = query;
    const times = timesOf(query);
    const { database, runtime } = this.services;
    return answerRead(this.services, request, { models: setModels, minPosition: min_position }, async (draft) => {
      const setId = await resolveSet(database, set_id, { field: 'set_id' });
      const set = await sourceOfSet(database, setId);
      if (set === null) throw setNotFound(set_id);
      const span = await spanOf(database, times, { source: set.source, period, now: runtime.now() });
      if (span.isOfNow) draft.noStore();
      const points = await setValueSeries(database, setId, {
        fromMs: span.fromMs,
        toMs: Math.min(span.toMs, span.checkedUntilMs),
        withdrawnMs: msOrNull(set.withdrawn_at) ?? Infinity,
        knownAt: times.knownAt,
        interval,
      });
      const first = points[0]?.date ?? null;
      return {
        set_id: setId,
        currency: comparedCurrency,
        from: span.fromMs === -Infinity ? first && `${first}T00:00:00Z` : instantOf(new Date(span.fromMs)),
        to: instantOf(new Date(span.toMs)),
        interval,
        known_at: times.knownAt ?? null,
        data_points: points,
      };
    });
  }
}
