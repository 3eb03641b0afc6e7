/**
 * The ring: between the runs over all sets, the sets of the most watched cards are asked for as often as the budget carries, whole,
 * so that a snapshot stays that of a set. Those that were not looked at for the longest go first; of equal ones the most watched.
 */
import { lastChecksOfSource } from '../../projections/coverage/checks.js';
import { requestsOfFullRun } from '../../projections/coverage/collections.js';
import { setsOfCards } from '../../projections/catalog/sets-of-cards.js';
import { errorCode } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import { plannedAfter, sleepUntil } from '../base/planned-times.js';
import type { Runtime } from '../base/runtime.js';
import { scopeKey } from '../domain/cards/facts.js';
import type { Database } from '../postgres/database.js';
import type { Collector } from './collector.js';
import type { SourceRing } from './source.js';

const runsADay = 24;
/** A run starts at a random moment within this long after its time. */
const jitterMs = 120_000;

export interface RingPlan {
  /** Sets of a run; 0 where the budget has no room. */
  readonly setsEachRun: number;
  /** Hours in which each set comes round once; `null` if none does. */
  readonly everyHours: number | null;
}

/**
 * Returns how many sets an hourly run may ask for. `fullRun` is what a run over all sets costs: it comes first, and a run of the
 * ring needs a token and no list.
 */
export const planRing = (
  sets: number,
  {
    dailyBudget,
    fullRun,
    requestsOfSet,
  }: { readonly dailyBudget: number; readonly fullRun: number; readonly requestsOfSet: number },
): RingPlan => {
  const spare = Math.max(0, dailyBudget - fullRun) / runsADay - 1;
  const setsEachRun = Math.max(0, Math.min(sets, Math.floor(spare / requestsOfSet)));
  return { setsEachRun, everyHours: setsEachRun === 0 ? null : Math.ceil(sets / setsEachRun) };
};

export interface RingDeps {
  readonly database: Database;
  readonly source: string;
  readonly ring: SourceRing;
  readonly dailyBudget: number;
  /** Returns ids of cards, the most watched first. */
  readonly watched: () => Promise<readonly string[]>;
}

export interface RingState extends RingPlan {
  /** Watched cards that the source has. */
  readonly cards: number;
  /** Their sets, those that go next first. */
  readonly sets: readonly string[];
  /** Requests that a run over all sets costs. */
  readonly fullRun: number;
}

/** Reads what the ring goes round; `null` before the first run over all sets has finished. */
export const readRing = async ({
  database,
  source,
  ring,
  dailyBudget,
  watched,
}: RingDeps): Promise<RingState | null> => {
  const fullRun = await requestsOfFullRun(database, source);
  if (fullRun === null) return null;
  const scopes = new Set(ring.scopes.map(scopeKey));
  const cardIds = (await watched()).slice(0, ring.cardsMax);
  const placed = (await setsOfCards(database, cardIds)).filter((set) => scopes.has(scopeKey(set)));
  const setOf = new Map(placed.map(({ card_id, set_id }) => [card_id, set_id]));
  const sets = [...new Set(cardIds.flatMap((cardId) => setOf.get(cardId) ?? []))];
  const checks = await lastChecksOfSource(database, source);
  const checkedMs = (setId: string): number => Date.parse(checks.get(setId) ?? '1970-01-01');
  const inTurn = sets.toSorted((a, b) => checkedMs(a) - checkedMs(b));
  const { requestsOfSet } = ring;
  const plan = planRing(sets.length, { dailyBudget, fullRun, requestsOfSet });
  return { cards: setOf.size, sets: inTurn, fullRun, ...plan };
};

/** Returns the sets of the next run: none while a run over all sets is open, or the source refuses the client. */
const nextSets = async (deps: RingDeps, collector: Pick<Collector, 'state'>): Promise<readonly string[]> => {
  const { collecting, failure, last_run: last, budget, control } = await collector.state();
  if (control.paused !== null || collecting || failure?.code === 'SOURCE_REFUSED') return [];
  // Its files are kept for its next attempt, and a run under another stamp would take them.
  if (last === null || (last.scope === 'all' && last.status !== 'finished')) return [];
  const state = await readRing({ ...deps, dailyBudget: Math.min(deps.dailyBudget, budget.max) });
  if (state === null) return [];
  const affordable = Math.floor((budget.left - state.fullRun - 1) / deps.ring.requestsOfSet);
  return state.sets.slice(0, Math.max(0, Math.min(state.setsEachRun, affordable)));
};

/** Asks for sets of the most watched cards, once. */
export const collectRing = async (
  deps: RingDeps & {
    readonly collector: Pick<Collector, 'collect' | 'state'>;
    readonly logger: Logger;
    readonly signal: AbortSignal;
  },
): Promise<void> => {
  const { collector, logger, signal } = deps;
  try {
    const sets = await nextSets(deps, collector);
    if (sets.length > 0) await collector.collect({ trigger: 'schedule', sets, signal });
  } catch (error) {
    signal.throwIfAborted();
    logger.warn('the most watched sets were not collected', {
      code: errorCode(error),
      error: (error as Error).message,
    });
  }
};

/** Asks for them at the times of the ring until `signal` aborts. */
export const runRing = async (
  options: Parameters<typeof collectRing>[0] & { readonly runtime: Runtime },
): Promise<void> => {
  const { ring, runtime, signal } = options;
  try {
    for (;;) {
      const at = plannedAfter({ cron: ring.cron }, runtime.now());
      if (at === null) return;
      await sleepUntil(runtime, at.getTime() + runtime.random() * jitterMs, signal);
      await collectRing(options);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
