/**
 * Goal: slow clients cost the server little, and those that go away cost it nothing. Method: sockets that ask for 10,000
 * events and do not read, on a log that counts its reads.
 */
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { startPosition } from '../../../src/domain/envelope.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { newEvent } from '../../../src/domain/upcasting.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { createMemoryLog } from '../../../src/log/memory/memory-log.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import type { RunningApi } from '../../../src/api/server.js';
import { type ApiFixture, openApiFixture } from '../../support/api-fixture.js';
import { goodData, metadata } from '../../support/events.js';
import { serveApi } from '../../support/serve-api.js';
import { waitFor } from '../../support/wait-for.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const events = 10_000;
/** Longer than the buffers of a socket on loopback take in all, so that the server has to wait. */
const path = `/v1/events?limit=${events}`;
const readers = 60;

/** Appends events of about 1.5 kB each. */
const fill = async (log: EventLog): Promise<void> => {
  const url = `https://example.test/${'x'.repeat(950)}`;
  for (let first = 0; first < events; first += 500) {
    const some = Array.from({ length: 500 }, (_, at) =>
      newEvent('CardListed', uuidFromName(`event ${first + at}`), { ...goodData.CardListed, image_url: url }),
    );
    await log.append([{ stream: `card-pokemon-${first}`, expectedRevision: 'any', events: some }], metadata);
  }
};

describe('GET /v1/events, streamed', function () {
  this.timeout(120_000);
  let fixture: ApiFixture;
  let api: RunningApi;
  let log: EventLog;
  let reads = 0;

  before(async () => {
    fixture = await openApiFixture({ prepared: false });
    const memory = createMemoryLog({ runtime: fixture.runtime });
    await fill(memory);
    const { events: all, position } = await memory.readAll({ after: startPosition, limit: events });
    log = {
      ...memory,
      // Without the copies that the log makes of every event, which would take most of the time here.
      readAll({ after, limit }) {
        reads += 1;
        const page = all.slice(Number(after), Number(after) + limit);
        const last = page.at(-1)?.position ?? after;
        return Promise.resolve({ events: page, position: last, atHead: last === position });
      },
    };
    api = await serveApi({ database: fixture.database, log, runtime: fixture.runtime });
  });
  after(async () => {
    await api.close();
    await fixture.close();
  });
  beforeEach(() => {
    reads = 0;
  });

  /** Sends a request on a socket of its own and reads nothing of the answer. */
  const stalled = async (headers = '', url = api.url): Promise<Socket> => {
    const { port } = new URL(url);
    const socket = connect({ port: Number(port), host: '127.0.0.1' });
    socket.pause();
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: test\r\n${headers}\r\n`);
    return socket;
  };
  /** Resolves when the log is not read any more. */
  const quiet = async (): Promise<number> => {
    let before = -1;
    let since = performance.now();
    return waitFor(
      'the log to be left alone',
      () => {
        if (reads !== before) since = performance.now();
        before = reads;
        return performance.now() - since > 500 ? reads : null;
      },
      60_000,
    );
  };
  /** Megabytes in use after a collection of garbage. */
  const memory = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1_048_576;
  };

  for (const [what, headers] of [
    ['compressed', 'Accept-Encoding: gzip\r\n'],
    ['not compressed', ''],
  ] as const) {
    it(`sends every event once, ${what}, and reads a long page piece by piece`, async () => {
      const answer = await fetch(`${api.url}${path}`, {
        headers: { 'accept-encoding': headers === '' ? 'identity' : 'gzip' },
      });
      expect([answer.status, answer.headers.get('content-encoding'), answer.headers.get('vary')]).to.deep.equal([
        200,
        headers === '' ? null : 'gzip',
        'Accept-Encoding',
      ]);
      expect(answer.headers.get('link')).to.equal(null);
      expect(answer.headers.get('ledger-position')).to.equal(await log.head());
      const lines = (await answer.text()).trimEnd().split('\n');
      expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id)).size).to.equal(events);
    });
  }

  it(`stays as small with ${readers} clients that do not read`, async () => {
    const before = memory();
    const sockets = await Promise.all(Array.from({ length: readers }, () => stalled()));
    try {
      const read = await quiet();
      // Kept whole, the pages would be 850 MB.
      expect(memory() - before, 'MB').to.be.below(100);
      // Sent as far as the sockets take it: each page is found by 50 reads, and none is read again to its end, by 200.
      expect(read / readers).to.be.within(50, 249);
      // The server answers others meanwhile.
      expect((await fetch(`${api.url}/v1/events?limit=1`)).status).to.equal(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it('stops reading the log for a client that goes away', async () => {
    const socket = await stalled();
    const read = await quiet();
    socket.destroy();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(await quiet()).to.be.within(read, read + 1);
  });

  it('does not wait for ever for a client that reads nothing', async () => {
    const { database } = fixture;
    const timeouts = { connectionStallMs: 300 };
    const own = await serveApi({ database, log, runtime: systemRuntime(), timeouts });
    const socket = await stalled('', own.url);
    await quiet();
    // Its connection would hold up the end for limits.shutdownMs.
    await systemRuntime().sleep(timeouts.connectionStallMs * 4);
    const started = performance.now();
    await own.close();
    expect(performance.now() - started).to.be.below(5_000);
    socket.destroy();
  });

  it('goes on where a slow client goes on', async () => {
    const socket = await stalled('Connection: close\r\nAccept-Encoding: gzip\r\n');
    await quiet();
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.resume();
    await new Promise((resolve) => socket.once('end', resolve));
    const whole = Buffer.concat(parts);
    const body = whole.subarray(whole.indexOf('\r\n\r\n') + 4);
    const chunks: Buffer[] = [];
    for (let at = 0; ;) {
      const end = body.indexOf('\r\n', at);
      const size = parseInt(body.toString('latin1', at, end), 16);
      if (size === 0) break;
      chunks.push(body.subarray(end + 2, end + 2 + size));
      at = end + 2 + size + 2;
    }
    expect(gunzipSync(Buffer.concat(chunks)).toString().trimEnd().split('\n')).to.have.length(events);
  });

  it('cuts the answer off if the log fails in its middle, so that nobody takes it for whole', async () => {
    let left = 60;
    const failing = {
      ...log,
      readAll: (options: Parameters<EventLog['readAll']>[0]) => {
        left -= 1;
        return left > 0 ? log.readAll(options) : Promise.reject(new Error('the log is gone'));
      },
    };
    const own = await serveApi({ database: fixture.database, log: failing, runtime: fixture.runtime });
    try {
      const answer = await fetch(`${own.url}${path}`);
      expect(answer.status).to.equal(200);
      const failure = await answer.text().then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(Error);
    } finally {
      await own.close();
    }
  });

  it('answers HEAD as GET, without a body', async () => {
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => fetch(`${api.url}/v1/events?limit=5000`, { method })),
    );
    for (const name of ['content-type', 'content-encoding', 'ledger-position', 'link', 'vary', 'cache-control'])
      expect(head?.headers.get(name), name).to.equal(get?.headers.get(name));
    expect([head?.status, await head?.text()]).to.deep.equal([200, '']);
    await get?.text();
  });
});
