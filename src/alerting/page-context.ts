/** What a page of events does to the cards that alerts are on: who is followed, how their prices go. */
import { type AlertCommand, isAlertCommand, type Moment, type CurrentKeys } from '../domain/alerts/decider.js';
import { foldKey, type KeyState, type PriceUpdate, priceUpdateOf } from '../domain/alerts/key-state.js';
import { windowDaysOf } from '../domain/alerts/rule.js';
import type { LedgerEvent, LedgerEventOf, LogPosition } from '../domain/envelope.js';
import type { EventLog } from '../log/event-log.js';
import { readCardsOf, readFollowed, type Reading, readKeys, readMerges } from './read-state.js';
import { readCardHistories } from './card-history.js';

export interface Merge {
  readonly event: LedgerEventOf<'CardMerged'>;
  readonly from: string;
  /** Where that card is by now: it may have been merged itself. */
  readonly into: string;
}

interface CardMarket {
  readonly pointed: boolean;
  /** Before the page. Not in the tables yet where the card is `fresh`. */
  readonly initial: ReadonlyMap<string, KeyState>;
  readonly final: ReadonlyMap<string, KeyState>;
  /** In the order of the log. */
  readonly moments: readonly Moment[];
  readonly fresh: boolean;
}

/** When an event was recorded, and its position. */
interface Recorded {
  readonly recordedMs: number;
  readonly position: LogPosition;
}

export interface PageContext {
  /** Followed cards with something to do in this page. */
  readonly cards: ReadonlyMap<string, CardMarket>;
  readonly merges: readonly Merge[];
  /** By alert, in the order of the log. */
  readonly commands: ReadonlyMap<string, readonly AlertCommand[]>;
  /** Where the card of an alert made in this page is by then, by the event's id. */
  readonly madeOn: ReadonlyMap<string, string>;
  /** recorded_at of the last event, and its position. */
  readonly last: Recorded;
  /**
   * Events behind which the time of the log goes back (EventLog.clockSkewMs): what ended by then has ended, wherever the page
   * does. In the order of the log; none where one clock stamps all.
   */
  readonly peaks: readonly Recorded[];
  /** The prices of a card as they stand just before `position`. */
  standingAt(cardId: string, position: LogPosition): CurrentKeys;
}

interface Sorted {
  readonly facts: ReadonlyMap<string, { readonly fact: PriceUpdate; readonly recordedMs: number }[]>;
  readonly commands: ReadonlyMap<string, AlertCommand[]>;
  readonly mergers: readonly LedgerEventOf<'CardMerged'>[];
}

const listed = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

const sort = (events: readonly LedgerEvent[]): Sorted => {
  const facts = new Map<string, { fact: PriceUpdate; recordedMs: number }[]>();
  const commands = new Map<string, AlertCommand[]>();
  const mergers: LedgerEventOf<'CardMerged'>[] = [];
  for (const event of events) {
    if (isAlertCommand(event)) listed(commands, event.data.alert_id, event);
    else if (event.type === 'CardMerged') mergers.push(event);
    const fact = priceUpdateOf(event);
    if (fact !== null) listed(facts, fact.key.card_id, { fact, recordedMs: Date.parse(event.recorded_at) });
  }
  return { facts, commands, mergers };
};

/** Follows the edges to their end. */
const resolve = (edges: ReadonlyMap<string, string>, cardId: string): string => {
  let at = cardId;
  for (let next = edges.get(at); next !== undefined; next = edges.get(at)) at = next;
  return at;
};

interface Course {
  readonly merges: Merge[];
  readonly madeOn: Map<string, string>;
  /** Card → whether points are needed; of cards followed, and to be followed from this page on. */
  readonly needed: Map<string, boolean>;
}

