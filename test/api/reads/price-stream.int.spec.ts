/**
 * Live changes of prices: what each message says, that a client that comes back misses nothing, what is filtered and
 * refused, and that streams cost the server little.
 */
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { EventSource } from 'eventsource';
import type { RunningApi } from '../../../src/api/server.js';
import { limits } from '../../../src/base/limits.js';
import { type Runtime, systemRuntime } from '../../../src/base/runtime.js';
import { startPosition } from '../../../src/domain/envelope.js';
import type { Observation } from '../../../src/domain/events.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { priceObserved } from '../../../src/domain/prices/price-events.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { priceStream } from '../../../src/domain/streams.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { createEventStoreLog } from '../../../src/log/eventstoredb/eventstoredb-log.js';
import { createMemoryLog } from '../../../src/log/memory/memory-log.js';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import { openDatabase } from '../../../src/postgres/database.js';
import { type ApiFixture, expectProblem, ids, openMarket, sets, source } from '../../support/api-fixture.js';
import type { PriceChangeEvent } from '../../../src/api/stream/price-change.js';
import { metadata, numbers, observation } from '../../support/events.js';
import { openStream, type OpenedStream } from '../../support/event-stream.js';
import { startEventStoreStandIn } from '../../support/eventstore/server.js';
import { freshDatabase } from '../../support/postgres.js';
import { serveApi } from '../../support/serve-api.js';
import { until } from '../../support/wait-for.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Sets limits for the time of `work`. */
const withLimits = async (
  over: Partial<Record<keyof typeof limits, number>>,
  work: () => Promise<void>,
): Promise<void> => {
  const usual = { ...limits };
  Object.assign(limits, over);
  try {
    await work();
  } finally {
    Object.assign(limits, usual);
  }
};

const path = '/v1/prices/stream';
const lugia = (cents: number | null, effective_at: string, more: Partial<Observation> = {}): Partial<Observation> => ({
  card_id: ids.lugia,
  ...numbers(cents),
  effective_at,
  ...more,
});

