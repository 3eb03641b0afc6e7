/**
 * Generates random, valid event sequences (fast-check) from few cards, keys and instants, so that they often interact:
 * late and same-stamp observations, corrections, voids with and without a standing price, withdrawals and returns.
 */
import fc from 'fast-check';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { type PriceKey, printingOf } from '../../src/domain/prices/price-key.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { gateActor } from '../../src/domain/prices/held.js';
import {
  alertRule,
  createRecorder,
  goodData,
  metadata,
  numbers,
  observation,
  priceKey,
  type Recorder,
} from './events.js';

/** Around midnight, month's and year's end; two within one second; one that closes the months before. */
const stamps = [
  '2024-12-30T20:00:00Z',
  '2024-12-31T05:00:00Z',
  '2024-12-31T20:00:00Z',
  '2024-12-31T23:59:59.500Z',
  '2024-12-31T23:59:59.900Z',
  '2025-01-01T00:00:00Z',
  '2025-01-01T20:00:00Z',
  '2025-01-31T20:00:00Z',
  '2025-02-01T20:00:00Z',
  '2025-03-10T20:00:00Z',
] as const;

/** Printings. The third is the first in another spelling, with the same key. */
const keys: readonly PriceKey[] = [
  priceKey(),
  priceKey({
    printing: printingOf('Reverse Holofoil'),
    condition: 'NM',
    grade: { grader: 'PSA', grade: '10', qualifier: 'OC' },
    language: 'en',
  }),
  priceKey({ printing: printingOf('HOLOFOIL') }),
  priceKey({ card_id: 'onepiece-558022' }),
];

const at = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;
/** Times of recording: often in the same second, sometimes a day later. */
const gaps = fc.constantFrom(0, 0, 100, 700, 1_000, 3_600_000, 86_400_000);

const priceStep = fc.record({
  what: fc.constantFrom(
    'observed',
    'observed',
    'observed',
    'corrected',
    'withdrawn',
    'voided',
    'voided over',
    'voided to withdrawn',
    'released',
    'quarantined',
    'quarantined',
    'rejected',
    'rejected by the gate',
  ),
  key: fc.nat(keys.length - 1),
  stamp: fc.nat(stamps.length - 1),
  standing: fc.nat(stamps.length - 1),
  market: fc.option(fc.integer({ min: 1, max: 9 })),
  gapMs: gaps,
});
type PriceStep = typeof priceStep extends fc.Arbitrary<infer T> ? T : never;

const addPrice = ({ record, events }: Recorder, step: PriceStep, index: number): void => {
  const key = at(keys, step.key);
  const effective_at = at(stamps, step.stamp);
  const values = numbers(step.market);
  switch (step.what) {
    case 'observed':
      return void record(
        'PriceObserved',
        { ...observation({ ...key, ...values, effective_at, sample_size: step.standing }) },
        step.gapMs,
      );
    case 'corrected':
      return void record('PriceCorrected', { ...key, ...values, effective_at }, step.gapMs);
    case 'withdrawn':
      return void record('PriceWithdrawn', { ...key, effective_at }, step.gapMs);
    case 'released':
      return void record(
        'QuarantineReleased',
        {
          ...key,
          observation: observation({ ...key, ...values, effective_at }),
          quarantine_id: events.findLast(({ type }) => type === 'ObservationQuarantined')?.id ?? uuidFromName('no row'),
        },
        step.gapMs,
      );
    case 'quarantined': {
      const quarantined = { observation: observation({ ...key, ...values, effective_at }), effective_at };
      // Some name the key, some only the key of a row that cannot be read, some nothing.
      if (step.standing % 3 === 0) return void record('ObservationQuarantined', quarantined, step.gapMs);
      const named = step.standing % 3 === 1 ? { key } : {};
      return void record('ObservationQuarantined', { observation: null, effective_at, ...named }, step.gapMs);
    }
    case 'rejected':
    case 'rejected by the gate': {
      const rows = events.filter(({ type }) => type === 'ObservationQuarantined');
      const quarantine_id = rows.length === 0 ? uuidFromName('no row') : at(rows, step.standing).id;
      const actor = step.what === 'rejected' ? 'a person' : gateActor;
      return void record('QuarantineRejected', { ...key, quarantine_id, effective_at }, step.gapMs, actor);
    }
    case 'voided':
      return void record('ObservationVoided', { ...key, effective_at, standing: null }, step.gapMs);
    case 'voided to withdrawn':
    case 'voided over': {
      const earlier = at(stamps, Math.min(step.standing, step.stamp));
      const isPrice = step.what === 'voided over';
      const observation_id = uuidFromName(`standing ${index}`);
      const standing = isPrice
        ? { ...values, effective_at: earlier, observation_id }
        : { ...noPriceNumbers, effective_at: earlier, observation_id, withdrawn: true as const };
      return void record('ObservationVoided', { ...key, effective_at, standing }, step.gapMs);
    }
  }
};