/** Goes through merges and commands in the order of the log. */
const runCourse = (
  events: readonly LedgerEvent[],
  edges: Map<string, string>,
  of: { cardOf: ReadonlyMap<string, string>; followed: ReadonlyMap<string, boolean> },
): Course => {
  const course: Course = { merges: [], madeOn: new Map(), needed: new Map(of.followed) };
  const made = new Map<string, string>();
  const need = (cardId: string, pointed: boolean): void =>
    void course.needed.set(cardId, pointed || course.needed.get(cardId) === true);
  for (const event of events) {
    if (event.type === 'CardMerged') {
      const { card_id: from, merged_into } = event.data;
      const into = resolve(edges, merged_into);
      // Merged before, or in a circle: the first word stands.
      if (edges.has(from) || into === from) continue;
      edges.set(from, merged_into);
      course.merges.push({ event, from, into });
      const pointed = course.needed.get(from);
      if (pointed !== undefined) need(into, pointed);
    } else if (event.type === 'AlertCreated') {
      const cardId = resolve(edges, event.data.rule.card_id);
      made.set(event.data.alert_id, event.data.rule.card_id);
      course.madeOn.set(event.id, cardId);
      need(cardId, windowDaysOf(event.data.rule) > 0);
    } else if (event.type === 'AlertChanged' && windowDaysOf(event.data.rule) > 0) {
      const cardId = made.get(event.data.alert_id) ?? of.cardOf.get(event.data.alert_id);
      if (cardId !== undefined) need(resolve(edges, cardId), true);
    }
  }
  return course;
};

const foldMoments = (
  initial: ReadonlyMap<string, KeyState>,
  facts: readonly { fact: PriceUpdate; recordedMs: number }[],
  pointed: boolean,
): { final: Map<string, KeyState>; moments: Moment[] } => {
  const final = new Map(initial);
  const moments = facts.map(({ fact, recordedMs }): Moment => {
    const held = final.get(fact.text) ?? null;
    const { state, news } = foldKey(held, fact, { keepPoints: pointed });
    final.set(fact.text, state);
    return { fact, recordedMs, before: held?.last ?? null, after: state, news };
  });
  return { final, moments };
};

const recordedOf = ({ recorded_at, position }: LedgerEvent): Recorded => ({
  recordedMs: Date.parse(recorded_at),
  position,
});

const peaksOf = (events: readonly LedgerEvent[]): Recorded[] => {
  const peaks: Recorded[] = [];
  let lowest = Infinity;
  for (const event of [...events].reverse()) {
    const recorded = recordedOf(event);
    if (recorded.recordedMs > lowest) peaks.push(recorded);
    lowest = Math.min(lowest, recorded.recordedMs);
  }
  return peaks.reverse();
};

const standingOf =
  (card: CardMarket | undefined, position: LogPosition): CurrentKeys =>
  () => {
    if (card === undefined) return [];
    const keys = new Map(card.initial);
    for (const { fact, after } of card.moments) {
      if (fact.position >= position) break;
      keys.set(fact.text, after);
    }
    return keys.values();
  };

/** Reads what the page needs to know and folds its prices. `from`: the position before the page. */
export const loadPageContext = async (
  of: { reading: Reading; log: Pick<EventLog, 'readStream'>; schema: string },
  events: readonly LedgerEvent[],
  from: LogPosition,
): Promise<PageContext> => {
  const { reading, log, schema } = of;
  const { facts, commands, mergers } = sort(events);
  const cardOf = commands.size === 0 ? new Map<string, string>() : await readCardsOf(reading, schema, commands.keys());
  const made = [...commands.values()]
    .flat()
    .flatMap((event) => (event.type === 'AlertCreated' ? [event.data.rule.card_id] : []));
  const merging = mergers.flatMap(({ data }) => [data.card_id, data.merged_into]);
  const named = [...made, ...merging];
  const edges = named.length === 0 ? new Map<string, string>() : await readMerges(reading, schema, named);
  const ends = named.map((cardId) => resolve(edges, cardId));
  const followed = await readFollowed(
    reading,
    schema,
    new Set([...facts.keys(), ...cardOf.values(), ...ends, ...merging]),
  );
  const course = runCourse(events, edges, { cardOf, followed });

  const fresh = new Map([...course.needed].filter(([cardId, pointed]) => followed.get(cardId) !== pointed));
  const known = new Map([...followed].filter(([cardId]) => !fresh.has(cardId)));
  const initial = new Map([
    ...(await readKeys(reading, schema, known)),
    ...(await readCardHistories(log, fresh, from)),
  ]);
  const cards = new Map<string, CardMarket>();
  for (const [cardId, pointed] of course.needed) {
    const held = initial.get(cardId) ?? new Map<string, KeyState>();
    const folded = foldMoments(held, facts.get(cardId) ?? [], pointed);
    cards.set(cardId, { pointed, initial: held, ...folded, fresh: fresh.has(cardId) });
  }
  return {
    cards,
    merges: course.merges,
    madeOn: course.madeOn,
    commands,
    last: recordedOf(events.at(-1) as LedgerEvent),
    peaks: peaksOf(events),
    standingAt: (cardId, position) => standingOf(cards.get(cardId), position),
  };
};
