/**
 * A second alerter, as plain as possible: one event at a time, every alert and every price in memory, no tables. The
 * decisions of the real one are compared with its decisions.
 */
import type { AlertRule } from '../../src/domain/alerts/rule.js';
import { advance, type AlertInput, type AlertState, isAlertCommand } from '../../src/domain/alerts/decider.js';
import { foldKey, type KeyState, priceUpdateOf } from '../../src/domain/alerts/key-state.js';
import type { NewEvent, RecordedEvent } from '../../src/domain/envelope.js';
import type { EventData } from '../../src/domain/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import { alertRule, createRecorder, numbers, observation, priceKey, type Recorder } from './events.js';

/** Returns all decisions on `events`, in the order of the events, then of the alerts' ids. */
export const decideAll = (events: readonly RecordedEvent[]): NewEvent[] => {
  const alerts = new Map<string, AlertState>();
  const keys = new Map<string, KeyState>();
  const merged = new Map<string, string>();
  const decisions: NewEvent[] = [];
  const cardNow = (card: string): string => (merged.has(card) ? cardNow(merged.get(card) as string) : card);
  const keysOf = (card: string) => () => [...keys.values()].filter(({ key }) => key.card_id === card);
  const decide = (id: string, input: AlertInput): void => {
    const { state, decisions: further } = advance(alerts.get(id) ?? null, input);
    decisions.push(...further);
    if (state === null) alerts.delete(id);
    else alerts.set(id, state);
  };
  for (const recorded of events) {
    const event = decodeEvent(recorded);
    const recordedMs = Date.parse(event.recorded_at);
    const update = priceUpdateOf(event);
    if (isAlertCommand(event)) {
      const id = event.data.alert_id;
      const cardId = event.type === 'AlertCreated' ? cardNow(event.data.rule.card_id) : (alerts.get(id)?.cardId ?? '');
      decide(id, { kind: 'command', event, cardId, currentKeys: keysOf(cardId) });
    }
    if (event.type === 'CardMerged') {
      const { card_id: from, merged_into } = event.data;
      const cardId = cardNow(merged_into);
      if (!merged.has(from) && cardId !== from) {
        merged.set(from, merged_into);
        for (const [id, alert] of [...alerts].sort()) {
          if (alert.cardId === from) decide(id, { kind: 'merged', event, cardId, currentKeys: keysOf(cardId) });
        }
      }
    }
    if (update !== null) {
      const before = keys.get(update.keyText) ?? null;
      const { state: after, effect } = foldKey(before, update, { keepPoints: true });
      keys.set(update.keyText, after);
      const applied = { update, recordedMs, before: before?.newest ?? null, after, effect };
      for (const [id, alert] of [...alerts].sort()) {
        if (alert.cardId === update.key.card_id) decide(id, { kind: 'price', applied });
      }
    }
    for (const id of [...alerts.keys()].sort()) decide(id, { kind: 'time', recordedMs });
  }
  return decisions;
};

const dayOne = '2025-09-01';
/** Returns noon of a day; the first day is 1. */
export const noon = (day: number): string =>
  `${new Date(Date.parse(dayOne) + (day - 1) * 86_400_000).toISOString().slice(0, 10)}T12:00:00Z`;

/** What happens on a day. A number is the market price. */
export type DayEvent =
  | number
  /** A row without a market price. */
  | 'none'
  /** A row without any number. */
  | 'no offer'
  | 'withdrawn'
  | { readonly corrected: number; readonly on?: number }
  | { readonly voided: true; readonly on?: number; readonly standing?: readonly [price: number, day: number] }
  | { readonly late: number; readonly on: number }
  | { readonly released: number }
  | { readonly quarantined: number }
  | { readonly eur: number }
  /** Numbers beside the market price. */
  | { readonly market: number | null; readonly low: number | null }
  | { readonly printing: string; readonly price: number | 'no offer' }
  | { readonly command: 'paused' | 'resumed' | 'deleted' }
  | { readonly changed: Partial<AlertRule>; readonly expires_at?: string | null; readonly version?: number }
  | 'created';

export interface Story {
  readonly rule: Partial<AlertRule>;
  /** The 1st, 2nd, 3rd day and so on; `null` if nothing happens. Without `created` the alert is created before the 1st. */
  readonly days: readonly (DayEvent | null)[];
  readonly expires_at?: string | null;
}

const alert = uuidFromName('alert of a story');

