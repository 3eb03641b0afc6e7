/** What the alerts need to know of a page of events: merges, commands, and the price updates of followed cards. */
import { type AlertCommand, type AppliedUpdate, type CurrentKeys, isAlertCommand } from '../domain/alerts/decider.js';
import { foldKey, type KeyState, type PriceUpdate, priceUpdateOf } from '../domain/alerts/key-state.js';
import { windowDaysOf } from '../domain/alerts/rule.js';
import type { LedgerEvent, LedgerEventOf, LogPosition } from '../domain/envelope.js';
import type { EventLog } from '../log/event-log.js';
import { readCardHistories } from './card-history.js';
import { type Queryable, readCardsOfAlerts, readFollowedCards, readKeys, readMerges } from './read-state.js';

export interface Merge {
  readonly event: LedgerEventOf<'CardMerged'>;
  readonly from: string;
  /** The card that `from` is now: the one it was merged into may have been merged itself. */
  readonly into: string;
}

interface CardContext {
  /** Whether points are kept, for rules that look back. */
  readonly hasPoints: boolean;
  /** Keys before the page. They are not in the tables yet if the card `isNew`. */
  readonly initial: ReadonlyMap<string, KeyState>;
  readonly final: ReadonlyMap<string, KeyState>;
  /** In the order of the log. */
  readonly updates: readonly AppliedUpdate[];
  /** Followed from this page on, or with points from this page on. */
  readonly isNew: boolean;
}

/** When an event was recorded, and its position. */
interface Recorded {
  readonly recordedMs: number;
  readonly position: LogPosition;
}

export interface PageContext {
  /** Followed cards with something to do in this page. */
  readonly cards: ReadonlyMap<string, CardContext>;
  readonly merges: readonly Merge[];
  /** By alert, in the order of the log. */
  readonly commands: ReadonlyMap<string, readonly AlertCommand[]>;
  /** Card of each alert created in this page, by the id of its AlertCreated. */
  readonly cardAtCreation: ReadonlyMap<string, string>;
  /** The last event. */
  readonly last: Recorded;
  /**
   * Events after which the log's time goes back (EventLog.clockSkewMs), in the order of the log. Alerts expire at them as
   * they would at the end of a page. Empty if one clock stamps all events.
   */
  readonly clockRegressions: readonly Recorded[];
  /** Returns the keys of a card just before `position`. */
  keysBefore(cardId: string, position: LogPosition): CurrentKeys;
}

interface RecordedUpdate {
  readonly update: PriceUpdate;
  readonly recordedMs: number;
}

const recordedOf = ({ recorded_at, position }: LedgerEvent): Recorded => ({
  recordedMs: Date.parse(recorded_at),
  position,
});

/** Groups commands by alert and price updates by card. */
const groupEvents = (
  events: readonly LedgerEvent[],
): { updates: Map<string, RecordedUpdate[]>; commands: Map<string, AlertCommand[]> } => {
  const updates = new Map<string, RecordedUpdate[]>();
  const commands = new Map<string, AlertCommand[]>();
  const add = <V>(lists: Map<string, V[]>, key: string, value: V): void =>
    void lists
      .set(key, lists.get(key) ?? [])
      .get(key)
      ?.push(value);
  for (const event of events) {
    if (isAlertCommand(event)) add(commands, event.data.alert_id, event);
    const update = priceUpdateOf(event);
    if (update !== null) add(updates, update.key.card_id, { update, recordedMs: Date.parse(event.recorded_at) });
  }
  return { updates, commands };
};

/** Follows the merges of a card to their end. `merged`: card → card that it was merged into. */
const cardNow = (merged: ReadonlyMap<string, string>, cardId: string): string => {
  let now = cardId;
  for (let next = merged.get(now); next !== undefined; next = merged.get(now)) now = next;
  return now;
};

interface ResolvedCards {
  readonly merges: readonly Merge[];
  readonly cardAtCreation: ReadonlyMap<string, string>;
  /** Cards followed before or from this page on → whether points are kept. */
  readonly followed: ReadonlyMap<string, boolean>;
}

/**
 * Goes through merges, creations and changes of alerts in the order of the log. A merge of a card that was merged before,
 * or into itself, has no effect. `cardOf`: cards of the alerts that exist before the page.
 */
