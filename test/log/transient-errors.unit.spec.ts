/** Trouble of the log's engine is waited out by those who write it and by those who read it, whichever engine it is. */
import { expect } from 'chai';
import { appendBatch } from '../../src/collecting/append-batch.js';
import { type ErrorCode, errorCode, ledgerError } from '../../src/base/errors.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { isTransient } from '../../src/postgres/database.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { events, metadata } from './support.js';

const runtime = systemRuntime();

describe('passing trouble', () => {
  it('is the server’s, not what was asked of it', () => {
    const verdict = (code: ErrorCode): boolean => isTransient(ledgerError(code, 'x'));
    expect((['LOG_UNAVAILABLE', 'LOG_BUSY', 'DATABASE_UNAVAILABLE'] as const).map(verdict)).to.deep.equal([
      true,
      true,
      true,
    ]);
    const lasting = [
      'CONFIG_INVALID',
      'EVENT_NOT_UNDERSTOOD',
      'APPEND_TOO_LARGE',
      'INVALID_POSITION',
      'INTERNAL',
      'LEASE_LOST',
    ] as const;
    expect(lasting.map(verdict)).to.deep.equal(lasting.map(() => false));
  });

  /** Appends to a log in memory, failing `times` times after it has written. */
  const collect = async (code: ErrorCode, times: number): Promise<{ calls: number; last: unknown; read: number }> => {
    const log = createMemoryLog({ runtime });
    let calls = 0;
    const flaky: EventLog = {
      ...log,
      append: async (...call) => {
        const outcomes = await log.append(...call);
        calls += 1;
        if (calls <= times) throw ledgerError(code, 'the answer is lost');
        return outcomes;
      },
    };
    const deps = {
      log: flaky,
      runtime: { ...runtime, sleep: async () => undefined },
      signal: new AbortController().signal,
      metadata,
    };
    const writes = [{ stream: 'card-1', events: events(3), decided: null }];
    const last = await appendBatch(deps, writes).catch(errorCode);
    const slice = await log.readStream('card-1', { direction: 'forwards', limit: 10 });
    return { calls, last, read: slice.outcome === 'read' ? slice.events.length : 0 };
  };

  it('a collector appends again, and what was written already is there once', async () => {
    const found = await collect('LOG_UNAVAILABLE', 2);
    expect(found).to.include({ calls: 3, read: 3 });
    expect(found.last).to.match(/^\d{16}$/);
  });

  it('a collector does not insist where it does not help, nor for ever', async () => {
    expect(await collect('CONFIG_INVALID', 1)).to.include({ calls: 1, last: 'CONFIG_INVALID' });
    const away = await collect('LOG_UNAVAILABLE', 1_000);
    expect(away.last).to.equal('LOG_UNAVAILABLE');
    expect(away.calls).to.be.within(2, 10);
  });
});
