/**
 * Random but valid sequences of events on a few alerts and cards (fast-check): rules of every kind; late, corrected, voided
 * and withdrawn prices; merged cards; alerts created, changed, paused, resumed and deleted in between.
 */
import fc from 'fast-check';
import type { AlertRule } from '../../src/domain/alerts/rule.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { alertRule, createRecorder, numbers, observation, priceKey, type Recorder } from './events.js';
import { noon } from './alerts.js';

const cards = ['pokemon-1', 'pokemon-2', 'onepiece-3'];
const printings = ['Normal', 'Holofoil'].map(printingOf);
const alerts = [1, 2, 3, 4].map((n) => uuidFromName(`alert ${n}`));
const at = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;

const when: fc.Arbitrary<AlertRule['when']> = fc.oneof(
  fc.record({
    type: fc.constant('threshold' as const),
    comparison: fc.constantFrom('<=' as const, '>=' as const, '<' as const, '>' as const, '=' as const),
    amount: fc.integer({ min: 2, max: 8 }),
  }),
  fc.record({
    type: fc.constant('change' as const),
    direction: fc.constantFrom('up' as const, 'down' as const, 'either' as const),
    basis_points: fc.constantFrom(500, 3_000),
    amount: fc.constantFrom(null, 2),
    window_days: fc.constantFrom(null, 2, 10),
  }),
  fc.record({
    type: fc.constant('availability' as const),
    becomes: fc.constantFrom('available' as const, 'withdrawn' as const),
  }),
  fc.record({ type: fc.constantFrom('new_high' as const, 'new_low' as const), window_days: fc.constantFrom(2, 10) }),
);

const rule: fc.Arbitrary<AlertRule> = fc
  .record({
    card: fc.constantFrom(0, 0, 0, 1, 2),
    printing: fc.constantFrom('*', '*', '*', 'holofoil'),
    currency: fc.constantFrom('USD' as const, 'USD' as const, 'USD' as const, 'EUR' as const),
    when,
    hysteresis: fc.constantFrom(null, { amount: 1 }, { basis_points: 2_000 }),
    cooldown_seconds: fc.constantFrom(0, 86_400, 3 * 86_400),
    repeat: fc.constantFrom('always' as const, 'always' as const, 'once' as const),
    on_create: fc.constantFrom('fire' as const, 'skip' as const),
  })
  .map(({ card, hysteresis, ...rest }) => {
    const takesHysteresis = rest.when.type !== 'change' && rest.when.type !== 'availability';
    return alertRule({ ...rest, card_id: at(cards, card), hysteresis: takesHysteresis ? hysteresis : null });
  });

const step = fc.record({
  what: fc.constantFrom(
    'observed',
    'observed',
    'observed',
    'observed',
    'observed',
    'corrected',
    'withdrawn',
    'voided',
    'released',
    'tick',
    'observed',
    'observed',
    'command',
    'command',
    'command',
    'merged',
  ),
  order: fc.constantFrom('AlertResumed', 'AlertChanged', 'AlertPaused', 'AlertResumed', 'AlertChanged', 'AlertDeleted'),
  alert: fc.nat(alerts.length - 1),
  rule,
  expires: fc.constantFrom(null, null, null, null, 15, 25),
  card: fc.constantFrom(0, 0, 0, 0, 1, 2),
  other: fc.nat(cards.length - 1),
  printing: fc.nat(printings.length - 1),
  currency: fc.constantFrom(...Array.from({ length: 6 }, () => 'USD' as const), 'EUR' as const),
  /** Days after the newest so far; negative if late. */
  days: fc.constantFrom(0, 1, 1, 1, 2, 5, -1, -3),
  market: fc.option(fc.integer({ min: 1, max: 9 }), { freq: 8 }),
  stands: fc.integer({ min: 1, max: 9 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface World {
  day: number;
  readonly versions: Map<string, number>;
  readonly cards: Map<string, string>;
  readonly deleted: Set<string>;
}

const addCommand = ({ record }: Recorder, world: World, given: Step): void => {
  const alert_id = at(alerts, given.alert);
  const version = world.versions.get(alert_id);
  const expires_at = given.expires === null ? null : noon(given.expires);
  if (world.deleted.has(alert_id)) return;
  if (version === undefined) {
    world.versions.set(alert_id, 1);
    world.cards.set(alert_id, given.rule.card_id);
    record('AlertCreated', { alert_id, rule_version: 1, rule: given.rule, expires_at });
  } else if (given.order === 'AlertChanged') {
    world.versions.set(alert_id, version + 1);
    const changed = { ...given.rule, card_id: world.cards.get(alert_id) as string };
    record('AlertChanged', { alert_id, rule_version: version + 1, rule: changed, expires_at });
  } else {
    if (given.order === 'AlertDeleted') world.deleted.add(alert_id);
    record(given.order as 'AlertPaused', { alert_id });
  }
};

const addStep = (recorder: Recorder, world: World, given: Step): void => {
  const { record } = recorder;
  const card_id = at(cards, given.card);
  const key = priceKey({ card_id, printing: at(printings, given.printing), currency: given.currency });
  const day = Math.max(1, world.day + given.days);
  const effective_at = noon(day);
  // Some rows have no number at all: no offer.
  const values = given.market === null && given.other === 0 ? noPriceNumbers : numbers(given.market);
  if (given.what !== 'command' && given.what !== 'merged') world.day = Math.max(world.day, day);
  switch (given.what) {
    case 'observed':
      return void record('PriceObserved', observation({ ...key, ...values, effective_at }));
    case 'corrected':
      return void record('PriceCorrected', { ...key, ...values, effective_at });
    case 'withdrawn':
      return void record('PriceWithdrawn', { ...key, effective_at });
    case 'released':
      return void record('QuarantineReleased', {
        ...key,
        observation: observation({ ...key, ...values, effective_at }),
      });
    case 'voided': {
      const earlier = {
        ...numbers(given.stands),
        effective_at: noon(Math.max(1, day - given.other)),
        observation_id: uuidFromName('stands'),
      };
      return void record('ObservationVoided', {
        ...key,
        effective_at,
        standing: given.market === null ? null : earlier,
      });
    }
    case 'merged':
      return void record('CardMerged', { card_id, merged_into: at(cards, given.other) });
    case 'command':
      addCommand(recorder, world, given);
      return;
    default:
      return void record('SnapshotTaken', { upstream_stamp: effective_at });
  }
};

/** Returns sequences of up to `maxLength` events. The log that they are appended to gives them another `recorded_at`. */
export const alertEvents = (maxLength: number): fc.Arbitrary<RecordedEvent[]> =>
  fc.array(step, { minLength: maxLength >> 1, maxLength }).map((steps) => {
    const recorder = createRecorder();
    const world: World = { day: 1, versions: new Map(), cards: new Map(), deleted: new Set() };
    for (const given of steps) addStep(recorder, world, given);
    return recorder.events;
  });