const resolveMerges = (
  events: readonly LedgerEvent[],
  before: {
    merged: ReadonlyMap<string, string>;
    followed: ReadonlyMap<string, boolean>;
    cardOf: ReadonlyMap<string, string>;
  },
): ResolvedCards => {
  const merged = new Map(before.merged);
  const followed = new Map(before.followed);
  const cardOf = new Map(before.cardOf);
  const merges: Merge[] = [];
  const cardAtCreation = new Map<string, string>();
  const follow = (cardId: string, hasPoints: boolean): void =>
    void followed.set(cardId, hasPoints || followed.get(cardId) === true);
  for (const event of events) {
    if (event.type === 'CardMerged') {
      const { card_id: from, merged_into } = event.data;
      const into = cardNow(merged, merged_into);
      if (merged.has(from) || into === from) continue;
      merged.set(from, merged_into);
      merges.push({ event, from, into });
      const hasPoints = followed.get(from);
      if (hasPoints !== undefined) follow(into, hasPoints);
    } else if (event.type === 'AlertCreated') {
      const { alert_id: alertId, rule } = event.data;
      const cardId = cardNow(merged, rule.card_id);
      cardOf.set(alertId, cardId);
      cardAtCreation.set(event.id, cardId);
      follow(cardId, windowDaysOf(rule) > 0);
    } else if (event.type === 'AlertChanged' && windowDaysOf(event.data.rule) > 0) {
      const cardId = cardOf.get(event.data.alert_id);
      if (cardId !== undefined) follow(cardNow(merged, cardId), true);
    }
  }
  return { merges, cardAtCreation, followed };
};

const applyUpdates = (
  initial: ReadonlyMap<string, KeyState>,
  recorded: readonly RecordedUpdate[],
  hasPoints: boolean,
): { final: Map<string, KeyState>; updates: AppliedUpdate[] } => {
  const final = new Map(initial);
  const updates = recorded.map(({ update, recordedMs }): AppliedUpdate => {
    const before = final.get(update.keyText) ?? null;
    const { state: after, effect } = foldKey(before, update, { keepPoints: hasPoints });
    final.set(update.keyText, after);
    return { update, recordedMs, before: before?.newest ?? null, after, effect };
  });
  return { final, updates };
};

const clockRegressionsOf = (events: readonly LedgerEvent[]): Recorded[] => {
  const regressions: Recorded[] = [];
  let earliestLaterMs = Infinity;
  for (const event of events.toReversed()) {
    const recorded = recordedOf(event);
    if (recorded.recordedMs > earliestLaterMs) regressions.push(recorded);
    earliestLaterMs = Math.min(earliestLaterMs, recorded.recordedMs);
  }
  return regressions.reverse();
};

const keysBefore =
  (card: CardContext | undefined, position: LogPosition): CurrentKeys =>
  () => {
    if (card === undefined) return [];
    const keys = new Map(card.initial);
    for (const { update, after } of card.updates) {
      if (update.position >= position) break;
      keys.set(update.keyText, after);
    }
    return keys.values();
  };

/** Returns the cards that the page names as cards of new alerts or in merges. */
const namedCards = (events: readonly LedgerEvent[]): string[] =>
  events.flatMap((event) => {
    if (event.type === 'AlertCreated') return [event.data.rule.card_id];
    return event.type === 'CardMerged' ? [event.data.card_id, event.data.merged_into] : [];
  });

/** Reads the state that the page needs and applies its price updates. `from`: the position before the page. */
export const loadPageContext = async (
  { database, log, schema }: { database: Queryable; log: Pick<EventLog, 'readStream'>; schema: string },
  events: readonly LedgerEvent[],
  from: LogPosition,
): Promise<PageContext> => {
  const { updates, commands } = groupEvents(events);
  const named = namedCards(events);
  const cardOf = await readCardsOfAlerts(database, schema, [...commands.keys()]);
  const merged = await readMerges(database, schema, named);
  const touched = [...updates.keys(), ...cardOf.values(), ...named, ...named.map((cardId) => cardNow(merged, cardId))];
  const before = await readFollowedCards(database, schema, new Set(touched));
  const { merges, cardAtCreation, followed } = resolveMerges(events, { merged, followed: before, cardOf });

  const isNew = (cardId: string): boolean => before.get(cardId) !== followed.get(cardId);
  const newCards = new Map([...followed].filter(([cardId]) => isNew(cardId)));
  const knownCards = new Map([...followed].filter(([cardId]) => !isNew(cardId)));
  const initialKeys = new Map([
    ...(await readKeys(database, schema, knownCards)),
    ...(await readCardHistories(log, newCards, from)),
  ]);
  const cards = new Map<string, CardContext>();
  for (const [cardId, hasPoints] of followed) {
    const initial = initialKeys.get(cardId) ?? new Map<string, KeyState>();
    const applied = applyUpdates(initial, updates.get(cardId) ?? [], hasPoints);
    cards.set(cardId, { hasPoints, initial, ...applied, isNew: isNew(cardId) });
  }
  return {
    cards,
    merges,
    cardAtCreation,
    commands,
    last: recordedOf(events.at(-1) as LedgerEvent),
    clockRegressions: clockRegressionsOf(events),
    keysBefore: (cardId, position) => keysBefore(cards.get(cardId), position),
  };
};
