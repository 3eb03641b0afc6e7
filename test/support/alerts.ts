/**
 * A second alerter, as plain as can be: every event by itself, every alert and every price of the market in memory, nothing
 * in tables, nothing followed or forgotten. What the real one decides is held against it.
 */
import type { AlertRule } from '../../src/domain/alerts/rule.js';
import { advance, type AlertState, isAlertCommand } from '../../src/domain/alerts/decider.js';
import { foldKey, type KeyState, priceUpdateOf } from '../../src/domain/alerts/key-state.js';
import type { NewEvent, RecordedEvent } from '../../src/domain/envelope.js';
import type { EventData } from '../../src/domain/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import { alertRule, createRecorder, numbers, observation, priceKey, type Recorder } from './events.js';

/** All decisions on `events`, in the order in which the events ask for them; by alert where one event asks several. */
export const decideAll = (events: readonly RecordedEvent[]): NewEvent[] => {
  const alerts = new Map<string, AlertState>();
  const keys = new Map<string, KeyState>();
  const merged = new Map<string, string>();
  const decisions: NewEvent[] = [];
  const homeOf = (card: string): string => (merged.has(card) ? homeOf(merged.get(card) as string) : card);
  const standing = (card: string) => () => [...keys.values()].filter(({ key }) => key.card_id === card);
  const put = (id: string, next: ReturnType<typeof advance>): void => {
    decisions.push(...next.decisions);
    if (next.state === null) alerts.delete(id);
    else alerts.set(id, next.state);
  };
  for (const recorded of events) {
    const event = decodeEvent(recorded);
    const recordedMs = Date.parse(event.recorded_at);
    const fact = priceUpdateOf(event);
    if (isAlertCommand(event)) {
      const id = event.data.alert_id;
      const card = event.type === 'AlertCreated' ? homeOf(event.data.rule.card_id) : (alerts.get(id)?.cardId ?? '');
      put(id, advance(alerts.get(id) ?? null, { kind: 'command', event, cardId: card, standing: standing(card) }));
    }
    if (event.type === 'CardMerged') {
      const { card_id: from, merged_into } = event.data;
      const into = homeOf(merged_into);
      if (!merged.has(from) && into !== from) {
        merged.set(from, merged_into);
        for (const [id, alert] of [...alerts].sort()) {
          if (alert.cardId === from)
            put(id, advance(alert, { kind: 'moved', event, cardId: into, standing: standing(into) }));
        }
      }
    }
    if (fact !== null) {
      const held = keys.get(fact.text) ?? null;
      const { state, news } = foldKey(held, fact, { keepPoints: true });
      keys.set(fact.text, state);
      const moment = { fact, recordedMs, before: held?.last ?? null, after: state, news };
      for (const [id, alert] of [...alerts].sort()) {
        if (alert.cardId === fact.key.card_id) put(id, advance(alert, { kind: 'price', moment }));
      }
    }
    for (const [id, alert] of [...alerts].sort()) put(id, advance(alert, { kind: 'time', recordedMs }));
  }
  return decisions;
};

export const dayOne = '2025-09-01';
/** Noon of the `day`th day, the first being 1. */
export const noon = (day: number): string =>
  `${new Date(Date.parse(dayOne) + (day - 1) * 86_400_000).toISOString().slice(0, 10)}T12:00:00Z`;

/** A number: that market price on that day. */
export type Happening =
  | number
  | 'none'
  | 'withdrawn'
  | { readonly corrected: number; readonly on?: number }
  | { readonly voided: true; readonly on?: number; readonly standing?: readonly [price: number, day: number] }
  | { readonly late: number; readonly on: number }
  | { readonly released: number }
  | { readonly quarantined: number }
  | { readonly eur: number }
  | { readonly printing: string; readonly price: number }
  | { readonly command: 'paused' | 'resumed' | 'deleted' }
  | { readonly changed: Partial<AlertRule>; readonly expires_at?: string | null; readonly version?: number }
  | { readonly made: true };

export interface Story {
  readonly rule: Partial<AlertRule>;
  /** Days: what happens on the 1st, 2nd, 3rd …; null: nothing. `made` is when the alert is; without it before all. */
  readonly days: readonly (Happening | null)[];
  readonly expires_at?: string | null;
}

const alert = uuidFromName('alert of a story');

