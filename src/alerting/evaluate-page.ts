/**
 * What a page of events means for all alerts. Only alerts that the page can concern are looked at, a bounded number at a
 * time: what an observation costs does not depend on alerts on other cards.
 */
import { advance, type AlertState, type AlertInput } from '../domain/alerts/decider.js';
import type { LedgerEvent, LogPosition, NewEvent } from '../domain/envelope.js';
import { limits } from '../base/limits.js';
import type { EventLog } from '../log/event-log.js';
import { type AlertRow, readAlerts, readConcerned, type Reading } from './read-state.js';
import { type PageContext, loadPageContext } from './page-context.js';

/** Decisions on one alert, in order. */
export interface AlertDecisions {
  readonly alertId: string;
  /** Up to this revision of its stream all decisions are known to be there. */
  readonly knownRevision: number;
  readonly events: readonly NewEvent[];
}

/**
 * Takes decisions to where they are kept; answers, by alert, up to which revision of its stream all decisions are known
 * from now on.
 */
export type DecisionSink = (decisions: readonly AlertDecisions[]) => Promise<ReadonlyMap<string, number>>;

/** An alert before and after the page; null: there was, or is, none. */
export interface AlertChange {
  readonly alertId: string;
  readonly before: AlertState | null;
  readonly after: AlertState | null;
  readonly revisionBefore: number;
  readonly revision: number;
}

/** What is to be written once the decisions are kept. */
export interface PageEffects {
  readonly market: PageContext;
  readonly alerts: readonly AlertChange[];
}

export interface Deciding {
  readonly reading: Reading;
  readonly log: Pick<EventLog, 'readStream'>;
  readonly schema: string;
  /** Up to here an earlier version decided: what is decided on those events now stays unsaid. */
  readonly since: LogPosition;
}

interface Lived {
  readonly state: AlertState | null;
  readonly events: readonly NewEvent[];
}

/** One alert through a page: its commands and its card's merges in their places among the prices of its card. */
const live = (market: PageContext, alertId: string, before: AlertState | null, since: LogPosition): Lived => {
  let state = before;
  const events: NewEvent[] = [];
  const happen = (occurrence: AlertInput, position: LogPosition): void => {
    const next = advance(state, occurrence);
    state = next.state;
    if (position > since) events.push(...next.decisions);
  };
  let passed: string = '';
  /** Prices up to `position`, which is none of a price unless it is a peak's; null: all that are left. */
  const pricesUpTo = (position: LogPosition | null): void => {
    for (const moment of market.cards.get(state?.cardId ?? '')?.moments ?? []) {
      if (moment.fact.position <= passed) continue;
      if (position !== null && moment.fact.position > position) break;
      happen({ kind: 'price', moment }, moment.fact.position);
    }
    passed = position ?? passed;
  };
  const commands = market.commands.get(alertId) ?? [];
  const turns = [...commands, ...market.merges.map(({ event }) => event), ...market.peaks].sort((a, b) =>
    a.position < b.position ? -1 : 1,
  );
  for (const event of turns) {
    pricesUpTo(event.position);
    if (!('type' in event)) happen({ kind: 'time', recordedMs: event.recordedMs }, event.position);
    else if (event.type === 'CardMerged') {
      const merge = market.merges.find((each) => each.event === event);
      if (merge === undefined || merge.from !== state?.cardId) continue;
      const standing = market.standingAt(merge.into, event.position);
      happen({ kind: 'moved', event, cardId: merge.into, standing }, event.position);
    } else {
      const cardId = market.madeOn.get(event.id) ?? state?.cardId ?? '';
      happen({ kind: 'command', event, cardId, standing: market.standingAt(cardId, event.position) }, event.position);
    }
  }
  pricesUpTo(null);
  happen({ kind: 'time', recordedMs: market.last.recordedMs }, market.last.position);
  return { state, events };
};

/** Of the last command of an alert; the one that made it is where its stream begins. */
const commandRevisions = (market: PageContext, alertId: string): { first: number; last: number } => {
  const commands = market.commands.get(alertId);
  return { first: commands?.[0]?.revision ?? -1, last: commands?.at(-1)?.revision ?? -1 };
};

const decideSome = async (
  deciding: Deciding,
  market: PageContext,
  ids: readonly string[],
  sink: DecisionSink,
): Promise<AlertChange[]> => {
  const rows = await readAlerts(deciding.reading, deciding.schema, ids);
  const lives = ids.map((alertId): { alertId: string; row: AlertRow | undefined; lived: Lived } => {
    const row = rows.get(alertId);
    return { alertId, row, lived: live(market, alertId, row?.state ?? null, deciding.since) };
  });
  const decisions = lives.flatMap(({ alertId, row, lived: { events } }): AlertDecisions[] =>
    events.length === 0
      ? []
      : [{ alertId, knownRevision: row?.revision ?? commandRevisions(market, alertId).first, events }],
  );
  const revisions = decisions.length === 0 ? new Map<string, number>() : await sink(decisions);
  return lives.flatMap(({ alertId, row, lived: { state } }) => {
    const before = row?.state ?? null;
    const known = row?.revision ?? -1;
    const revision = Math.max(known, commandRevisions(market, alertId).last, revisions.get(alertId) ?? -1);
    return before === state && revision === known
      ? []
      : [{ alertId, before, after: state, revisionBefore: known, revision }];
  });
};

/**
 * Decides on a page (at least one event) and hands the decisions to `sink`; answers with what to write, in the transaction
 * that moves the checkpoint. Reads only.
 */
export const evaluatePage = async (
  deciding: Deciding,
  events: readonly LedgerEvent[],
  from: LogPosition,
  sink: DecisionSink,
): Promise<PageEffects> => {
  const market = await loadPageContext(deciding, events, from);
  const cards = [...market.cards].filter(([, card]) => card.moments.length > 0).map(([cardId]) => cardId);
  const moved = market.merges.map((merge) => merge.from);
  const recordedMs = Math.max(market.last.recordedMs, ...market.peaks.map((peak) => peak.recordedMs));
  const concerned = await readConcerned(deciding.reading, deciding.schema, { cards, moved, recordedMs });
  const ids = [...new Set([...concerned, ...market.commands.keys()])].sort();
  const alerts: AlertChange[] = [];
  for (let at = 0; at < ids.length; at += limits.alertsInMemoryMax) {
    alerts.push(...(await decideSome(deciding, market, ids.slice(at, at + limits.alertsInMemoryMax), sink)));
  }
  return { market, alerts };
};
