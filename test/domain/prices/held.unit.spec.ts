/** Goal: what is held of a price key follows from its events, and the gate learns only what the source kept showing. */
import { expect } from 'chai';
import type { LedgerEvent } from '../../../src/domain/envelope.js';
import type { EventData, EventType } from '../../../src/domain/events.js';
import {
  agreeingRows,
  gateActor,
  heldAfter,
  heldKeyOf,
  heldNow,
  type HeldRow,
} from '../../../src/domain/prices/held.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { goodData, metadata, observation, priceKey } from '../../support/events.js';

const day = (at: number): string => `2025-09-${String(at).padStart(2, '0')}T20:05:33Z`;
const id = (name: string): string => uuidFromName(name);
const event = <T extends EventType>(
  type: T,
  data: Partial<EventData<T>>,
  more: { id?: string; actor?: string } = {},
): LedgerEvent =>
  ({
    id: more.id ?? id('an event'),
    type,
    metadata: { ...metadata, actor: more.actor ?? 'test' },
    data: { ...goodData[type], ...data },
  }) as unknown as LedgerEvent;

const setAside = (name: string, at: number, market: number): LedgerEvent =>
  event(
    'ObservationQuarantined',
    { observation: observation({ market, effective_at: day(at) }), effective_at: day(at) },
    { id: id(name) },
  );
const rejected = (name: string, actor = 'a person'): LedgerEvent =>
  event('QuarantineRejected', { quarantine_id: id(name) }, { actor });
const observed = (at: number): LedgerEvent => event('PriceObserved', observation({ effective_at: day(at) }));
const released = (name: string, at: number): LedgerEvent =>
  event('QuarantineReleased', { quarantine_id: id(name), observation: observation({ effective_at: day(at) }) });
const after = (...events: LedgerEvent[]): readonly HeldRow[] => {
  let rows: readonly HeldRow[] = [];
  for (const each of events) rows = heldAfter(rows, each);
  return rows;
};
/** The day since which something is held; null if nothing is. */
const since = (...events: LedgerEvent[]): string | null => heldNow(after(...events))?.since ?? null;

describe('what is held of a price', () => {
  it('is the row shown last, since the first of those that follow each other', () => {
    const held = heldNow(after(setAside('a', 2, 62_000), setAside('b', 3, 63_000)));
    expect(held?.row).to.deep.include({ quarantineId: id('b'), reason: 'jump', effectiveAt: day(3), rejected: false });
    expect(held?.row.numbers?.market).to.equal(63_000);
    expect(held?.since).to.equal(day(2));
  });

  it('ends with a price of that stamp or a later one, not with one before', () => {
    expect(since(setAside('a', 2, 1), observed(2))).to.equal(null);
    expect(since(setAside('a', 2, 1), observed(3))).to.equal(null);
    expect(since(setAside('a', 2, 1), observed(1))).to.equal(day(2));
    expect(since(setAside('a', 2, 1), setAside('b', 4, 1), observed(3))).to.equal(day(4));
    expect(since(setAside('a', 2, 1), event('PriceWithdrawn', { effective_at: day(3) }))).to.equal(null);
    expect(since(setAside('a', 2, 1), event('PriceCorrected', { effective_at: day(1) }))).to.equal(day(2));
    expect(since(setAside('a', 2, 1), event('ObservationVoided', { effective_at: day(3) }))).to.equal(day(2));
  });

  it('ends with the release of the row, and not with the release of an earlier one', () => {
    expect(since(setAside('a', 2, 1), released('a', 2))).to.equal(null);
    expect(since(setAside('a', 2, 1), setAside('b', 4, 1), released('a', 2))).to.equal(day(4));
    expect(since(setAside('a', 2, 1), released('a', 5))).to.equal(null);
  });

  it('ends when a person rejects the row, which is remembered, and when the source takes it back, which is not', () => {
    const refused = after(setAside('a', 2, 1), rejected('a'));
    expect(heldNow(refused)).to.equal(null);
    expect(refused.map((row) => row.rejected)).to.deep.equal([true]);
    expect(after(setAside('a', 2, 1), setAside('b', 3, 1), rejected('b', gateActor))).to.deep.equal([]);
  });

  it('begins anew after a rejected row', () => {
    expect(since(setAside('a', 2, 1), rejected('a'), setAside('b', 3, 9), setAside('c', 4, 9))).to.equal(day(3));
  });

  it('is the same when an event is applied again', () => {
    const first = setAside('a', 2, 1);
    const rows = after(first);
    expect(heldAfter(rows, first)).to.equal(rows);
    expect(heldAfter(rows, observed(1))).to.equal(rows);
  });

  it('is of the key that the row names, if it names one', () => {
    const key = priceKey();
    expect(heldKeyOf(event('ObservationQuarantined', { observation: null, key }))).to.deep.equal(key);
    expect(heldKeyOf(event('ObservationQuarantined', { observation: null }))).to.equal(null);
    expect(heldKeyOf(event('SnapshotTaken', {}))).to.equal(null);
    const [row] = after(event('ObservationQuarantined', { observation: null, key, reason: 'currency' }));
    expect(row).to.deep.include({ key, reason: 'currency', numbers: null });
  });

  it('has 0 as no number', () => {
    expect(after(event('ObservationQuarantined', { observation: observation({ low: 0 }) }))[0]?.numbers?.low).to.equal(
      null,
    );
  });
});

describe('what the gate learns', () => {
  const learned = (rows: readonly HeldRow[], market: number, ...checks: number[]): string[] | null =>
    agreeingRows(rows, market, checks.map(day))?.map(({ quarantineId }) => quarantineId) ?? null;

  it('is a price that three stamps agree on, an equal row recorded once', () => {
    const rows = after(setAside('a', 2, 62_000));
    expect(learned(rows, 62_000, 3, 2)).to.deep.equal([id('a')]);
    expect(learned(rows, 62_000, 2, 1)).to.equal(null);
    expect(learned(rows, 62_000, 2)).to.equal(null);
    expect(learned([], 62_000, 3, 2)).to.equal(null);
  });

  it('is within a factor of two, of all three', () => {
    const rows = after(setAside('a', 2, 50_000), setAside('b', 3, 100_000));
    expect(learned(rows, 60_000, 3, 2)).to.deep.equal([id('a'), id('b')]);
    expect(learned(rows, 100_001, 3, 2)).to.equal(null);
    expect(learned(rows, 49_999, 3, 2)).to.equal(null);
  });

  it('starts anew when the source jumps elsewhere', () => {
    const rows = after(setAside('a', 2, 62_000), setAside('b', 3, 500_000), setAside('c', 4, 62_000));
    expect(learned(rows, 62_000, 4, 3)).to.equal(null);
    expect(learned(rows, 62_000, 5, 4)).to.deep.equal([id('c')]);
  });

  it('is never what a person refused, nor a price that agrees with it', () => {
    const rows = after(setAside('a', 2, 62_000), rejected('a'), setAside('b', 3, 63_000));
    expect(learned(rows, 63_000, 4, 3)).to.equal(null);
    const other = after(setAside('a', 2, 62_000), rejected('a'), setAside('b', 3, 500_000));
    expect(learned(other, 500_000, 4, 3)).to.deep.equal([id('b')]);
  });

  it('is no other fault than a jump', () => {
    const order = event(
      'ObservationQuarantined',
      { reason: 'order', observation: observation({ market: 9 }), effective_at: day(2) },
      { id: id('a') },
    );
    expect(learned(after(order), 9, 3, 2)).to.equal(null);
  });
});
