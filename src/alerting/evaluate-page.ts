/**
 * Evaluates a page of events for all alerts. Reads only alerts that the page can affect, a bounded number at a time: the
 * cost of an observation does not depend on alerts on other cards.
 */
import { limits } from '../base/limits.js';
import { advance, type AlertInput, type AlertState } from '../domain/alerts/decider.js';
import type { LedgerEvent, LogPosition, NewEvent } from '../domain/envelope.js';
import type { EventLog } from '../log/event-log.js';
import { loadPageContext, type PageContext } from './page-context.js';
import { type Queryable, readAffectedAlertIds, readAlerts } from './read-state.js';

/** Decisions on one alert, in order. */
export interface AlertDecisions {
  readonly alertId: string;
  /** All decisions up to this revision of the alert's stream are known. */
  readonly knownRevision: number;
  readonly events: readonly NewEvent[];
}

/** Keeps decisions. Returns, by alert, the revision of its stream up to which all decisions are known from now on. */
export type DecisionSink = (decisions: readonly AlertDecisions[]) => Promise<ReadonlyMap<string, number>>;

/** An alert before and after the page; `null` if it does not exist. */
export interface AlertChange {
  readonly alertId: string;
  readonly before: AlertState | null;
  readonly after: AlertState | null;
  readonly revisionBefore: number;
  readonly revision: number;
}

/** What to write once the decisions are kept. */
export interface PageEffects {
  readonly context: PageContext;
  readonly alerts: readonly AlertChange[];
}

export interface EvaluatePageDeps {
  readonly database: Queryable;
  readonly log: Pick<EventLog, 'readStream'>;
  readonly schema: string;
  /** Decisions on events up to this position are not kept: they were made before. */
  readonly silentUpTo: LogPosition;
}

/** An input that is no price, at its place among the prices; `null` if it does not concern the alert. */
interface Turn {
  readonly position: LogPosition;
  readonly input: (state: AlertState | null) => AlertInput | null;
}

/** Returns the commands on an alert, the merges and the clock regressions of a page, in the order of the log. */
const turnsOf = (context: PageContext, alertId: string): Turn[] => {
  const commands = (context.commands.get(alertId) ?? []).map((event): Turn => {
    const { position } = event;
    return {
      position,
      input: (state) => {
        const cardId = context.cardAtCreation.get(event.id) ?? state?.cardId ?? '';
        return { kind: 'command', event, cardId, currentKeys: context.keysBefore(cardId, position) };
      },
    };
  });
  const merges = context.merges.map(({ event, from, into: cardId }): Turn => {
    const { position } = event;
    const input: AlertInput = { kind: 'merged', event, cardId, currentKeys: context.keysBefore(cardId, position) };
    return { position, input: (state) => (state?.cardId === from ? input : null) };
  });
  const regressions = context.clockRegressions.map(({ position, recordedMs }): Turn => ({
    position,
    input: () => ({ kind: 'time', recordedMs }),
  }));
  return [...commands, ...merges, ...regressions].sort((a, b) => (a.position < b.position ? -1 : 1));
};

interface ReplayResult {
  readonly state: AlertState | null;
  readonly events: readonly NewEvent[];
}

/** Replays a page for one alert: its commands and the merges of its card at their places among the card's prices. */
const replayAlert = (
  context: PageContext,
  alertId: string,
  before: AlertState | null,
  silentUpTo: LogPosition,
): ReplayResult => {
  let state = before;
  const events: NewEvent[] = [];
  const apply = (input: AlertInput, position: LogPosition): void => {
    const transition = advance(state, input);
    state = transition.state;
    if (position > silentUpTo) events.push(...transition.decisions);
  };
  let appliedUpTo: LogPosition | '' = '';
  /** Applies price updates up to `position` (inclusive: a clock regression can be at a price). */
  const applyPrices = (position: LogPosition): void => {
    for (const applied of context.cards.get(state?.cardId ?? '')?.updates ?? []) {
      if (applied.update.position <= appliedUpTo) continue;
      if (applied.update.position > position) break;
      apply({ kind: 'price', applied }, applied.update.position);
    }
    appliedUpTo = position;
  };
  for (const { position, input } of turnsOf(context, alertId)) {
    applyPrices(position);
    const next = input(state);
    if (next !== null) apply(next, position);
  }
  applyPrices(context.last.position);
  apply({ kind: 'time', recordedMs: context.last.recordedMs }, context.last.position);
  return { state, events };
};

const evaluateAlerts = async (
  { database, schema, silentUpTo }: EvaluatePageDeps,
  context: PageContext,
  ids: readonly string[],
  sink: DecisionSink,
): Promise<AlertChange[]> => {
  const rows = await readAlerts(database, schema, ids);
  const replayed = ids.map((alertId) => {
    const row = rows.get(alertId);
    const before = row?.state ?? null;
    const commands = context.commands.get(alertId) ?? [];
    return {
      alertId,
      before,
      revisionBefore: row?.revision ?? -1,
      // The stream of a new alert begins with its first command.
      knownRevision: row?.revision ?? commands[0]?.revision ?? -1,
      commandRevision: commands.at(-1)?.revision ?? -1,
      ...replayAlert(context, alertId, before, silentUpTo),
    };
  });
  const decisions = replayed.filter(({ events }) => events.length > 0);
  const revisions = decisions.length === 0 ? new Map<string, number>() : await sink(decisions);
  return replayed.flatMap(({ alertId, before, state: after, revisionBefore, commandRevision }) => {
    const revision = Math.max(revisionBefore, commandRevision, revisions.get(alertId) ?? -1);
    const isUnchanged = before === after && revision === revisionBefore;
    return isUnchanged ? [] : [{ alertId, before, after, revisionBefore, revision }];
  });
};

/**
 * Decides on a page of one event or more and passes the decisions to `sink`. Returns what to write in the transaction that
 * moves the checkpoint. `from`: the position before the page.
 */
export const evaluatePage = async (
  deps: EvaluatePageDeps,
  events: readonly LedgerEvent[],
  from: LogPosition,
  sink: DecisionSink,
): Promise<PageEffects> => {
  const context = await loadPageContext(deps, events, from);
  const affected = await readAffectedAlertIds(deps.database, deps.schema, {
    cards: [...context.cards].filter(([, { updates }]) => updates.length > 0).map(([cardId]) => cardId),
    mergedCards: context.merges.map((merge) => merge.from),
    recordedMs: Math.max(context.last.recordedMs, ...context.clockRegressions.map(({ recordedMs }) => recordedMs)),
  });
  const ids = [...new Set([...affected, ...context.commands.keys()])].sort();
  const alerts: AlertChange[] = [];
  for (let at = 0; at < ids.length; at += limits.alertsInMemoryMax) {
    alerts.push(...(await evaluateAlerts(deps, context, ids.slice(at, at + limits.alertsInMemoryMax), sink)));
  }
  return { context, alerts };
};