const recordedBy = <S>(steps: fc.Arbitrary<S[]>, add: (recorder: Recorder, step: S, index: number) => void) =>
  steps.map((all): RecordedEvent[] => {
    const recorder = createRecorder('2025-02-02T00:00:00Z');
    all.forEach((step, index) => add(recorder, step, index));
    return recorder.events;
  });

/** Generates events of price streams. */
export const priceEvents = recordedBy(fc.array(priceStep, { minLength: 2, maxLength: 24 }), addPrice);

const sets = ['pokemon-3170', 'pokemon-604'];
const cards = ['pokemon-517045', 'pokemon-42346', 'pokemon-42347'];
const names = ['Base Set', 'Jungle', 'Fossil'];
const catalogTypes = [
  'SetListed',
  'SetRevised',
  'SetWithdrawn',
  'CardListed',
  'CardRevised',
  'CardWithdrawn',
  'CardMerged',
  'ExternalIdMapped',
  'ExternalIdRejected',
] as const;
const catalogStep = fc.record({
  what: fc.constantFrom(...catalogTypes),
  set: fc.nat(sets.length - 1),
  card: fc.nat(cards.length - 1),
  name: fc.nat(names.length - 1),
  gapMs: gaps,
});

/** Generates events of set and card streams: renamed sets, moved cards, ids that appear before their listing. */
export const catalogEvents = recordedBy(
  fc.array(catalogStep, { minLength: 2, maxLength: 20 }),
  ({ record }, { what, set, card, name, gapMs }) => {
    const set_id = at(sets, set);
    const card_id = at(cards, card);
    if (what === 'SetListed' || what === 'SetRevised')
      return void record(what, { set_id, name: at(names, name) }, gapMs);
    if (what === 'SetWithdrawn') return void record(what, { set_id }, gapMs);
    if (what === 'CardListed' || what === 'CardRevised') {
      const presale = name === 0 ? null : goodData.CardListed.presale;
      return void record(what, { card_id, set_id, name: `Card ${at(names, name)}`, presale }, gapMs);
    }
    if (what === 'ExternalIdMapped' || what === 'ExternalIdRejected')
      return void record(what, { card_id, system: at(names, name), external_id: String(set) }, gapMs);
    return void record(what, { card_id }, gapMs);
  },
);

const runs = ['run a', 'run b'].map(uuidFromName);
const collectionStep = fc.record({
  what: fc.constantFrom(
    'CollectionStarted',
    'SnapshotTaken',
    'SnapshotTaken',
    'CollectionFinished',
    'CollectionFailed',
    'SourcePaused',
    'SourceResumed',
  ),
  run: fc.nat(runs.length - 1),
  set: fc.nat(sets.length - 1),
  stamp: fc.nat(3),
  rows: fc.nat(9),
  gapMs: gaps,
});

