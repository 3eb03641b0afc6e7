/** How much the followers of one log cost the server: what one of them has received is not sent again to the others. */
import { expect } from 'chai';
import { startPosition } from '../../../src/domain/envelope.js';
import type { EventFilter } from '../../../src/log/event-log.js';
import { createEventStoreLog, type EventStoreLog } from '../../../src/log/eventstoredb/eventstoredb-log.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { type StandIn, startEventStoreStandIn } from '../../support/eventstore/server.js';
import { events, metadata } from '../support.js';

const followers = 8;
const appends = 40;
const eventsEach = 50;

describe('readers that follow EventStoreDB', () => {
  let server: StandIn;
  let log: EventStoreLog;

  beforeEach(async () => {
    server = await startEventStoreStandIn({ systemEvents: false });
    log = createEventStoreLog({ url: server.url, runtime: systemRuntime() });
  });
  afterEach(async () => {
    await log.close();
    await server.stop();
  });

  /** Follows the log with a filter of its own until `count` events came; returns their positions. */
  const follow = async (filter: EventFilter | undefined, count: number, slow = false): Promise<string[]> => {
    const stop = new AbortController();
    const seen: string[] = [];
    const wanted = { after: startPosition, pageEvents: slow ? 70 : 500, signal: stop.signal };
    for await (const page of log.subscribe(filter === undefined ? wanted : { ...wanted, filter })) {
      seen.push(...page.events.map(({ position }) => position));
      if (seen.length >= count) stop.abort();
      // Lets the others pass.
      else if (slow) await systemRuntime().sleep(1);
    }
    return seen;
  };

  it('see every event once, in order, and share what one of them received', async () => {
    const filters = Array.from({ length: followers }, (_, n) =>
      n % 2 === 0 ? undefined : { streamPrefixes: ['odd-'] },
    );
    const following = filters.map((filter, n) =>
      follow(filter, (appends * eventsEach) / (filter === undefined ? 1 : 2), n >= followers - 2),
    );
    for (let n = 0; n < appends; n += 1) {
      const stream = `${n % 2 === 0 ? 'even' : 'odd'}-${n}`;
      await log.append([{ stream, expectedRevision: -1, events: events(eventsEach) }], metadata);
    }
    const [all = [], odd = [], ...others] = await Promise.all(following);
    expect(all).to.have.length(appends * eventsEach);
    expect(new Set(all).size).to.equal(all.length);
    expect([...all].sort()).to.deep.equal(all);
    const positions = new Set(all);
    expect(odd.every((position) => positions.has(position))).to.equal(true);
    for (const [n, seen] of others.entries()) expect(seen).to.deep.equal(n % 2 === 0 ? all : odd);
    expect(server.counts.eventsSent).to.be.below(2 * appends * eventsEach);
  });

  it('reach what was appended before they asked, beside a reader that found the end before', async () => {
    const append = (n: number) =>
      log.append([{ stream: `card-${n}`, expectedRevision: -1, events: events(2) }], metadata);
    await append(0);
    const after = await log.head();
    let end = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      server.faults.readsEnd = () => {
        resolve();
        return new Promise((go) => (end = go));
      };
    });
    const early = log.readAll({ after, limit: 100 });
    await held;
    server.faults.readsEnd = () => Promise.resolve();
    await append(1);
    const late = log.readAll({ after, limit: 100 });
    end();
    expect((await early).events).to.have.length(0);
    const { events: seen, atHead } = await late;
    expect([seen.length, atHead]).to.deep.equal([2, true]);
  });
});
