/**
 * Goal: old events are lifted to the current version step by step, and what cannot be lifted is rejected by name; data are
 * checked on write and by `verify`. Versions are the test's own.
 */
import { expect } from 'chai';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { eventDefinitions } from '../../src/domain/events.js';
import { checkEventData, decodeEvent, newEvent, upcast, type Upcasters } from '../../src/domain/upcasting.js';
import { createRecorder, goodData } from '../support/events.js';

const recorded = (over: Partial<RecordedEvent> = {}): RecordedEvent => ({
  ...createRecorder().record('CardMerged'),
  schema_version: 1,
  ...over,
});

const refusal = (work: () => unknown): { code: string; message: string } => {
  try {
    work();
  } catch (error) {
    return error as { code: string; message: string } & Error;
  }
  throw new Error('nothing was refused');
};

/** Version 1 called the reason `why`; version 2 had no `merged_into` but `target`. */
const chain: Upcasters = {
  CardMerged: [
    ({ why, ...rest }) => ({ ...rest, reason: why }),
    ({ target, ...rest }) => ({ ...rest, merged_into: target }),
  ],
};

/** Runs `work` as if CardMerged were at `version`. */
const atVersion = <T>(version: number, work: () => T): T => {
  const definition = eventDefinitions.CardMerged as { version: number };
  definition.version = version;
  try {
    return work();
  } finally {
    definition.version = 1;
  }
};

describe('upcasting', () => {
  const { card_id, merged_into, reason } = goodData.CardMerged;

  it('lifts each version through the missing steps and no others', () => {
    expect(upcast('CardMerged', 1, 3, { card_id, target: merged_into, why: reason }, chain)).to.deep.equal(
      goodData.CardMerged,
    );
    expect(upcast('CardMerged', 2, 3, { card_id, target: merged_into, reason }, chain)).to.deep.equal(
      goodData.CardMerged,
    );
    expect(upcast('CardMerged', 3, 3, goodData.CardMerged, chain)).to.equal(goodData.CardMerged);
  });

  it('decodes an old event at the current version without changing the recorded one', () => {
    const old = recorded({ data: Object.freeze({ card_id, target: merged_into, why: reason }) });
    const decoded = atVersion(3, () => decodeEvent(old, chain));
    expect(decoded).to.deep.equal({ ...old, schema_version: 3, data: goodData.CardMerged });
    expect(old.schema_version).to.equal(1);
  });

  it('returns an event of the current version as it is', () => {
    const event = recorded();
    expect(decodeEvent(event)).to.equal(event);
  });

  it('rejects unknown types and versions, naming the event, its position and the reason', () => {
    const cases: [Partial<RecordedEvent>, RegExp][] = [
      [{ type: 'PriceObservedV2' }, /unknown type PriceObservedV2/],
      [{ type: 'constructor' }, /unknown type constructor/],
      [{ schema_version: 2 }, /CardMerged version 2 is newer than 1/],
      [{ schema_version: 0 }, /CardMerged version 0 does not exist/],
    ];
    for (const [over, message] of cases) {
      const error = refusal(() => decodeEvent(recorded(over)));
      expect(error.code).to.equal('EVENT_NOT_UNDERSTOOD');
      expect(error.message).to.match(message);
      expect(error.message).to.contain(recorded().id).and.contain(recorded().position);
    }
  });

  it('rejects in the same way when a step is missing or fails', () => {
    const first = chain.CardMerged?.[0] as (data: Readonly<Record<string, unknown>>) => Record<string, unknown>;
    const missing = atVersion(3, () =>
      refusal(() => decodeEvent(recorded({ data: { why: 'x' } }), { CardMerged: [first] })),
    );
    expect(missing.code).to.equal('EVENT_NOT_UNDERSTOOD');
    expect(missing.message)
      .to.match(/CardMerged has no upcaster from version 2/)
      .and.to.contain(recorded().id);
    const failing: Upcasters = { CardMerged: [(data) => ({ x: (data['absent'] as { name: string }).name })] };
    const failed = atVersion(2, () => refusal(() => decodeEvent(recorded(), failing)));
    expect(failed.code).to.equal('EVENT_NOT_UNDERSTOOD');
    expect(failed.message).to.contain(recorded().id);
    expect(() => upcast('SetListed', 1, 2, {}, {})).to.throw(/SetListed has no upcaster from version 1/);
  });
});

describe('data of an event', () => {
  it('are not checked when they are read', () => {
    const event = recorded({ data: { ...goodData.CardMerged, merged_into: 'x' } });
    expect(decodeEvent(event)).to.equal(event);
  });

  it('are checked when the event is made', () => {
    expect(newEvent('CardMerged', recorded().id, goodData.CardMerged).data).to.deep.equal(goodData.CardMerged);
    expect(() => newEvent('CardMerged', recorded().id, { ...goodData.CardMerged, merged_into: 'x' })).to.throw(
      /merged_into/,
    );
  });

  it('are checked by verify, which names the event and the field', () => {
    const check = (event: RecordedEvent): void => checkEventData(decodeEvent(event));
    expect(() => check(recorded())).to.not.throw();
    const cases: [RecordedEvent, RegExp][] = [
      [recorded({ data: { ...goodData.CardMerged, merged_into: 'x' } }), /CardMerged\.merged_into: /],
      [recorded({ data: { ...goodData.CardMerged, more: 1 } }), /CardMerged\.: .*more/],
      [
        createRecorder().record('PriceObserved', { printing: { name: 'Holofoil', slug: 'NO' } }),
        /PriceObserved\.printing\.slug: /,
      ],
    ];
    for (const [event, message] of cases) {
      const error = refusal(() => check(event));
      expect(error.code).to.equal('EVENT_NOT_UNDERSTOOD');
      expect(error.message).to.match(message).and.to.contain(event.id);
    }
  });
});