describe('GET /v1/prices/stream', function () {
  this.timeout(60_000);
  let fixture: ApiFixture;
  const opened: OpenedStream[] = [];
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());
  afterEach(() => {
    for (const stream of opened.splice(0)) stream.close();
  });

  const open = async (query = '', headers: Record<string, string> = {}): Promise<OpenedStream> => {
    const stream = await openStream(`${fixture.api.url}${path}${query}`, headers);
    opened.push(stream);
    await stream.named('position');
    return stream;
  };
  const idOf = async (position: string) => `${position}@${await fixture.log.id()}`;
  const key = { card_id: ids.lugia, source, printing: printingOf('Holofoil') };

  it('says what stood before and what stands now, with the positions of the log', async () => {
    const head = await fixture.log.head();
    const stream = await open();
    const { headers } = stream;
    expect(headers['content-type']).to.equal('text/event-stream; charset=utf-8');
    expect(headers['cache-control']).to.equal('no-store, no-transform');
    expect(headers['x-accel-buffering']).to.equal('no');
    expect(headers['content-encoding']).to.equal(undefined);
    expect(headers['ledger-position']).to.equal(head);
    expect(stream.retries).to.deep.equal([limits.streamRetryMs]);
    expect(stream.events).to.deep.equal([{ id: await idOf(head), event: 'position', data: { position: head } }]);

    const position = await fixture.observe(lugia(1_650, '2025-10-01T20:05:33Z'));
    await fixture.observe(lugia(1, '2025-08-01T20:05:33Z'));
    await fixture.tell('PriceWithdrawn', { ...key, effective_at: '2025-10-02T20:05:33Z' });
    await fixture.tell('ObservationVoided', { ...key, effective_at: '2025-10-02T20:05:33Z', standing: null });
    const [observed, withdrawn, voided] = await stream.received(3);
    expect(observed).to.deep.include({
      position,
      type: 'PriceObserved',
      card_id: ids.lugia,
      printing: 'Holofoil',
      currency: 'USD',
      change: { amount: 1.5, percentage: 10 },
    });
    expect(observed?.from).to.include({ market_price: 15, effective_at: '2025-09-30T20:05:33Z', withdrawn: false });
    expect(observed?.to).to.include({ market_price: 16.5, low_price: 0.1, effective_at: '2025-10-01T20:05:33Z' });
    expect(observed?.to?.event_id).to.equal(observed?.event_id);
    expect(withdrawn?.from).to.deep.equal(observed?.to);
    expect(withdrawn?.to).to.include({ market_price: null, withdrawn: true });
    expect([voided?.from?.withdrawn, voided?.to, voided?.change]).to.deep.equal([true, null, null]);
    // The observation of an earlier stamp came between, and is history.
    const sent = await Promise.all(stream.changes().map((change) => idOf(change.position)));
    expect(stream.events.slice(1).map(({ id }) => id)).to.deep.equal(sent);
  });

  it('goes on after the position of Last-Event-ID, which goes before `after`', async () => {
    const start = await fixture.log.head();
    const positions: string[] = [];
    for (const cents of [101, 102, 103]) {
      positions.push(
        await fixture.observe({
          card_id: ids.leader,
          ...numbers(cents),
          effective_at: `2025-10-03T0${cents - 100}:00:00Z`,
        }),
      );
    }
    const of = (stream: OpenedStream) => stream.changes().map(({ position }) => position);
    const all = await open(`?after=${start}`);
    await all.received(3);
    expect(of(all)).to.deep.equal(positions);
    const rest = await open(`?after=${start}`, { 'Last-Event-ID': String(positions[0]) });
    await rest.received(2);
    expect(of(rest)).to.deep.equal(positions.slice(1));
    // What is replayed equals what was live.
    expect(rest.changes()).to.deep.equal(all.changes().slice(1));
  });

  it('lets through the cards, the set, the game and the source asked for', async () => {
    const streams = {
      cards: await open(`?card_id=${ids.leader}&card_id=${ids.moved}`),
      set: await open('?set_identifier=crown%20zenith'),
      game: await open('?tcg_type=onepiece'),
      source: await open(`?source=${source}&tcg_type=pokemon`),
    };
    const stamp = '2025-10-04T20:05:33Z';
    for (const [at, card_id] of [ids.leader, ids.moved, ids.parallel, ids.withdrawnKey].entries()) {
      await fixture.observe({ card_id, ...numbers(500 + at), effective_at: stamp });
    }
    const crown = { set_id: sets.crown, game: 'pokemon' as const };
    // Listed while the stream is open, and moved into the set.
    await fixture.tell('CardListed', { card_id: 'pokemon-901', name: 'New', ...crown });
    await fixture.observe({ card_id: 'pokemon-901', ...numbers(7), effective_at: stamp });
    await fixture.tell('CardRevised', { card_id: ids.corrected, name: 'Moved', ...crown });
    await fixture.observe({ card_id: ids.corrected, ...numbers(8), effective_at: stamp });
    const expected: Record<keyof typeof streams, string[]> = {
      cards: [ids.leader, ids.moved],
      set: [ids.moved, 'pokemon-901', ids.corrected],
      game: [ids.leader, ids.parallel],
      source: [ids.moved, ids.withdrawnKey, 'pokemon-901', ids.corrected],
    };
    for (const [name, cards] of Object.entries(expected)) {
      const changes = await streams[name as keyof typeof streams].received(cards.length);
      expect(
        changes.map(({ card_id }) => card_id),
        name,
      ).to.deep.equal(cards);
    }
  });

  it('sends heartbeats, and how far it is while the filter lets nothing through', async () => {
    const stream = await open(`?card_id=${ids.manga}`);
    const beat = async (): Promise<void> => {
      await fixture.runtime.sleeping(1);
      await fixture.runtime.advance(limits.streamHeartbeatMs);
    };
    await beat();
    await until('a heartbeat', () => stream.comments.length === 1);
    expect(stream.events).to.have.length(1);
    const head = await fixture.observe(lugia(1_700, '2025-10-05T20:05:33Z'));
    await until('another position', async () => {
      await beat();
      return stream.events.length > 1;
    });
    expect(stream.events[1]).to.deep.equal({ id: await idOf(head), event: 'position', data: { position: head } });
    expect(stream.changes()).to.deep.equal([]);
  });

  it('names what is wrong with a request', async () => {
    const { get } = fixture;
    const header = (id: string) => get(path, { 'Last-Event-ID': id });
    expectProblem(await get(`${path}?after=x`), 400, 'INVALID_POSITION', 'after');
    expectProblem(await header('x'), 400, 'INVALID_POSITION', 'Last-Event-ID');
    expectProblem(await header('0000000000999999'), 400, 'INVALID_POSITION', 'Last-Event-ID');
    expectProblem(await header(`0000000000000001@${uuidFromName('other')}`), 409, 'OTHER_LEDGER', 'Last-Event-ID');
    expectProblem(await get(`${path}?card_id=pokemon-9`), 404, 'CARD_NOT_FOUND', 'card_id');
    expectProblem(await get(`${path}?card_id=Lugia`), 400, 'VALIDATION_FAILED', 'card_id');
    expectProblem(await get(`${path}?set_identifier=nowhere`), 404, 'SET_NOT_FOUND', 'set_identifier');
    expectProblem(await get(`${path}?source=ebay`), 404, 'SOURCE_UNKNOWN', 'source');
    expectProblem(await get(`${path}?tcg_type=magic`), 400, 'VALIDATION_FAILED', 'tcg_type');
    expectProblem(await get(`${path}?limit=1`), 400, 'UNKNOWN_PARAMETER', 'limit');
    expectProblem(await get(`${path}?after=${startPosition}`), 410, 'POSITION_TOO_OLD');
    const head = await fetch(`${fixture.api.url}${path}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).to.deep.equal([200, 'text/event-stream; charset=utf-8']);
  });

  it('bounds the streams of a client and of all, and counts those that end no more', async () => {
    await withLimits({ streamsPerClientMax: 3, streamsMax: 2 }, async () => {
      // The limits are read when the app is made.
      const { database, log, runtime } = fixture;
      const own = await serveApi({ database, log, runtime });
      try {
        const streams = await Promise.all([1, 2].map(() => openStream(`${own.url}${path}`)));
        const refused = await fetch(`${own.url}${path}`);
        expect([refused.status, ((await refused.json()) as { code: string }).code]).to.deep.equal([
          503,
          'STREAMS_IN_ALL',
        ]);
        expect(Number(refused.headers.get('retry-after'))).to.be.above(0);
        streams[0]?.close();
        await until('a place', async () => {
          const answer = await fetch(`${own.url}${path}`, { method: 'HEAD' });
          return answer.status === 200;
        });
        streams[1]?.close();
      } finally {
        await own.close();
      }
    });
    const streams: OpenedStream[] = [];
    for (let n = 0; n < limits.streamsPerClientMax; n += 1) streams.push(await open());
    const refused = await fixture.get(path);
    expectProblem(refused, 429, 'STREAMS_OF_CLIENT');
    expect(Number(refused.headers.get('retry-after'))).to.be.above(0);
    for (const stream of streams) stream.close();
    await until('a place', async () => (await fetch(`${fixture.api.url}${path}`, { method: 'HEAD' })).status === 200);
  });

  it('ends streams at shutdown, with the position to go on from', async () => {
    const { database, log, runtime } = fixture;
    const own = await serveApi({ database, log, runtime });
    const stream = await openStream(`${own.url}${path}`);
    await stream.named('position');
    const head = await log.head();
    const started = performance.now();
    await own.close();
    expect(performance.now() - started).to.be.below(4_000);
    const end = await stream.named('end');
    expect(end).to.deep.equal({ id: await idOf(head), event: 'end', data: { reason: 'shutdown', position: head } });
  });
});

/** Appends observations of cards in turn, each with another number. */
const createTicker = (log: EventLog, cards: number, padding = 0) => {
  let ticks = 0;
  return async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      ticks += 1;
      const event = priceObserved(
        observation({
          card_id: `pokemon-${1 + (ticks % cards)}`,
          ...numbers(ticks),
          printing: printingOf(`Holofoil ${'x'.repeat(padding)}`.trim()),
          effective_at: new Date(Date.parse('2025-10-10T00:00:00Z') + ticks * 1_000).toISOString().replace('.000', ''),
        }),
      );
      await log.append(
        [{ stream: priceStream(String(event.data['card_id'])), expectedRevision: 'any', events: [event] }],
        metadata,
      );
    }
  };
};

const runtime: Runtime = systemRuntime();
const engines: Record<string, () => Promise<{ log: EventLog; close: () => Promise<void> }>> = {
  memory: async () => ({ log: createMemoryLog({ runtime }), close: async () => undefined }),
  async Postgres() {
    const fresh = await freshDatabase();
    const database = openDatabase({ url: fresh.url, application: 'test stream log', connectionsMax: 4 });
    return {
      log: createPostgresLog({ database, runtime }),
      close: async () => {
        await database.close();
        await fresh.drop();
      },
    };
  },
  async 'EventStoreDB stand-in'() {
    const server = await startEventStoreStandIn();
    return { log: createEventStoreLog({ url: server.url, runtime, pollMs: 50 }), close: () => server.stop() };
  },
};

describe('an EventSource on a stream of prices', function () {
  this.timeout(60_000);

  it('misses nothing over a restart of the server', async () => {
    await withLimits({ streamRetryMs: 20 }, async () => {
      const fixture = await openMarket();
      const log = createMemoryLog({ runtime });
      const tick = createTicker(log, 1);
      await tick(1);
      const deps = { database: fixture.database, log, runtime };
      const first = await serveApi(deps);
      const client = new EventSource(`${first.url}${path}`);
      const got: number[] = [];
      let isOpen = false;
      client.addEventListener('message', ({ data }) => {
        got.push((JSON.parse(data) as PriceChangeEvent).to?.market_price ?? 0);
      });
      client.addEventListener('position', () => (isOpen = true));
      let second: RunningApi | undefined;
      try {
        await until('the stream', () => isOpen);
        await tick(1);
        await until('a change', () => got.length === 1);
        await first.close();
        await tick(1);
        second = await serveApi({ ...deps, port: Number(new URL(first.url).port) });
        await until('what came meanwhile', () => got.length === 2);
        await tick(1);
        await until('what came then', () => got.length === 3);
        expect(got).to.deep.equal([0.02, 0.03, 0.04]);
      } finally {
        client.close();
        await second?.close();
        await fixture.close();
      }
    });
  });
});

for (const [name, openLog] of Object.entries(engines)) {
  describe(`streams of prices from a log on ${name}`, function () {
    this.timeout(60_000);
    let fixture: ApiFixture;
    let engine: Awaited<ReturnType<typeof openLog>>;
    before(async () => {
      fixture = await openMarket();
      engine = await openLog();
    });
    after(async () => {
      await engine.log.close();
      await engine.close();
      await fixture.close();
    });

    it('give every client each change once, in order, from one reader of the log', async () => {
      await withLimits({ streamKeptChanges: 20, streamsPerClientMax: 50 }, async () => {
        let subscriptions = 0;
        const { database } = fixture;
        const log: EventLog = {
          ...engine.log,
          subscribe(options) {
            subscriptions += 1;
            return engine.log.subscribe(options);
          },
        };
        const api = await serveApi({ database, log, runtime });
        const tick = createTicker(log, 7);
        const streams: { from: string; stream: OpenedStream }[] = [];
        const join = async (): Promise<void> => {
          // Half of them from now on, half from further back than what is kept.
          const before = streams[0]?.stream.changes().at(-60)?.position;
          const stream = await openStream(
            `${api.url}${path}${before === undefined || streams.length % 2 === 0 ? '' : `?after=${before}`}`,
          );
          streams.push({ from: String(stream.headers['ledger-position']), stream });
        };
        try {
          await tick(10);
          await join();
          for (let round = 0; round < 12; round += 1) await Promise.all([tick(20), join()]);
          const all = streams[0]?.stream ?? (await openStream(''));
          await all.received(240);
          for (const { from, stream } of streams) {
            const expected = all.changes().filter(({ position }) => position > from);
            await stream.received(expected.length);
            expect(stream.changes()).to.deep.equal(expected);
          }
          // Each change begins where the last one of its card ended.
          const last = new Map<string, unknown>();
          for (const { card_id, from, to } of all.changes()) {
            if (last.has(card_id)) expect(from).to.deep.equal(last.get(card_id));
            last.set(card_id, to);
          }
          expect(subscriptions).to.equal(1);
          for (const { stream } of streams) stream.close();
          await until('the last to leave', async () => {
            const probe = await openStream(`${api.url}${path}`);
            await probe.named('position');
            probe.close();
            return subscriptions > 1;
          });
        } finally {
          for (const { stream } of streams) stream.close();
          await api.close();
        }
      });
    });
  });
}

describe('streams of prices that are not read', function () {
  this.timeout(120_000);
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const readers = 60;
  const memory = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1_048_576;
  };
  const stalled = async (url: string, query: string): Promise<Socket> => {
    const { port } = new URL(url);
    const socket = connect({ port: Number(port), host: '127.0.0.1' });
    socket.pause();
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(`GET ${path}${query} HTTP/1.1\r\nHost: test\r\n\r\n`);
    return socket;
  };

  it('keep little in memory, are ended, and disturb no other', async () => {
    await withLimits({ streamStallMs: 3_000, streamsPerClientMax: 100 }, async () => {
      const { database } = fixture;
      let reads = 0;
      const inMemory = createMemoryLog({ runtime });
      // Some 12 MB in all: more than the buffers of a socket on loopback take in.
      await createTicker(inMemory, 200, 40)(12_000);
      const log: EventLog = {
        ...inMemory,
        readAll(options) {
          reads += 1;
          return inMemory.readAll(options);
        },
      };
      const api = await serveApi({ database, log, runtime });
      const sockets: Socket[] = [];
      try {
        const before = memory();
        sockets.push(...(await Promise.all(Array.from({ length: readers }, () => stalled(api.url, '?after=0')))));
        const probe = await openStream(`${api.url}${path}`);
        await probe.named('position');
        // Each has come as far as its socket takes it; then the log is left alone.
        await until('the log to be left alone', async () => {
          const seen = reads;
          await runtime.sleep(500);
          return seen > 20 && reads === seen;
        });
        const used = memory() - before;
        expect(used, 'MB').to.be.below(30);
        await createTicker(log, 1)(1);
        await probe.received(1);
        probe.close();
        // Ended: a connection that the server has closed is read to its end.
        const ends = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
        await until('the end of all', async () => {
          const metrics = await (await fetch(`${api.url}/metrics`)).text();
          return /^ledger_price_streams 0$/m.test(metrics);
        });
        for (const socket of sockets) socket.resume();
        await Promise.all(ends);
      } finally {
        for (const socket of sockets) socket.destroy();
        await api.close();
      }
    });
  });
});
