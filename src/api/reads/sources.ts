import { Controller, Get, Queries, Request, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { newestSnapshot } from '../../../projections/coverage/checks.js';
import { collectedSources, recentRuns, type Run } from '../../../projections/coverage/queries.js';
import { limits } from '../../base/limits.js';
import { cardsOfRing, planCards } from '../../collecting/cards-in-turn.js';
import { plannedAfter } from '../../base/planned-times.js';
import { readRing } from '../../collecting/ring.js';
import { readSourceState, type SourceState } from '../../collecting/source-state.js';
import { instantOf } from '../../domain/instant.js';
import type { SourceControl } from '../../domain/source-control.js';
import { isSimulated } from '../../domain/source.js';
import type { ObservedSource } from '../observed-source.js';
import type { ApiDeps } from '../services.js';
import { watchedCards } from '../watched-cards.js';
import { answerRead } from './cacheable-read.js';
import type { TableQuery } from './query-parameters.js';

/** Requests to a source in the last 24 hours. */
export interface SourceBudget {
  /** @isInt */
  readonly used: number;
  /**
   * `null`: without a limit, or not configured.
   * @isInt
   */
  readonly left: number | null;
  /**
   * `null`: without a limit, or not configured.
   * @isInt
   */
  readonly max: number | null;
}

/** Since when nothing is asked of a source, by the order of an administrator, and why. */
export interface SourcePause {
  readonly since: string;
  readonly reason: string;
}

/** Limits that an administrator ordered, below those that are configured. */
export interface SourceLimits {
  /**
   * Requests in any 24 hours; `null`: as configured.
   * @isInt
   */
  readonly requests_a_day: number | null;
  /**
   * Milliseconds between two requests; `null`: as configured.
   * @isInt
   */
  readonly pause_ms: number | null;
  readonly since: string;
  readonly reason: string;
}

/** Why the last collection, or the try to begin one, failed. */
export interface SourceFailure {
  readonly at: string;
  /** An error code of /docs/errors. */
  readonly code: string;
  readonly detail: string;
}

/** The sets of the most watched cards, which are asked for between the runs over all sets, as the budget carries. */
export interface HourlySets {
  /**
   * Watched cards that are followed, at most 1,000: by alerts and watchlists, then by reads of a week.
   * @isInt
   */
  readonly cards: number;
  /**
   * Their sets.
   * @isInt
   */
  readonly sets: number;
  /**
   * Sets asked for each hour.
   * @isInt
   */
  readonly sets_each_run: number;
  /**
   * Hours in which each of them comes round once; `null`: the budget has no room.
   * @isInt
   */
  readonly every_hours: number | null;
  readonly next_run: string | null;
}

/** The cards that a source is asked for one by one, as its budget carries. */
export interface HourlyCards {
  /**
   * Cards that are followed, at most 1,000: the most watched, then the dearest.
   * @isInt
   */
  readonly cards: number;
  /**
   * The first of them, which are asked for in every run, each hour.
   * @isInt
   */
  readonly every_hour: number;
  /**
   * Hours in which each of the others comes round once; `null`: there are none.
   * @isInt
   */
  readonly others_every_hours: number | null;
}

export interface SourceAnswer {
  readonly source: string;
  /** Its prices are made up. */
  readonly simulated: boolean;
  /** Whether this ledger collects from it; if not, only its past is here. */
  readonly configured: boolean;
  /**
   * `paused`: nothing is asked of it, as `paused` says. `collecting`: now. `failing`: the last try failed. `never_collected`: no snapshot yet. `stale`: the newest snapshot is older than 36
   * hours. The first that holds.
   */
  readonly state: 'paused' | 'collecting' | 'failing' | 'never_collected' | 'stale' | 'ok';
  readonly newest_snapshot: string | null;
  readonly budget: SourceBudget;
  /** Whether requests are sent: `open` after too many failures, then `half_open` until one succeeds. */
  readonly breaker: 'closed' | 'open' | 'half_open';
  readonly failure: SourceFailure | null;
  /** `null`: it is not paused. */
  readonly paused: SourcePause | null;
  /** `null`: what is configured holds. */
  readonly limits: SourceLimits | null;
  readonly last_run: Run | null;
  /** When the next collection is planned, up to ten minutes before it begins; `null` without a schedule. */
  readonly next_run: string | null;
  /** Only of sources that are asked more often than once a day, once a run over all sets has finished. */
  readonly hourly?: HourlySets;
  /** Only of sources that are asked card by card. */
  readonly hourly_cards?: HourlyCards;
}

export interface SourcesAnswer {
  readonly sources: readonly SourceAnswer[];
}

type State = SourceAnswer['state'];

const stateOf = (
  { collecting, failure, control }: Pick<SourceState, 'collecting' | 'failure' | 'control'>,
  newest: string | null,
  nowMs: number,
): State => {
  if (control.paused !== null) return 'paused';
  if (collecting) return 'collecting';
  if (failure !== null) return 'failing';
  if (newest === null) return 'never_collected';
  return nowMs - Date.parse(newest) > limits.staleAfterMs ? 'stale' : 'ok';
};

/** Returns what is told of an administrator's orders. Whose they are is told in the log only. */
export const controlAnswer = ({
  paused,
  limits: ordered,
}: SourceControl): { readonly paused: SourcePause | null; readonly limits: SourceLimits | null } => ({
  paused: paused === null ? null : { since: paused.since, reason: paused.reason },
  limits:
    ordered === null
      ? null
      : {
          ...{ requests_a_day: ordered.daily_budget, pause_ms: ordered.pause_ms },
          ...{ since: ordered.since, reason: ordered.reason },
        },
});

/** Returns what is told of the most watched sets of a source. */
const hourlyOf = async (
  { database, runtime }: ApiDeps,
  { name: source, dailyBudget, ring }: ObservedSource,
): Promise<{ readonly hourly?: HourlySets }> => {
  if (ring === undefined || dailyBudget === null) return {};
  const watched = async () => (await watchedCards({ database, runtime }, '7d')).map(({ cardId }) => cardId);
  const state = await readRing({ database, source, ring, dailyBudget, watched });
  if (state === null) return {};
  const { cards, sets, setsEachRun, everyHours } = state;
  const next = plannedAfter(ring, runtime.now());
  const next_run = next === null ? null : instantOf(next);
  return { hourly: { cards, sets: sets.length, sets_each_run: setsEachRun, every_hours: everyHours, next_run } };
};

/** Returns what is told of the cards of a source that is asked card by card. */
const hourlyCardsOf = async (
  { database, runtime }: ApiDeps,
  { name: source, cardRing: ring }: ObservedSource,
): Promise<{ readonly hourly_cards?: HourlyCards }> => {
  if (ring === undefined) return {};
  const watched = async () => (await watchedCards({ database, runtime }, '7d')).map(({ cardId }) => cardId);
  const cards = (await cardsOfRing({ database, source, ring, watched })).length;
  const { hourly, othersEveryHours } = planCards(cards, ring);
  return { hourly_cards: { cards, every_hour: hourly, others_every_hours: othersEveryHours } };
};

/** Returns what is told of a source; `own`: as it is configured. */
const sourceOf = async (deps: ApiDeps, source: string, own: ObservedSource | undefined): Promise<SourceAnswer> => {
  const { database, runtime, log } = deps;
  const now = runtime.now();
  const max = own?.dailyBudget ?? null;
  const [state, newest, [run]] = await Promise.all([
    readSourceState({ database, runtime, log }, { source, dailyBudget: max ?? Infinity }),
    newestSnapshot(database, { source }),
    recentRuns(database, source, 1),
  ]);
  const { used, left, max: allowed } = state.budget;
  const isLimited = allowed !== Infinity;
  const planned = own?.schedule == null ? null : plannedAfter(own.schedule, now);
  return {
    source,
    simulated: isSimulated(source),
    configured: own !== undefined,
    state: stateOf(state, newest, now.getTime()),
    newest_snapshot: newest,
    budget: { used, left: isLimited ? left : null, max: isLimited ? allowed : null },
    breaker: state.breaker,
    failure: state.failure,
    ...controlAnswer(state.control),
    last_run: run ?? null,
    next_run: planned === null ? null : instantOf(planned),
    ...(own === undefined ? {} : { ...(await hourlyOf(deps, own)), ...(await hourlyCardsOf(deps, own)) }),
  };
};

@Route('sources')
@Tags('Ledger')
export class SourcesController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Each source of the ledger: whether it answers, its requests of the last 24 hours, the last run and the next one.
   * @summary Sources
   */
  @Get()
  @SuccessResponse(200, 'Sources')
  public listSources(
    @Request() request: HttpRequest,
    @Queries() query: TableQuery,
  ): Promise<SourcesAnswer | undefined> {
    const { database, sources: configured = [] } = this.services;
    return answerRead(
      this.services,
      request,
      { models: ['coverage'], minPosition: query.min_position },
      async (draft) => {
        // Requests are no events, and states follow the clock.
        draft.noStore();
        const byName = new Map(configured.map((source) => [source.name, source]));
        const names = new Set([...byName.keys(), ...(await collectedSources(database))]);
        const sources = [...names].sort().map((name) => sourceOf(this.services, name, byName.get(name)));
        return { sources: await Promise.all(sources) };
      },
    );
  }
}
