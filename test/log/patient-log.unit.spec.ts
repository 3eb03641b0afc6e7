/** Reads of a command wait for a log that was there, for a limited time; a log that was never there fails at once. */
import { expect } from 'chai';
import { errorCode, ledgerError } from '../../src/base/errors.js';
import { startPosition } from '../../src/domain/envelope.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { patientLog } from '../../src/log/patient-log.js';
import { systemRuntime } from '../../src/base/runtime.js';

describe('a patient log', () => {
  let nowMs: number;
  let stop: AbortController;
  let awayUntilMs: number;
  let calls: number;
  const runtime = {
    ...systemRuntime(),
    monotonicMs: () => nowMs,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      nowMs += ms;
    },
  };
  const open = (code: 'LOG_UNAVAILABLE' | 'DATABASE_UNAVAILABLE' | 'INVALID_POSITION' = 'LOG_UNAVAILABLE') => {
    const inner = createMemoryLog({ runtime: systemRuntime() });
    const answer = async <T>(call: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (nowMs < awayUntilMs) throw ledgerError(code, 'away');
      return call();
    };
    const flaky = {
      ...inner,
      head: () => answer(() => inner.head()),
      readAll: (options: Parameters<typeof inner.readAll>[0]) => answer(() => inner.readAll(options)),
      readStream: (...args: Parameters<typeof inner.readStream>) => answer(() => inner.readStream(...args)),
    };
    return patientLog(flaky, { runtime, signal: stop.signal, limitMs: 60_000 });
  };
  beforeEach(() => {
    nowMs = 0;
    awayUntilMs = 0;
    calls = 0;
    stop = new AbortController();
  });

  it('waits out an outage within the limit, with every read', async () => {
    for (const code of ['LOG_UNAVAILABLE', 'DATABASE_UNAVAILABLE'] as const) {
      const log = open(code);
      expect(await log.head()).to.equal(startPosition);
      const reads = [
        () => log.head(),
        () => log.readAll({ after: startPosition, limit: 1 }),
        () => log.readStream('card-1', { direction: 'forwards', limit: 1 }),
      ];
      for (const read of reads) {
        awayUntilMs = nowMs + 55_000;
        await read();
        expect(nowMs).to.be.at.least(awayUntilMs);
      }
    }
  });

  it('gives up after the limit, with the last error', async () => {
    const log = open();
    await log.head();
    awayUntilMs = 100_000;
    expect(await log.head().catch(errorCode)).to.equal('LOG_UNAVAILABLE');
    expect(nowMs).to.be.within(57_000, 60_000);
  });

  it('waits for nothing that was never there, and for no other error', async () => {
    awayUntilMs = 10_000;
    expect(await open().head().catch(errorCode)).to.equal('LOG_UNAVAILABLE');
    expect([calls, nowMs]).to.deep.equal([1, 0]);
    awayUntilMs = 0;
    const log = open('INVALID_POSITION');
    await log.head();
    awayUntilMs = 10_000;
    expect(await log.head().catch(errorCode)).to.equal('INVALID_POSITION');
    expect(nowMs).to.equal(0);
  });

  it('ends at once when its signal aborts', async () => {
    const log = open();
    await log.head();
    awayUntilMs = 10_000;
    const waiting = log.head().catch(errorCode);
    stop.abort(ledgerError('NOT_READY', 'interrupted'));
    expect(await waiting).to.equal('NOT_READY');
    // What cleans up afterwards is tried, once.
    const before = calls;
    expect(await log.head().catch(errorCode)).to.equal('LOG_UNAVAILABLE');
    expect(calls).to.equal(before + 1);
  });
});
