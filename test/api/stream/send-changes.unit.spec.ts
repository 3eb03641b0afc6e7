/** What a stream sends, to a client that takes it, takes it slowly, or does not. */
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { eventText, type EventStream, heartbeat, openEventStream } from '../../../src/api/stream/event-stream.js';
import type { PriceChangeEvent } from '../../../src/api/stream/price-change.js';
import type { ChangePage, PriceFeed } from '../../../src/api/stream/price-feed.js';
import { sendChanges } from '../../../src/api/stream/send-changes.js';
import { limits } from '../../../src/base/limits.js';
import type { LogPosition } from '../../../src/domain/envelope.js';
import { createFakeRuntime, type FakeRuntime, turn } from '../../support/fake-runtime.js';

const position = (n: number): LogPosition => String(n).padStart(16, '0') as LogPosition;
const change = (n: number): PriceChangeEvent =>
  ({ position: position(n) }) as Partial<PriceChangeEvent> as PriceChangeEvent;

describe('a stream of changes', () => {
  let runtime: FakeRuntime;
  let written: string[];
  let last: string | null;
  let gone: AbortController;
  let shutdown: AbortController;
  /** Texts the client takes before it stalls. */
  let takes: number;
  let pages: ChangePage[];
  beforeEach(() => {
    runtime = createFakeRuntime();
    written = [];
    last = null;
    gone = new AbortController();
    shutdown = new AbortController();
    takes = Infinity;
    pages = [];
  });

  const send = (over: Partial<PriceFeed> = {}) => {
    const stream: EventStream = {
      signal: gone.signal,
      write: async (text) => {
        written.push(text);
        takes -= 1;
        return takes >= 0;
      },
      end: async (text) => void (last = text),
    };
    const feed = { news: () => new AbortController().signal, next: async () => pages.shift() ?? null, ...over };
    const select = async (changes: readonly PriceChangeEvent[]) =>
      changes.filter(({ position: at }) => !at.endsWith('9'));
    const options = { runtime, from: position(1), select, idOf: (at: string) => at, shutdown: shutdown.signal };
    return sendChanges(stream, { ...options, feed: feed as PriceFeed });
  };
  const page = (from: number, to: number): ChangePage => ({
    after: position(from),
    position: position(to),
    changes: Array.from({ length: to - from }, (_, n) => change(from + 1 + n)),
  });
  const at = (n: number) => eventText({ event: 'position', id: position(n), data: { position: position(n) } });
  const end = (reason: string, n: number) =>
    eventText({ event: 'end', id: position(n), data: { reason, position: position(n) } });

  it('writes a page in parts, and the position when nothing came through for a heartbeat', async () => {
    pages.push(page(1, 120), page(120, 129));
    const sending = send();
    await runtime.sleeping(1);
    expect(written.map((text) => text.split('\n\n').length - 1)).to.deep.equal([1, 50, 50, 7, 8]);
    await runtime.advance(limits.streamHeartbeatMs);
    await runtime.sleeping(1);
    // 129 was filtered out: the client is told that it was looked at.
    expect(written.at(-1)).to.equal(at(129));
    await runtime.advance(limits.streamHeartbeatMs);
    expect(written.at(-1)).to.equal(heartbeat);
    gone.abort();
    expect(await sending).to.equal('gone');
    expect(last).to.equal(null);
  });

  it('ends for a client that takes no more, with the last position written', async () => {
    takes = 2;
    pages.push(page(1, 120));
    expect(await send()).to.equal('slow_reader');
    // The third text is in the socket: a client that wakes in time reads it before the end.
    expect(written).to.have.length(3);
    expect(last).to.equal(end('slow_reader', Number(/id: (\d+)\n[^\n]*\n\n$/.exec(written[2] ?? '')?.[1])));
  });

  it('ends at shutdown between two parts, and when the log does not answer', async () => {
    pages.push(page(1, 120));
    let reads = 0;
    const sending = send({
      next: async () => {
        reads += 1;
        if (reads === 1) shutdown.abort();
        return pages.shift() ?? null;
      },
    });
    expect(await sending).to.equal('shutdown');
    expect(last).to.equal(end('shutdown', 56));

    shutdown = new AbortController();
    expect(await send({ next: () => Promise.reject(new Error('away')) })).to.equal('unavailable');
    expect(last).to.equal(end('unavailable', 1));
  });

  describe('on a connection', () => {
    /** A response of which the client takes nothing until it emits `drain` or `finish`. */
    const connection = () => {
      const texts: string[] = [];
      const headers: Record<string, string> = {};
      const response = Object.assign(new EventEmitter(), {
        socket: { destroySoon: () => texts.push('(closed)') },
        setHeader: (name: string, value: string) => (headers[name] = value),
        flushHeaders: () => undefined,
        write: (text: string) => {
          texts.push(text);
          return false;
        },
        end: (text: string) => texts.push(text),
        destroy: () => {
          texts.push('(destroyed)');
          response.emit('close');
        },
      });
      const open = () =>
        openEventStream(response as unknown as ServerResponse, { runtime, stallMs: 10_000, retryMs: 3_000 });
      return { response, texts, headers, open };
    };

    it('waits for room, but not longer than a stall', async () => {
      const { response, texts, open } = connection();
      const stream = open();
      const first = stream.write('one');
      await turn();
      response.emit('drain');
      expect(await first).to.equal(true);
      const second = stream.write('two');
      await runtime.sleeping(1);
      await runtime.advance(9_999);
      expect(await Promise.race([second, turn().then(() => 'waiting')])).to.equal('waiting');
      await runtime.advance(1);
      expect(await second).to.equal(false);
      expect(texts).to.deep.equal(['retry: 3000\n\n', 'one', 'two']);
      expect([runtime.sleepers, response.listenerCount('drain')]).to.deep.equal([0, 0]);
    });

    it('ends with its last text, and cuts off a client that does not take it', async () => {
      const taken = connection();
      const ending = taken.open().end('bye');
      await turn();
      taken.response.emit('finish');
      await ending;
      expect(taken.texts.slice(1)).to.deep.equal(['bye', '(closed)']);
      const stuck = connection();
      const stuckEnding = stuck.open().end('bye');
      await runtime.sleeping(1);
      await runtime.advance(10_000);
      await stuckEnding;
      expect(stuck.texts.slice(1)).to.deep.equal(['bye', '(destroyed)']);
    });

    it('writes nothing to a client that has gone', async () => {
      const { response, texts, open } = connection();
      const stream = open();
      const writing = stream.write('one');
      await turn();
      response.emit('close');
      expect([await writing, await stream.write('two')]).to.deep.equal([false, false]);
      await stream.end('bye');
      expect(texts).to.deep.equal(['retry: 3000\n\n', 'one']);
      expect(stream.signal.aborted).to.equal(true);
    });
  });
});
