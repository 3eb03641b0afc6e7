/** What the rankings of a window of time are asked by, and what of their answers depends on the window. */
import type { Request } from 'express';
import { assertSourceKnown } from '../../../projections/coverage/queries.js';
import { countStamps, findWindow, type PriceWindow, type WindowPeriod } from '../../../projections/coverage/windows.js';
import type { Terms } from '../../../projections/trending/exclusions.js';
import { observedDays } from '../../../projections/trending/queries.js';
import { limits } from '../../base/limits.js';
import type { Game } from '../../domain/cards/card.js';
import { dayMs, instantOf } from '../../domain/instant.js';
import { boundInMinorUnits, type Currency } from '../../domain/prices/money.js';
import { sourceNames } from '../../domain/source.js';
import { comparedCurrency } from '../../domain/prices/preference.js';
import { instantField } from '../params.js';
import type { ApiDeps } from '../services.js';
import { answerRead, type Draft } from './cacheable-read.js';
import type { TableQuery } from './query-parameters.js';
import { windowModels } from './window-models.js';

export interface RankingQuery extends TableQuery {
  /** Only this game */
  tcg_type?: Game;
  /** Only this source; without it the printings of every source, each with its own prices */
  source?: string;
  /**
   * Prices in this currency only: amounts of several currencies have no order
   * @default "USD"
   */
  currency?: Currency;
  /**
   * Least market price at the start of the window, in major units
   * @minimum 0
   */
  min_price?: number;
  /**
   * Least number of market prices, each different from the one before, in the 30 days before the end of the window; without it
   * 5, or half the number of the snapshots in these days if that is less
   * @isInt
   * @minimum 0
   * @maximum 1000
   */
  min_observations?: number;
  /**
   * Rows
   * @isInt
   * @minimum 1
   * @maximum 50
   * @default 20
   */
  limit?: number;
  /** End of the window instead of the newest snapshot: the newest snapshot up to this day or time */
  as_of?: string;
  /** Use only what the ledger had recorded by this day or time */
  known_at?: string;
}

/** What an answer says of its window. */
export interface RankingAnswer {
  /** The snapshot at which the window ends; `null` before the first one. */
  readonly as_of: string | null;
  readonly known_at: string | null;
  /** Nothing was collected for 36 hours before now, or before the `as_of` or `known_at` that was asked for. */
  readonly stale: boolean;
}

/** Fewer observations are thin. Of a ledger that is younger, half as many as it has snapshots. */
const observationsDefault = 5;

/** Least market price at the start: below a dollar a cent is a gain of many percent. */
const floorDefault = 1;

/** Returns the number of observations that the first of the sources can have shown: a second one does not raise it. */
const leastObservations = async ({ database }: ApiDeps, window: PriceWindow): Promise<number> => {
  const { endMs, starts, knownAt } = window;
  const fromMs = endMs - observedDays * dayMs;
  const collected = starts.map(({ source: name }) => name);
  const known = sourceNames.filter((name) => collected.includes(name));
  let stamps = 0;
  for (const source of [...known, ...collected.filter((name) => !known.some((each) => each === name))]) {
    stamps = await countStamps(database, { source, fromMs, toMs: endMs, most: 2 * observationsDefault, knownAt });
    if (stamps > 0) break;
  }
  return Math.min(observationsDefault, Math.ceil(stamps / 2));
};

/** What a ranking is computed from. */
export interface AskedWindow {
  readonly window: PriceWindow;
  readonly terms: Terms;
  readonly game: Game | undefined;
  readonly limit: number;
}

/**
 * Answers a ranking of a window: `rank` computes it from the window, `none` is the ranking of a ledger without a snapshot.
 */
export const answerWindow = <R extends object>(
  services: ApiDeps,
  request: Request,
  query: RankingQuery & { period: WindowPeriod },
  rank: (asked: AskedWindow, draft: Draft) => Promise<R>,
  none: R,
): Promise<(RankingAnswer & R) | undefined> => {
  const { as_of, known_at, source, currency = comparedCurrency, min_price = floorDefault } = query;
  const asOf = as_of === undefined ? undefined : instantField('as_of', as_of, 'end');
  const knownAt = known_at === undefined ? undefined : instantField('known_at', known_at, 'end');
  const options = { models: windowModels, minPosition: query.min_position };
  return answerRead(services, request, options, async (draft): Promise<RankingAnswer & R> => {
    const { database, runtime } = services;
    // Any price may enter the ranking.
    draft.dependsOnAny(windowModels);
    if (source !== undefined) await assertSourceKnown(database, source);
    const window = await findWindow(database, { period: query.period, asOf, knownAt });
    if (window === null) return { as_of: null, known_at: knownAt ?? null, stale: true, ...none };
    const terms = {
      source,
      currency,
      floor: boundInMinorUnits(min_price, currency, Math.ceil),
      minObservations: query.min_observations ?? (await leastObservations(services, window)),
    };
    const ranking = await rank(
      { window, terms, game: query.tcg_type, limit: query.limit ?? limits.pageLimitDefault },
      draft,
    );
    const staleFromMs = window.endMs + limits.staleAfterMs;
    const asked = asOf ?? knownAt;
    const judgedMs = asked === undefined ? runtime.now().getTime() : Date.parse(asked);
    if (asked === undefined && judgedMs <= staleFromMs) draft.freshUntil(staleFromMs + 1);
    return {
      as_of: instantOf(new Date(window.endMs)),
      known_at: knownAt ?? null,
      stale: judgedMs > staleFromMs,
      ...ranking,
    };
  });
};