const addPrice = ({ record }: Recorder, day: number, dayEvent: Exclude<DayEvent, number | string>): void => {
  const on = 'on' in dayEvent && dayEvent.on !== undefined ? noon(dayEvent.on) : noon(day);
  if ('corrected' in dayEvent)
    record('PriceCorrected', { ...priceKey(), ...numbers(dayEvent.corrected), effective_at: on });
  else if ('market' in dayEvent) {
    const { market, low } = dayEvent;
    record('PriceObserved', observation({ ...numbers(market), low, effective_at: on }));
  } else if ('late' in dayEvent) record('PriceObserved', observation({ ...numbers(dayEvent.late), effective_at: on }));
  else if ('released' in dayEvent) {
    record('QuarantineReleased', {
      ...priceKey(),
      observation: observation({ ...numbers(dayEvent.released), effective_at: on }),
    });
  } else if ('quarantined' in dayEvent) {
    record('ObservationQuarantined', {
      observation: observation({ ...numbers(dayEvent.quarantined), effective_at: on }),
      effective_at: on,
    });
  } else if ('eur' in dayEvent)
    record(
      'PriceObserved',
      observation({ ...priceKey({ currency: 'EUR' }), ...numbers(dayEvent.eur), effective_at: on }),
    );
  else if ('printing' in dayEvent) {
    const printing = { name: dayEvent.printing, slug: dayEvent.printing.toLowerCase() };
    const shown = dayEvent.price === 'no offer' ? noPriceNumbers : numbers(dayEvent.price);
    record('PriceObserved', observation({ ...priceKey({ printing }), ...shown, effective_at: on }));
  } else if ('voided' in dayEvent) {
    const standing =
      dayEvent.standing === undefined
        ? null
        : {
            ...numbers(dayEvent.standing[0]),
            effective_at: noon(dayEvent.standing[1]),
            observation_id: uuidFromName('standing'),
          };
    record('ObservationVoided', { ...priceKey(), effective_at: on, standing });
  }
};

const addDay = (recorder: Recorder, story: Story, day: number, dayEvent: DayEvent): void => {
  const { record } = recorder;
  const rule = alertRule({ hysteresis: null, ...story.rule });
  const terms = { alert_id: alert, rule_version: 1, rule, expires_at: story.expires_at ?? null };
  if (typeof dayEvent === 'number')
    record('PriceObserved', observation({ ...numbers(dayEvent), effective_at: noon(day) }));
  else if (dayEvent === 'none') record('PriceObserved', observation({ ...numbers(null), effective_at: noon(day) }));
  else if (dayEvent === 'no offer')
    record('PriceObserved', observation({ ...noPriceNumbers, effective_at: noon(day) }));
  else if (dayEvent === 'withdrawn') record('PriceWithdrawn', { ...priceKey(), effective_at: noon(day) });
  else if (dayEvent === 'created') record('AlertCreated', terms);
  else if ('changed' in dayEvent) {
    const changed = { ...terms, rule: { ...rule, ...dayEvent.changed }, rule_version: dayEvent.version ?? 2 };
    record('AlertChanged', {
      ...changed,
      ...(dayEvent.expires_at === undefined ? {} : { expires_at: dayEvent.expires_at }),
    });
  } else if ('command' in dayEvent) {
    const type = ({ paused: 'AlertPaused', resumed: 'AlertResumed', deleted: 'AlertDeleted' } as const)[
      dayEvent.command
    ];
    record(type, { alert_id: alert });
  } else addPrice(recorder, day, dayEvent);
};

/** Returns the events of a story, each recorded an hour after noon of its day. */
export const storyEvents = (story: Story): RecordedEvent[] => {
  const recorder = createRecorder(`${dayOne}T12:30:00Z`);
  let idleMs = 1_800_000;
  if (!story.days.includes('created')) addDay(recorder, story, 0, 'created');
  story.days.forEach((dayEvent, at) => {
    if (dayEvent !== null) {
      const events = recorder.events.length;
      // The first event of the day is recorded after the days without events.
      const gapped: Recorder = { ...recorder, record: (type, data) => recorder.record(type, data, idleMs) };
      addDay(gapped, story, at + 1, dayEvent);
      if (recorder.events.length > events) idleMs = 0;
    }
    idleMs += 86_400_000;
  });
  return recorder.events;
};

const short = { AlertTriggered: 'fired', AlertRearmed: 'armed', AlertExpired: 'expired' } as const;

/** Returns the decisions as "day: fired", with the day of the price that caused them, or "expired". */
export const outcome = (story: Story): string[] =>
  decideAll(storyEvents(story)).map(({ type, data }) => {
    const word = short[type as keyof typeof short];
    if (type === 'AlertExpired') return word;
    const { effective_at } = data as EventData<'AlertRearmed'>;
    return `${1 + Math.round((Date.parse(effective_at) - Date.parse(noon(1))) / 86_400_000)}: ${word}`;
  });

/** Returns the data of the firings of a story. */
export const firings = (story: Story): EventData<'AlertTriggered'>[] =>
  decideAll(storyEvents(story)).flatMap(({ type, data }) =>
    type === 'AlertTriggered' ? [data as EventData<'AlertTriggered'>] : [],
  );
