/** From events to messages, where it does not depend on a log: alerts, sizes, failures. */
import { expect } from 'chai';
import { type LedgerEvent, type LogPosition, startPosition } from '../../src/domain/envelope.js';
import { isEventType } from '../../src/domain/events.js';
import { limits } from '../../src/base/limits.js';
import { messageOf } from '../../src/publishing/cloud-event.js';
import { alertsTopic } from '../../src/publishing/topics/alerts.js';
import type { ToMessage } from '../../src/publishing/topics/topic-publisher.js';
import { halves, mapPage, batchesOf } from '../../src/publishing/batching.js';
import { messageDefinitions } from '../../src/publishing/messages.js';
import { topics } from '../../src/publishing/topic-definitions.js';
import { createRecorder } from '../support/events.js';

const never = new AbortController().signal;
const recorder = createRecorder();
const listed = recorder.record('CardListed');
const page = { events: [listed], position: listed.position, atHead: true };
const mapWith = (mapping: ToMessage) => mapPage('/test', page, () => Promise.resolve(mapping), never);

/** A firing as the log will hold it; mapped by name, whether or not the log knows it yet. */
const firing = (data: Record<string, unknown>): LedgerEvent =>
  ({ ...listed, type: 'AlertTriggered', schema_version: 1, data, stream: 'alert-a1' }) as unknown as LedgerEvent;

describe('alerts as messages', () => {
  const mapping = () => alertsTopic.start({} as never)({ events: [], position: startPosition }, never);

  it('are subscribed to as soon as the log knows them', () => {
    const known = isEventType('AlertTriggered');
    expect(alertsTopic.eventTypes).to.deep.equal(known ? ['AlertTriggered'] : []);
    expect(messageDefinitions.some(({ topic }) => topic === topics.alerts)).to.equal(known);
  });

  it('bear the key of their alert, and what the log holds', async () => {
    const data = { alert_id: 'a1', card_id: 'pokemon-1', source: 'sandbox-tcgcsv', price: 245 };
    expect((await mapping())(firing(data))).to.deep.equal({
      topic: topics.alerts,
      key: 'a1',
      type: 'tcg.AlertTriggered.v1',
      data,
      simulated: true,
    });
    expect((await mapping())(firing({ alert_id: 'a1', source: 'tcgcsv' }))?.simulated).to.equal(false);
    expect((await mapping())(firing({ alert_id: 'a1' }))?.simulated).to.equal(false);
  });

  it('are poison without an alert', async () => {
    const map = await mapping();
    for (const data of [{}, { alert_id: '' }, { alert_id: 7 }])
      expect(() => map(firing(data))).to.throw('without alert_id');
  });
});

describe('a page as messages', () => {
  const parts = { topic: topics.cards, key: 'k', type: 'tcg.CardState.v1', simulated: false };

  it('leaves out what is not known, and says what is', () => {
    const cause = '5e8e1b0c-4a3f-4a6e-9a0e-000000000001';
    const { headers } = messageOf(
      '/test',
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
      ce_correlationid: listed.metadata.correlation_id,
      ce_causationid: cause,
    });
  });

  it('holds back as poison what no broker would take', async () => {
    const [large] = await mapWith(() => ({ ...parts, data: { text: 'x'.repeat(limits.publishBatchBytesMax) } }));
    expect(large)
      .to.have.property('poison')
      .that.matches(/^\d+ bytes, more than \d+$/);
  });

  it('holds back what cannot be mapped, and passes on that a database is away', async () => {
    const [poison] = await mapWith(() => {
      throw 'no error at all';
    });
    expect(poison).to.have.property('poison', 'no error at all');
    const away = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    const thrown: unknown = await mapWith(() => {
      throw away;
    }).catch((error: unknown) => error);
    expect(thrown).to.equal(away);
  });

  it('is cut where a batch is full, and each part knows its checkpoint', () => {
    const mapped = [0.4, 0.4, 0.4, 0, 1].map((share, n) => ({
      event: { ...listed, position: String(n) as LogPosition },
      message: null,
      bytes: share * limits.publishBatchBytesMax,
    }));
    const cut = batchesOf(mapped, 'end' as LogPosition);
    expect(cut.map((part) => [part.mapped.length, part.to])).to.deep.equal([
      [2, '1'],
      [2, '3'],
      [1, 'end'],
    ]);
    expect(batchesOf([], 'end' as LogPosition)).to.deep.equal([{ mapped: [], to: 'end' }]);
    const [first, second] = halves({ mapped: mapped.slice(0, 3), to: 'end' as LogPosition });
    expect([first.mapped.length, first.to, second.mapped.length, second.to]).to.deep.equal([2, '1', 1, 'end']);
  });
});
