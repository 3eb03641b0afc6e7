/** Valid data of every event type, for variation by tests, and a recorder that numbers events in order. */
import type { LogPosition, RecordedEvent } from '../../src/domain/envelope.js';
import { type EventData, type EventType, eventDefinitions, type Observation } from '../../src/domain/events.js';
import type { AlertRule } from '../../src/domain/alerts/rule.js';
import { uuidFromName } from '../../src/domain/ids.js';
import type { PriceKey } from '../../src/domain/prices/price-key.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import {
  alertStream,
  cardStream,
  collectionStream,
  controlStream,
  priceStream,
  setStream,
} from '../../src/domain/streams.js';

export const run = uuidFromName('test run');
export const proof = uuidFromName('test proof');
export const stamp = '2025-09-21T20:05:33Z';
const source = 'sandbox-tcgcsv';

export const priceKey = (over: Partial<PriceKey> = {}): PriceKey => ({
  card_id: 'pokemon-517045',
  source,
  kind: 'market',
  printing: printingOf('Holofoil'),
  condition: null,
  grade: null,
  language: null,
  currency: 'USD',
  ...over,
});

export const numbers = (market: number | null = 245) => ({
  low: 10,
  mid: null,
  high: 99_999,
  market,
  direct_low: null,
});

export const observation = (over: Partial<Observation> = {}): Observation => ({
  ...priceKey(),
  ...numbers(),
  sample_size: null,
  effective_at: stamp,
  collection: run,
  provenance: proof,
  ...over,
});

const set = {
  set_id: 'pokemon-3170',
  game: 'pokemon' as const,
  name: 'Silver Tempest',
  abbreviation: 'SIT',
  published_on: '2022-11-11',
  supplemental: false,
  source_modified_at: '2025-09-20T20:01:02.123',
  source,
  collection: run,
};
const card = {
  card_id: 'pokemon-517045',
  game: 'pokemon' as const,
  set_id: 'pokemon-3170',
  name: 'Nidoran♀ (Poké Ball)',
  clean_name: 'Nidoran F Poke Ball',
  number: '139/195',
  rarity: 'Common',
  product_type: 'single' as const,
  image_url: 'https://example.test/517045.jpg',
  url: null,
  presale: { is_presale: false, released_on: null, note: null },
  attributes: { HP: '60', CardText: 'Ωmega «δ»' },
  source,
  collection: run,
};
const counts = { rows: 10, changed: 3, unchanged: 6, withdrawn: 1, quarantined: 0 };
const collected = { run_id: run, source, scope: 'all', upstream_stamp: stamp };
const ended = { ...collected, ...counts, sets: 2, requests: 5 };

export const alertId = uuidFromName('test alert');
export const alertRule = (over: Partial<AlertRule> = {}): AlertRule => ({
  card_id: 'pokemon-517045',
  source: '*',
  kind: 'market',
  printing: '*',
  condition: null,
  grade: null,
  language: null,
  currency: 'USD',
  metric: 'market',
  when: { type: 'threshold', comparison: '<=', amount: 200 },
  hysteresis: { basis_points: 500 },
  cooldown_seconds: 0,
  repeat: 'always',
  on_create: 'fire',
  ...over,
});
const terms = { alert_id: alertId, rule_version: 1, rule: alertRule(), channels: ['channel-1'], expires_at: null };
const decided = {
  alert_id: alertId,
  rule_version: 1,
  ...priceKey(),
  metric: 'market' as const,
  price: 190,
  effective_at: stamp,
  triggering: { event_id: proof, position: '0000000000000002' },
};

