/** Prices and the snapshots that prove them: found wherever they are, waited for as long as it can help. */
import { expect } from 'chai';
import type { LedgerEvent, RecordedEvent } from '../../src/domain/envelope.js';
import type { EventData } from '../../src/domain/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { snapshotOf } from '../../src/publishing/topics/prices.js';
import type { MessageProvenance } from '../../src/publishing/messages.js';
import { createPageProvenance, snapshotPollMs, snapshotWaitMs } from '../../src/publishing/page-provenance.js';
import type { Provenance } from '../../projections/coverage/provenance.js';
import { goodData, metadata, observation, priceKey } from '../support/events.js';
import { createFakeRuntime, type FakeRuntime, turn } from '../support/fake-runtime.js';

const never = new AbortController().signal;
const proof = (name: string): string => uuidFromName(`snapshot ${name}`);
const snapshotData: EventData<'SnapshotTaken'> = goodData.SnapshotTaken;

describe('the snapshots behind a page', () => {
  let runtime: FakeRuntime;
  let log: EventLog;
  let asked: string[][];
  let readModel: Map<string, Provenance>;

  beforeEach(() => {
    runtime = createFakeRuntime();
    log = createMemoryLog({ runtime });
    asked = [];
    readModel = new Map();
  });

  const append = async (type: string, data: object, id = runtime.uuid()): Promise<void> => {
    await log.append(
      [
        {
          stream: 'price-pokemon-1',
          expectedRevision: 'any',
          events: [{ id, type, schema_version: 1, data: data as Record<string, unknown> }],
        },
      ],
      metadata,
    );
  };
  const observe = (name: string) =>
    append('PriceObserved', observation({ card_id: 'pokemon-1', provenance: proof(name) }));
  const snapshot = (name: string) => append('SnapshotTaken', snapshotData, proof(name));
  const page = async () => {
    const { events, position } = await log.readAll({ after: '0' as RecordedEvent['position'], limit: 100 });
    return { events: events.map((event) => decodeEvent(event)), position };
  };
  const create = () =>
    createPageProvenance({ log, runtime, snapshots: async (ids) => (asked.push([...ids]), readModel) });
  const settled = async <T>(work: Promise<T>): Promise<boolean> => {
    let done = false;
    void work.then(() => (done = true));
    for (let n = 0; n < 5; n += 1) await turn();
    return done;
  };
  const names = (found: ReadonlyMap<string, MessageProvenance>): string[] => [...found.keys()];

  it('are found in the page itself without a query or a wait', async () => {
    await observe('one');
    await snapshot('one');
    const found = await create().behind(await page(), snapshotOf, never);
    expect(found.get(proof('one'))).to.deep.equal({
      snapshot_id: proof('one'),
      url: snapshotData.url,
      upstream_stamp: snapshotData.upstream_stamp,
      payload_sha256: snapshotData.payload_sha256,
      parser_version: 1,
    });
    expect(asked).to.deep.equal([]);
  });

  it('are found in the read model', async () => {
    await observe('one');
    readModel.set(proof('one'), {
      snapshot: proof('one'),
      source_url: 'u',
      upstream_stamp: '2025-09-21T20:05:33.000Z',
      payload_sha256: 'ab'.repeat(32),
      parser_version: 2,
    });
    const found = await create().behind(await page(), snapshotOf, never);
    expect(found.get(proof('one'))).to.include({ url: 'u', upstream_stamp: '2025-09-21T20:05:33Z', parser_version: 2 });
    expect(asked).to.deep.equal([[proof('one')]]);
  });

  it('are found when they are recorded a moment later, and kept', async () => {
    await observe('one');
    const snapshots = create();
    const first = await page();
    const finding = snapshots.behind(first, snapshotOf, never);
    expect(await settled(finding)).to.equal(false);
    await snapshot('one');
    await runtime.advance(snapshotPollMs);
    expect(names(await finding)).to.deep.equal([proof('one')]);
    expect(names(await snapshots.behind(first, snapshotOf, never))).to.deep.equal([proof('one')]);
    expect(asked).to.have.length(1);
  });

  it('are left out after the wait if they are never recorded', async () => {
    await observe('one');
    const finding = create().behind(await page(), snapshotOf, never);
    await turn();
    await runtime.advance(snapshotWaitMs - 1);
    expect(await settled(finding)).to.equal(false);
    await runtime.advance(1);
    expect(names(await finding)).to.deep.equal([]);
  });

  it('are not waited for when the price is old, and found further on in the log', async () => {
    await observe('lost');
    await observe('found');
    const first = await page();
    await runtime.advance(snapshotWaitMs + 1);
    await snapshot('found');
    const found = await create().behind(first, snapshotOf, never);
    expect(names(found)).to.deep.equal([proof('found')]);
  });

  it('are not waited for once the signal aborts', async () => {
    await observe('one');
    const controller = new AbortController();
    const finding = create().behind(await page(), snapshotOf, controller.signal);
    await turn();
    controller.abort(new Error('the end'));
    expect(await finding.catch((error: unknown) => (error as Error).message)).to.equal('the end');
  });

  it('are skipped when they cannot be decoded', async () => {
    await observe('one');
    const first = await page();
    await append('SnapshotTaken', { nothing: 'of it' }, proof('one'));
    await runtime.advance(snapshotWaitMs + 1);
    expect(names(await create().behind(first, snapshotOf, never))).to.deep.equal([]);
  });

  it('are named by events that state a price or its end', () => {
    const of = (type: string, data: object) => snapshotOf({ type, data } as LedgerEvent);
    expect(of('PriceWithdrawn', { ...priceKey(), provenance: 'p' })).to.equal('p');
    expect(of('QuarantineReleased', { observation: { provenance: 'q' } })).to.equal('q');
    expect(of('PriceCorrected', {})).to.equal(undefined);
  });
});
