/**
 * Goal: each event schema takes what it is for and refuses each kind of bad data. Method: one good example of every
 * type, and every field of it spoilt in turn.
 */
import { expect } from 'chai';
import { type EventType, eventDefinitions, eventTypes, isEventType } from '../../src/domain/events.js';
import { newEvent } from '../../src/domain/upcasting.js';
import { metadataSchema } from '../../src/domain/envelope.js';
import { limits } from '../../src/base/limits.js';
import { goodData, metadata, proof } from '../support/events.js';

const accepts = (type: EventType, data: unknown): boolean => eventDefinitions[type].schema.safeParse(data).success;

/** Data of `type` with the field at `path` set, or taken away. */
const changed = (type: EventType, path: readonly string[], value: unknown): unknown => {
  const copy = structuredClone(goodData[type]) as Record<string, unknown>;
  const inner = path.slice(0, -1).reduce((object, name) => object[name] as Record<string, unknown>, copy);
  const last = path.at(-1) as string;
  if (value === undefined) Reflect.deleteProperty(inner, last);
  else inner[last] = value;
  return copy;
};

const fieldsOf = (data: object, path: string[] = []): string[][] =>
  Object.entries(data).flatMap(([name, value]) => [
    [...path, name],
    ...(typeof value === 'object' && value !== null && name !== 'attributes'
      ? fieldsOf(value as object, [...path, name])
      : []),
  ]);

