/** Goal: old events reach today's shape step by step, and what cannot is refused by name. Versions are the test's own. */
import { expect } from 'chai';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { eventDefinitions } from '../../src/domain/events.js';
import { decodeEvent, upcast, type Upcasters } from '../../src/domain/upcasting.js';
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

  it('lifts each version through the steps it lacks, and no others', () => {
    expect(upcast('CardMerged', 1, 3, { card_id, target: merged_into, why: reason }, chain)).to.deep.equal(
      goodData.CardMerged,
    );
    expect(upcast('CardMerged', 2, 3, { card_id, target: merged_into, reason }, chain)).to.deep.equal(
      goodData.CardMerged,
    );
    expect(upcast('CardMerged', 3, 3, goodData.CardMerged, chain)).to.equal(goodData.CardMerged);
  });

  it('decodes an old event as one of today, its data in the log untouched', () => {
    const old = recorded({ data: Object.freeze({ card_id, target: merged_into, why: reason }) });
    const decoded = atVersion(3, () => decodeEvent(old, chain));
    expect(decoded).to.deep.equal({ ...old, schema_version: 3, data: goodData.CardMerged });
    expect(old.schema_version).to.equal(1);
  });

  it('passes an event of today through', () => {
    const event = recorded();
    expect(decodeEvent(event)).to.deep.equal(event);
  });

  it('refuses, naming the event, its place and the reason', () => {
    const cases: [Partial<RecordedEvent>, RegExp][] = [
      [{ type: 'PriceObservedV2' }, /unknown type PriceObservedV2/],
      [{ type: 'constructor' }, /unknown type constructor/],
      [{ schema_version: 2 }, /CardMerged version 2 is newer than 1/],
      [{ schema_version: 0 }, /CardMerged version 0 does not exist/],
      [{ data: { ...goodData.CardMerged, merged_into: 'x' } }, /CardMerged\.merged_into: /],
      [{ data: { ...goodData.CardMerged, more: 1 } }, /CardMerged\.: .*more/],
    ];
    for (const [over, message] of cases) {
      const error = refusal(() => decodeEvent(recorded(over)));
      expect(error.code).to.equal('EVENT_NOT_UNDERSTOOD');
      expect(error.message).to.match(message);
      expect(error.message).to.contain(recorded().id).and.contain(recorded().position);
    }
    const nested = createRecorder().record('PriceObserved', { printing: { name: 'Holofoil', slug: 'NO' } });
    expect(refusal(() => decodeEvent(nested)).message).to.match(/PriceObserved\.printing\.slug: /);
  });

  it('refuses in the same way where a step lacks or fails', () => {
    const first = chain.CardMerged?.[0] as (data: Readonly<Record<string, unknown>>) => Record<string, unknown>;
    const missing = atVersion(3, () =>
      refusal(() => decodeEvent(recorded({ data: { why: 'x' } }), { CardMerged: [first] })),
    );
    expect(missing.code).to.equal('EVENT_NOT_UNDERSTOOD');
    expect(missing.message)
      .to.match(/CardMerged has no way from version 2 up/)
      .and.to.contain(recorded().id);
    const failing: Upcasters = { CardMerged: [(data) => ({ x: (data['absent'] as { name: string }).name })] };
    const failed = atVersion(2, () => refusal(() => decodeEvent(recorded(), failing)));
    expect(failed.code).to.equal('EVENT_NOT_UNDERSTOOD');
    expect(failed.message).to.contain(recorded().id);
    expect(() => upcast('SetListed', 1, 2, {}, {})).to.throw(/SetListed has no way from version 1 up/);
  });
});