/** Generates events of collection streams: resumed runs, runs that end twice or never started, earlier stamps. */
export const collectionEvents = recordedBy(
  fc.array(collectionStep, { minLength: 2, maxLength: 16 }),
  ({ record }, { what, run, set, stamp, rows, gapMs }) => {
    const shared = { run_id: at(runs, run), upstream_stamp: at(stamps, stamp) };
    if (what === 'CollectionStarted') return void record(what, shared, gapMs);
    if (what === 'SourcePaused' || what === 'SourceResumed')
      return void record(what, { reason: `reason ${rows}` }, gapMs);
    if (what === 'SnapshotTaken') {
      const held = rows % 3 === 0 ? { withheld: 1, withheld_keys: [`key ${rows}`] } : {};
      return void record(what, { ...shared, scope: at(sets, set), rows, ...held }, gapMs);
    }
    const omissions = Array.from({ length: rows % 3 }, (_, place) => ({
      kind: 'row' as const,
      file: '/products',
      set_id: at(sets, set),
      place: `results.${place}`,
      detail: 'name: expected a text',
    }));
    return void record(what, { ...shared, rows, ...(omissions.length > 0 ? { omissions } : {}) }, gapMs);
  },
);

const quarantineStep = fc.record({
  what: fc.constantFrom('set aside', 'set aside', 'unreadable', 'released', 'by rule', 'rejected', 'taken back'),
  /** Which of the rows so far. */
  row: fc.nat(9),
  key: fc.nat(keys.length - 1),
  gapMs: gaps,
});

/** Generates rows that are set aside, and what becomes of them: settled twice, or as evidence of another one. */
export const quarantineEvents = recordedBy(
  fc.array(quarantineStep, { minLength: 2, maxLength: 16 }),
  ({ record, events }, { what, row, key: which, gapMs }) => {
    const key = at(keys, which);
    const rows = events.filter(({ type }) => type === 'ObservationQuarantined');
    const of = rows.length === 0 ? undefined : at(rows, row).id;
    if (what === 'set aside' || of === undefined)
      return void record('ObservationQuarantined', { observation: observation({ ...key }) }, gapMs);
    if (what === 'unreadable') return void record('ObservationQuarantined', { observation: null, row: 'a\0b' }, gapMs);
    if (what === 'rejected' || what === 'taken back') {
      const rejected = record('QuarantineRejected', { ...key, quarantine_id: of }, gapMs);
      // The source took all rows of the key back, by rule.
      if (what === 'taken back') events[events.length - 1] = { ...rejected, metadata: { ...metadata, actor: 'gate' } };
      return;
    }
    const evidence = what === 'by rule' ? { evidence: rows.slice(0, 3).map(({ id }) => id) } : {};
    return void record('QuarantineReleased', { ...key, quarantine_id: of, ...evidence }, gapMs);
  },
);

const alertIds = [1, 2, 3].map((n) => uuidFromName(`alert ${n}`));
const alertStep = fc.record({
  type: fc.constantFrom(
    'AlertCreated' as const,
    'AlertCreated' as const,
    'AlertChanged' as const,
    'AlertPaused' as const,
    'AlertResumed' as const,
    'AlertTriggered' as const,
    'AlertTriggered' as const,
    'AlertTriggered' as const,
    'AlertRearmed' as const,
    'AlertRearmed' as const,
    'AlertExpired' as const,
    'AlertDeleted' as const,
  ),
  alert: fc.constantFrom(0, 0, 0, 1, 2),
  key: fc.nat(keys.length - 1),
  version: fc.constantFrom(1, 1, 2),
  repeat: fc.constantFrom('always' as const, 'once' as const),
  expires_at: fc.constantFrom(null, null, '2025-09-22T02:00:00Z'),
  gapMs: gaps,
});

/** Events of a few alerts, also such as no writer appends: firings of alerts that are not there, alerts made twice. */
export const alertStreamEvents: fc.Arbitrary<RecordedEvent[]> = fc
  .array(alertStep, { minLength: 1, maxLength: 24 })
  .map((steps) => {
    const { record, events } = createRecorder();
    for (const { type, alert, key, version, repeat, expires_at, gapMs } of steps) {
      const alert_id = at(alertIds, alert);
      const terms = { alert_id, expires_at, rule_version: version, rule: alertRule({ repeat }) };
      if (type === 'AlertCreated' || type === 'AlertChanged') record(type, terms, gapMs);
      else if (type === 'AlertTriggered' || type === 'AlertRearmed')
        record(type, { ...at(keys, key), alert_id, rule_version: version }, gapMs);
      else if (type === 'AlertExpired') record(type, { alert_id, rule_version: version }, gapMs);
      else record(type, { alert_id }, gapMs);
    }
    return events;
  });