describe('event schemas', () => {
  for (const type of eventTypes) {
    it(`${type}: accepts good data and rejects a missing, mistyped or additional field`, () => {
      expect(accepts(type, goodData[type])).to.equal(true);
      for (const path of fieldsOf(goodData[type])) {
        expect(accepts(type, changed(type, path, undefined)), `without ${path.join('.')}`).to.equal(false);
        expect(accepts(type, changed(type, path, Symbol('other'))), `other ${path.join('.')}`).to.equal(false);
      }
      expect(accepts(type, { ...goodData[type], surprise: 1 })).to.equal(false);
      expect(accepts(type, null)).to.equal(false);
    });
  }

  it('reject null in required fields and accept it where a source may omit the value', () => {
    const nullable = new Set([
      'abbreviation',
      'published_on',
      'source_modified_at',
      'clean_name',
      'number',
      'rarity',
      'image_url',
      'url',
      'presale',
      'presale.released_on',
      'presale.note',
      'evidence',
      'condition',
      'grade',
      'language',
      'low',
      'mid',
      'high',
      'market',
      'direct_low',
      'sample_size',
      'standing',
      'observation',
      'price',
      'previous',
      'reference',
      'since',
      'measured_from',
      'hysteresis',
      'expires_at',
      'daily_budget',
      'pause_ms',
    ]);
    const required = new Set(['QuarantineReleased.observation', 'SnapshotTaken.url', 'AlertExpired.expires_at']);
    for (const type of eventTypes) {
      for (const path of fieldsOf(goodData[type])) {
        const name = path.join('.');
        const inner = path[0] === 'presale' ? name : (path.at(-1) as string);
        const expected = nullable.has(inner) && !required.has(`${type}.${name}`);
        expect(accepts(type, changed(type, path, null)), `${type}.${name}: null`).to.equal(expected);
      }
    }
  });

  it('reject values out of range, field by field', () => {
    const bad: [EventType, string[], unknown[]][] = [
      ['PriceObserved', ['low'], [-1, 1.5, limits.priceMinorUnitsMax + 1, NaN, '10', true]],
      ['PriceObserved', ['card_id'], ['517045', 'pokemon-0', 'magic-1', 'pokemon-517045 ', '']],
      ['PriceObserved', ['source'], ['', 'TCGplayer', 'a b', '-a', 'a'.repeat(41)]],
      ['PriceObserved', ['kind'], ['', 'sold']],
      ['PriceObserved', ['printing', 'slug'], ['', 'Holofoil', '-a', 'a--b']],
      ['PriceObserved', ['printing', 'name'], ['', 'x'.repeat(61)]],
      ['PriceObserved', ['condition'], ['', 'nm', 'Near Mint']],
      [
        'PriceObserved',
        ['grade'],
        ['PSA 10', { grader: 'PSA', grade: '10' }, { grader: '', grade: '10', qualifier: null }],
      ],
      ['PriceObserved', ['language'], ['', 'e', 'x'.repeat(11)]],
      ['PriceObserved', ['currency'], ['usd', 'XXX', '']],
      ['PriceObserved', ['sample_size'], [-1, 0.5]],
      [
        'PriceObserved',
        ['effective_at'],
        [
          '2025-09-21',
          '2025-09-21T20:05:33+00:00',
          '2025-09-21T20:05:33.1Z',
          '2025-02-30T00:00:00Z',
          '2025-09-21T25:00:00Z',
          '2025-09-21 20:05:33Z',
        ],
      ],
      ['PriceObserved', ['provenance'], ['', 'x', '5f1bd9a43a5c4f9c9a55c2f1d2a7f0e1']],
      ['PriceCorrected', ['reason'], ['', 'x'.repeat(1_001)]],
      ['ObservationVoided', ['standing', 'market'], [-1, '1']],
      ['ObservationQuarantined', ['reason'], ['', 'bad']],
      ['ObservationQuarantined', ['row'], ['x'.repeat(10_001)]],
      ['SetListed', ['published_on'], ['2022-11-31', '11/11/2022', '2022-11-11T00:00:00Z']],
      ['SetListed', ['name'], ['', 'x'.repeat(301)]],
      ['CardListed', ['product_type'], ['', 'booster']],
      ['CardListed', ['attributes'], [[], { HP: 60 }, 'HP']],
      ['SnapshotTaken', ['payload_sha256'], ['ab', 'AB'.repeat(32), 'zz'.repeat(32)]],
      ['SnapshotTaken', ['parser_version'], [0, 1.5]],
      ['SnapshotTaken', ['rows'], [-1, 0.5]],
      ['CollectionStarted', ['trigger'], ['', 'cron']],
      ['CollectionStarted', ['scope'], ['', 'x'.repeat(61)]],
      ['CollectionFailed', ['code'], ['x'.repeat(61)]],
      ['SourcePaused', ['reason'], ['', 'x'.repeat(1_001)]],
      ['SourceLimited', ['daily_budget'], [0, 1.5, '1']],
      ['SourceLimited', ['pause_ms'], [-1, 60_001]],
      ['AlertCreated', ['alert_id'], ['', 'x', '5F1BD9A4-3A5C-4F9C-9A55-C2F1D2A7F0E1']],
      ['AlertCreated', ['owner'], ['', 'ash@pallet.test', 'x'.repeat(81)]],
      [
        'AlertCreated',
        ['channels'],
        [['https://hooks.test/1'], ['ash@pallet.test'], Array.from({ length: 21 }, () => 'a')],
      ],
      ['AlertCreated', ['rule_version'], [0, 1.5]],
      ['AlertCreated', ['rule', 'metric'], ['high', '']],
      ['AlertCreated', ['rule', 'when'], [{ type: 'threshold', comparison: '!=', amount: 1 }, { type: 'level' }]],
      ['AlertTriggered', ['occasion'], ['', 'level']],
    ];
    for (const [type, path, values] of bad) {
      for (const value of values) {
        expect(accepts(type, changed(type, path, value)), `${type}.${path.join('.')} = ${String(value)}`).to.equal(
          false,
        );
      }
    }
  });

  it('accept the bounds themselves', () => {
    for (const value of [0, limits.priceMinorUnitsMax])
      expect(accepts('PriceObserved', changed('PriceObserved', ['low'], value))).to.equal(true);
    expect(accepts('PriceObserved', changed('PriceObserved', ['effective_at'], '2024-02-29T23:59:59.999Z'))).to.equal(
      true,
    );
    expect(accepts('PriceCorrected', changed('PriceCorrected', ['reason'], 'x'.repeat(1_000)))).to.equal(true);
  });

  it('cover the event types and no others', () => {
    expect(eventTypes).to.have.members(Object.keys(goodData));
    expect(isEventType('PriceObserved')).to.equal(true);
    for (const name of ['', 'priceObserved', 'PriceObservedV2', 'toString', '__proto__'])
      expect(isEventType(name), name).to.equal(false);
  });

  it('are checked when an event is made', () => {
    const event = newEvent('CardMerged', proof, goodData.CardMerged);
    expect(event).to.deep.equal({ id: proof, type: 'CardMerged', schema_version: 1, data: goodData.CardMerged });
    expect(() => newEvent('CardMerged', proof, { ...goodData.CardMerged, reason: '' })).to.throw(/reason/);
  });

  it('of metadata reject personal data and malformed ids', () => {
    expect(metadataSchema.safeParse(metadata).success).to.equal(true);
    expect(metadataSchema.safeParse({ ...metadata, source: 'tcgcsv', parser_version: 1 }).success).to.equal(true);
    for (const bad of [
      { email: 'a@b.test' },
      { actor: '' },
      { actor: 'x'.repeat(101) },
      { correlation_id: 'x' },
      { causation_id: undefined },
    ]) {
      expect(metadataSchema.safeParse({ ...metadata, ...bad }).success, JSON.stringify(bad)).to.equal(false);
    }
  });
});
