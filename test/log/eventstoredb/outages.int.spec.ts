/**
 * Goal: an outage of EventStoreDB is one line when it begins and one when it ends, however many readers wait for it, and the
 * line says what happened. Method: a stand-in in its own process, killed and started again under several subscriptions.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startPosition } from '../../../src/domain/envelope.js';
import { freePort } from '../../../src/embedded/postgres/postmaster.js';
import { createEventStoreLog } from '../../../src/log/eventstoredb/eventstoredb-log.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { startEventStoreProcess } from '../../support/eventstore/process.js';
import { toldOutages } from '../../support/told-outages.js';
import { until } from '../../support/wait-for.js';
import { events, follow, metadata } from '../support.js';

describe('EventStoreDB: outages', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-outages-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are logged once for all readers', async () => {
    const options = { port: await freePort(), file: join(folder, 'store.ndjson') };
    let store = await startEventStoreProcess(options);
    const { outages, lines } = toldOutages();
    const log = createEventStoreLog({ url: store.url, runtime: systemRuntime(), outages, pollMs: 100 });
    await log.append([{ stream: 'price-a', expectedRevision: 'any', events: events(1) }], metadata);
    const subscribers = Array.from({ length: 8 }, () => follow(log, { after: startPosition }));
    await until('the events', () => subscribers.every((each) => each.ids().length === 1));
    await store.kill();
    const failures: string[] = [];
    await until('several failures', async () => {
      await log.head().catch((error: unknown) => failures.push((error as Error).message));
      return outages.failures() >= 20;
    });
    expect(lines, lines.join('\n')).to.have.length(1);
    for (const text of [...lines, ...failures])
      expect(text).to.contain(`EventStoreDB at 127.0.0.1:${options.port}`).and.not.contain('Resolution note');
    store = await startEventStoreProcess(options);
    await until('the log', () =>
      log.append([{ stream: 'price-a', expectedRevision: 'any', events: events(1) }], metadata).then(
        () => true,
        () => false,
      ),
    );
    await until('the events', () => subscribers.every((each) => each.ids().length >= 2));
    expect(lines.slice(1), lines.join('\n')).to.deep.equal([
      `EventStoreDB at 127.0.0.1:${options.port} is available again`,
    ]);
    await Promise.all(subscribers.map((each) => each.stop()));
    await log.close();
    await store.kill();
  });
});
