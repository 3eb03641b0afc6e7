/** Appends are retried after transient errors, whichever engine holds the log. */
import { expect } from 'chai';
import { type ErrorCode, errorCode, ledgerError } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { appendWithRetry } from '../../src/log/append-with-retry.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { events, metadata } from './support.js';

describe('appendWithRetry', () => {
  let waitedMs = 0;
  const runtime = {
    ...systemRuntime(),
    monotonicMs: () => waitedMs,
    sleep: async (ms: number) => {
      waitedMs += ms;
    },
  };
  beforeEach(() => (waitedMs = 0));

  /** Appends three events to a log that throws `code` the first `failures` times, after it has written. */
  const appendTo = async (code: ErrorCode, failures: number) => {
    const log = createMemoryLog({ runtime });
    let calls = 0;
    const flaky: EventLog = {
      ...log,
      append: async (...call) => {
        const outcomes = await log.append(...call);
        calls += 1;
        if (calls <= failures) throw ledgerError(code, 'the answer is lost');
        return outcomes;
      },
    };
    const append = { stream: 'card-1', expectedRevision: -1, events: events(3) };
    const { signal } = new AbortController();
    const result = await appendWithRetry({ log: flaky, runtime, signal }, [append], metadata).then(
      ([outcome]) => outcome?.outcome,
      errorCode,
    );
    const slice = await log.readStream('card-1', { direction: 'forwards', limit: 10 });
    return { calls, result, stored: slice.outcome === 'read' ? slice.events.length : 0 };
  };

  it('appends again after a lost answer, and the events are stored once', async () => {
    for (const code of ['LOG_UNAVAILABLE', 'LOG_BUSY', 'DATABASE_UNAVAILABLE'] as const) {
      expect(await appendTo(code, 2), code).to.deep.equal({ calls: 3, result: 'already_appended', stored: 3 });
    }
  });

  it('throws other errors at once', async () => {
    expect(await appendTo('CONFIG_INVALID', 1)).to.include({ calls: 1, result: 'CONFIG_INVALID' });
  });

  it('throws the error of the last try after limits.outageWaitMs', async () => {
    const { calls, result } = await appendTo('LOG_UNAVAILABLE', 1_000);
    expect(result).to.equal('LOG_UNAVAILABLE');
    expect(waitedMs).to.be.within(limits.outageWaitMs - 2_000, limits.outageWaitMs);
    expect(calls).to.be.within(30, 70);
  });

  it('ends at once, also while a try hangs, once its signal aborts', async () => {
    const stop = new AbortController();
    let calls = 0;
    const hanging = {
      append: (): Promise<never> => {
        calls += 1;
        if (calls === 1) return Promise.reject(ledgerError('LOG_UNAVAILABLE', 'away'));
        stop.abort(ledgerError('NOT_READY', 'interrupted'));
        return new Promise<never>(() => undefined);
      },
    };
    const append = { stream: 'card-1', expectedRevision: -1, events: events(1) };
    const ended = appendWithRetry({ log: hanging, runtime, signal: stop.signal }, [append], metadata);
    expect(await ended.catch(errorCode)).to.equal('NOT_READY');
  });
});