const addPrice = ({ record }: Recorder, day: number, happening: Exclude<Happening, number | string>): void => {
  const on = 'on' in happening && happening.on !== undefined ? noon(happening.on) : noon(day);
  if ('corrected' in happening)
    record('PriceCorrected', { ...priceKey(), ...numbers(happening.corrected), effective_at: on });
  else if ('late' in happening) record('PriceObserved', observation({ ...numbers(happening.late), effective_at: on }));
  else if ('released' in happening) {
    record('QuarantineReleased', {
      ...priceKey(),
      observation: observation({ ...numbers(happening.released), effective_at: on }),
    });
  } else if ('quarantined' in happening) {
    record('ObservationQuarantined', {
      observation: observation({ ...numbers(happening.quarantined), effective_at: on }),
      effective_at: on,
    });
  } else if ('eur' in happening)
    record(
      'PriceObserved',
      observation({ ...priceKey({ currency: 'EUR' }), ...numbers(happening.eur), effective_at: on }),
    );
  else if ('printing' in happening) {
    const printing = { name: happening.printing, slug: happening.printing.toLowerCase() };
    record('PriceObserved', observation({ ...priceKey({ printing }), ...numbers(happening.price), effective_at: on }));
  } else if ('voided' in happening) {
    const standing =
      happening.standing === undefined
        ? null
        : {
            ...numbers(happening.standing[0]),
            effective_at: noon(happening.standing[1]),
            observation_id: uuidFromName('standing'),
          };
    record('ObservationVoided', { ...priceKey(), effective_at: on, standing });
  }
};

const addHappening = (recorder: Recorder, story: Story, day: number, happening: Happening): void => {
  const { record } = recorder;
  const rule = alertRule({ hysteresis: null, ...story.rule });
  const terms = { alert_id: alert, rule_version: 1, rule, expires_at: story.expires_at ?? null };
  if (typeof happening === 'number')
    record('PriceObserved', observation({ ...numbers(happening), effective_at: noon(day) }));
  else if (happening === 'none') record('PriceObserved', observation({ ...numbers(null), effective_at: noon(day) }));
  else if (happening === 'withdrawn') record('PriceWithdrawn', { ...priceKey(), effective_at: noon(day) });
  else if ('made' in happening) record('AlertCreated', terms);
  else if ('changed' in happening) {
    const changed = { ...terms, rule: { ...rule, ...happening.changed }, rule_version: happening.version ?? 2 };
    record('AlertChanged', {
      ...changed,
      ...(happening.expires_at === undefined ? {} : { expires_at: happening.expires_at }),
    });
  } else if ('command' in happening) {
    const type = ({ paused: 'AlertPaused', resumed: 'AlertResumed', deleted: 'AlertDeleted' } as const)[
      happening.command
    ];
    record(type, { alert_id: alert });
  } else addPrice(recorder, day, happening);
};

/** The events of a story, each recorded an hour after noon of its day. */
export const tell = (story: Story): RecordedEvent[] => {
  const recorder = createRecorder(`${dayOne}T12:30:00Z`);
  const isMade = story.days.some(
    (happening) => typeof happening === 'object' && happening !== null && 'made' in happening,
  );
  let idleMs = 1_800_000;
  if (!isMade) addHappening(recorder, story, 0, { made: true });
  story.days.forEach((happening, at) => {
    if (happening !== null) {
      const events = recorder.events.length;
      // The gap is given to the first event recorded.
      const gapped: Recorder = { ...recorder, record: (type, data) => recorder.record(type, data, idleMs) };
      addHappening(gapped, story, at + 1, happening);
      if (recorder.events.length > events) idleMs = 0;
    }
    idleMs += 86_400_000;
  });
  return recorder.events;
};

const short = { AlertTriggered: 'fired', AlertRearmed: 'armed', AlertExpired: 'expired' } as const;

/** What was decided, as "day: fired", by the days of the prices that led to it (an end: by itself). */
export const outcome = (story: Story): string[] =>
  decideAll(tell(story)).map(({ type, data }) => {
    const word = short[type as keyof typeof short];
    if (type === 'AlertExpired') return word;
    const { effective_at } = data as EventData<'AlertRearmed'>;
    return `${1 + Math.round((Date.parse(effective_at) - Date.parse(noon(1))) / 86_400_000)}: ${word}`;
  });

/** Data of the firings of a story. */
export const firings = (story: Story): EventData<'AlertTriggered'>[] =>
  decideAll(tell(story)).flatMap(({ type, data }) =>
    type === 'AlertTriggered' ? [data as EventData<'AlertTriggered'>] : [],
  );
