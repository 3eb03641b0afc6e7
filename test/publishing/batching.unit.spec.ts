/** From events to messages, where no log is needed: alerts, sizes, failures. */
import { expect } from 'chai';
import { type LedgerEvent, type LogPosition, startPosition } from '../../src/domain/envelope.js';
import { limits } from '../../src/base/limits.js';
import { messageOf } from '../../src/publishing/cloud-event.js';
import { alertsTopic } from '../../src/publishing/topics/alerts.js';
import { messageBatches, messageFor } from '../../src/publishing/batching.js';
import { messageBytes, type OutgoingMessage } from '../../src/publishing/event-sink.js';
import { topics } from '../../src/publishing/topic-definitions.js';
import { createRecorder } from '../support/events.js';

const never = new AbortController().signal;
const recorder = createRecorder();
const listed = recorder.record('CardListed');

/** A firing with these data. */
const firing = (data: Record<string, unknown>): LedgerEvent =>
  ({ ...listed, type: 'AlertTriggered', schema_version: 1, data, stream: 'alert-a1' }) as unknown as LedgerEvent;

describe('alerts as messages', () => {
  const mapping = () => alertsTopic.start({} as never)({ events: [], position: startPosition }, never);

  it('have the id of their alert as key, and the data of the log', async () => {
    const data = { alert_id: 'a1', card_id: 'pokemon-1', source: 'sandbox-tcgcsv', price: 245 };
    expect((await mapping())(firing(data))).to.deep.equal({
      topic: topics.alerts,
      key: 'a1',
      type: 'tcg.AlertTriggered.v1',
      data,
      simulated: true,
    });
    expect((await mapping())(firing({ alert_id: 'a1', source: 'tcgcsv' }))?.simulated).to.equal(false);
  });

  it('are refused without the id of an alert', async () => {
    const map = await mapping();
    for (const data of [{}, { alert_id: '' }, { alert_id: 7 }])
      expect(() => map(firing(data))).to.throw('without alert_id');
  });
});

describe('a page as messages', () => {
  const origin = { source: '/test', ledger: '0a7c1f5e-3d51-4a55-8d3c-2a1c8a3f6b10' };
  const parts = { topic: topics.cards, key: 'k', type: 'tcg.CardState.v1', simulated: false };

  it('has headers for known attributes only', () => {
    const cause = '5e8e1b0c-4a3f-4a6e-9a0e-000000000001';
    const { headers } = messageOf(
      origin,
      { ...listed, metadata: { ...listed.metadata, causation_id: cause } },
      { ...parts, data: {} },
    );
    expect(headers).to.deep.equal({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: listed.id,
      ce_type: 'tcg.CardState.v1',
      ce_source: '/test',
      ce_time: listed.recorded_at,
      ce_subject: 'k',
      ce_partitionkey: 'k',
      ce_ledgerposition: listed.position,
      ce_ledgerid: origin.ledger,
      ce_correlationid: listed.metadata.correlation_id,
      ce_causationid: cause,
    });
  });

  it('refuses a message that no broker takes', () => {
    const large = () =>
      messageFor(origin, listed as LedgerEvent, () => ({
        ...parts,
        data: { text: 'x'.repeat(limits.publishBatchBytesMax) },
      }));
    expect(large)
      .to.throw(/^\d+ bytes, more than \d+$/)
      .with.property('code', 'MESSAGE_REFUSED');
    expect(messageFor(origin, listed as LedgerEvent, () => null)).to.equal(null);
  });

  it('is cut where a batch is full; each batch has its checkpoint', () => {
    const message = (share: number): OutgoingMessage => {
      const empty = { topic: topics.cards, key: 'k', headers: {}, value: '' };
      const bytes = Math.floor(share * limits.publishBatchBytesMax) - messageBytes(empty);
      return { ...empty, value: 'x'.repeat(bytes) };
    };
    const mapped = [0.4, 0.4, 0.4, null, 1].map((share, n) => ({
      position: String(n) as LogPosition,
      message: share === null ? null : message(share),
    }));
    expect(messageBatches(mapped, 'end' as LogPosition).map(({ messages, to }) => [messages.length, to])).to.deep.equal(
      [
        [2, '1'],
        [1, '3'],
        [1, 'end'],
      ],
    );
    expect(messageBatches([], 'end' as LogPosition)).to.deep.equal([{ messages: [], to: 'end' }]);
  });
});