/** Valid data of each type. */
export const goodData: { readonly [T in EventType]: EventData<T> } = {
  SetListed: set,
  SetRevised: { ...set, name: 'Silver Tempest (revised)' },
  SetWithdrawn: { set_id: set.set_id, source, effective_at: stamp, collection: run },
  CardListed: card,
  CardRevised: { ...card, rarity: 'Rare' },
  CardWithdrawn: { card_id: card.card_id, source, effective_at: stamp, collection: run },
  CardMerged: { card_id: card.card_id, merged_into: 'pokemon-517046', reason: 'the same card listed twice' },
  ExternalIdRejected: { card_id: card.card_id, system: 'cardmarket', external_id: '124', reason: 'another art' },
  ExternalIdMapped: { card_id: card.card_id, system: 'cardmarket', external_id: '123', evidence: null },
  PriceObserved: observation(),
  PriceWithdrawn: { ...priceKey(), effective_at: stamp, collection: run, provenance: proof },
  PriceCorrected: {
    ...priceKey(),
    ...numbers(300),
    observation_id: proof,
    effective_at: stamp,
    reason: 'typing error',
  },
  ObservationVoided: {
    ...priceKey(),
    observation_id: proof,
    effective_at: stamp,
    standing: { ...numbers(200), effective_at: '2025-09-20T20:05:33Z', observation_id: run },
    reason: 'another card',
  },
  ObservationQuarantined: {
    source,
    reason: 'jump',
    detail: '100 times the last price',
    row: '{"marketPrice":24500}',
    observation: observation({ market: 2_450_000 }),
    effective_at: stamp,
    collection: run,
    provenance: proof,
  },
  QuarantineReleased: {
    ...priceKey(),
    quarantine_id: proof,
    observation: observation({ market: 2_450 }),
    reason: 'looked at',
  },
  QuarantineRejected: {
    ...priceKey(),
    quarantine_id: proof,
    effective_at: stamp,
    reason: 'a typing error of the source',
  },
  CollectionStarted: { ...collected, trigger: 'schedule' },
  SnapshotTaken: {
    ...collected,
    ...counts,
    scope: set.set_id,
    url: 'https://example.test/3/3170/prices',
    payload_sha256: 'ab'.repeat(32),
    parser_version: 1,
  },
  CollectionFinished: ended,
  CollectionFailed: { ...ended, code: 'SOURCE_UNAVAILABLE', detail: 'HTTP 503' },
  SourcePaused: { source, reason: 'the source asked us to' },
  SourceResumed: { source, reason: 'it may be asked again' },
  SourceLimited: { source, daily_budget: 100, pause_ms: null, reason: 'the source is slow' },
  AlertCreated: { ...terms, owner: 'owner-1' },
  AlertChanged: { ...terms, rule_version: 2 },
  AlertPaused: { alert_id: alertId },
  AlertResumed: { alert_id: alertId },
  AlertTriggered: {
    ...decided,
    occasion: 'crossing',
    previous: { event_id: run, position: '0000000000000001', price: 245, effective_at: '2025-09-20T20:05:33Z' },
    reference: { amount: 200, since: null },
    measured_from: null,
  },
  AlertRearmed: { ...decided, price: 245 },
  AlertExpired: { alert_id: alertId, rule_version: 1, expires_at: stamp },
  AlertDeleted: { alert_id: alertId },
};

/** Returns the card that the data of a price event name; a row set aside names it in its observation or its key. */
const cardIdOf = (data: Readonly<Record<string, unknown>>): string | undefined => {
  const named = [data, data['observation'], data['key']] as ({ card_id?: string } | null | undefined)[];
  return named.find((each) => each?.card_id !== undefined)?.card_id;
};

/** Returns the stream of an event with these data. */
export const streamOf = (type: EventType, data: Readonly<Record<string, unknown>>): string => {
  switch (eventDefinitions[type].category) {
    case 'set':
      return setStream(String(data['set_id']));
    case 'card':
      return cardStream(String(data['card_id']));
    case 'price':
      return priceStream(cardIdOf(data) ?? 'pokemon-517045');
    case 'collection':
      return type.startsWith('Source')
        ? controlStream(String(data['source']))
        : collectionStream(String(data['source']), 'all');
    case 'alert':
      return alertStream(String(data['alert_id']));
  }
};

export const metadata = { correlation_id: run, causation_id: null, actor: 'test' };

export interface Recorder {
  readonly events: RecordedEvent[];
  /** Records an event; `data` overrides the valid data of its type. */
  readonly record: <T extends EventType>(
    type: T,
    data?: Partial<EventData<T>>,
    gapMs?: number,
    actor?: string,
  ) => RecordedEvent;
}

/** Creates a recorder that assigns positions and times like a log, from `start` on. */
export const createRecorder = (start = '2025-09-22T00:00:00Z'): Recorder => {
  const events: RecordedEvent[] = [];
  const revisions = new Map<string, number>();
  let nowMs = Date.parse(start);
  return {
    events,
    record: (type, data = {}, gapMs = 1000, actor = 'test') => {
      nowMs += gapMs;
      const whole = { ...goodData[type], ...data };
      const stream = streamOf(type, whole);
      const revision = (revisions.get(stream) ?? -1) + 1;
      revisions.set(stream, revision);
      const event: RecordedEvent = {
        id: uuidFromName(`recorded ${events.length}`),
        type,
        schema_version: eventDefinitions[type].version,
        data: whole,
        stream,
        revision,
        position: String(events.length + 1).padStart(16, '0') as LogPosition,
        recorded_at: new Date(nowMs).toISOString(),
        metadata: { ...metadata, actor },
      };
      events.push(event);
      return event;
    },
  };
};
