/** The error table, transient errors, relations of limits, the system runtime. */
import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import sinon from 'sinon';
import {
  type ErrorCode,
  errorCode,
  errorTable,
  isLedgerError,
  isTransient,
  ledgerError,
  registerTransientErrors,
} from '../../src/base/errors.js';
import { assertLimits } from '../../src/base/limits.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { sourceFiles } from '../support/source-files.js';

describe('errors', () => {
  it('carry code, message, details and cause', () => {
    const cause = new Error('below');
    const error = ledgerError('LOG_BUSY', 'too many', { details: { log: 'busy' }, cause });
    expect(error).to.be.instanceOf(Error);
    expect(error).to.include({ name: 'LedgerError', code: 'LOG_BUSY', message: 'too many', cause });
    expect(error.details).to.deep.equal({ log: 'busy' });
    const bare = ledgerError('INTERNAL', 'x');
    expect(bare.details).to.deep.equal({});
    expect('cause' in bare).to.equal(false);
  });

  it('are distinguished from other errors', () => {
    expect(isLedgerError(ledgerError('LOG_BUSY', 'x'))).to.equal(true);
    expect(errorCode(ledgerError('LOG_BUSY', 'x'))).to.equal('LOG_BUSY');
    const others = [
      new Error('x'),
      Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      Object.assign(new Error('x'), { code: 'toString' }),
      Object.assign(new Error('x'), { code: 57 }),
      { code: 'LOG_BUSY' },
      'LOG_BUSY',
      null,
      undefined,
    ];
    for (const other of others) {
      expect(isLedgerError(other)).to.equal(false);
      expect(errorCode(other)).to.equal('INTERNAL');
    }
  });

  it('have an HTTP error status, or that of a redirect, and a unique title', () => {
    const titles = new Set<string>();
    for (const [code, { status, title }] of Object.entries(errorTable) as [
      ErrorCode,
      { status: number; title: string },
    ][]) {
      if (status !== 308) expect(status, code).to.be.within(400, 599);
      expect(titles.has(title), title).to.equal(false);
      titles.add(title);
    }
  });
});

describe('isTransient', () => {
  const ofCodes = (codes: readonly ErrorCode[]): boolean[] => codes.map((code) => isTransient(ledgerError(code, 'x')));

  it('holds for an engine that is unavailable or busy', () => {
    expect(ofCodes(['LOG_UNAVAILABLE', 'LOG_BUSY', 'DATABASE_UNAVAILABLE'])).to.deep.equal([true, true, true]);
    expect(isTransient(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).to.equal(true);
  });

  it('does not hold for mistakes of the caller, nor for other errors', () => {
    const lasting = [
      'CONFIG_INVALID',
      'EVENT_NOT_UNDERSTOOD',
      'APPEND_TOO_LARGE',
      'INVALID_POSITION',
      'INTERNAL',
      'LEASE_LOST',
    ] as const;
    expect(ofCodes(lasting)).to.deep.equal(lasting.map(() => false));
    const others = [new Error('x'), Object.assign(new Error('x'), { code: 57 }), { code: 'ECONNREFUSED' }, null];
    expect(others.map(isTransient)).to.deep.equal(others.map(() => false));
  });

  it('asks the drivers that have registered a check', () => {
    const error = Object.assign(new Error('x'), { state: 'driver of this test is down' });
    expect(isTransient(error)).to.equal(false);
    registerTransientErrors((each) => 'state' in each && each.state === error.state);
    expect(isTransient(error)).to.equal(true);
    expect(isTransient(new Error('x'))).to.equal(false);
  });
});

describe('limits', () => {
  it('do not contradict each other', () => {
    expect(assertLimits).not.to.throw();
  });
});

describe('the system runtime', () => {
  const runtime = systemRuntime();

  it('returns a time that advances', () => {
    expect(Math.abs(runtime.now().getTime() - Date.now())).to.be.lessThan(1_000);
    const before = runtime.monotonicMs();
    expect(runtime.monotonicMs()).to.be.at.least(before);
  });

  it('creates random numbers, UUIDs and secrets', () => {
    expect(runtime.random()).to.be.within(0, 1);
    expect(runtime.uuid())
      .to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      .and.not.to.equal(runtime.uuid());
    expect(runtime.secret(16))
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.to.equal(runtime.secret(16));
  });

  it('sleeps, until the signal aborts with a reason', async () => {
    await runtime.sleep(1);
    const reason = new Error('enough');
    const controller = new AbortController();
    const sleeping = runtime.sleep(60_000, controller.signal).then(
      () => 'slept',
      (error: unknown) => error,
    );
    controller.abort(reason);
    expect(await sleeping).to.equal(reason);
    const aborted = await runtime.sleep(60_000, controller.signal).then(
      () => 'slept',
      (error: unknown) => error,
    );
    expect(aborted).to.equal(reason);
  });

  it('leaves neither a listener on the signal nor a timer', async () => {
    const clock = sinon.useFakeTimers();
    try {
      const controller = new AbortController();
      const slept = runtime.sleep(60_000, controller.signal);
      await clock.tickAsync(60_000);
      await slept;
      expect(getEventListeners(controller.signal, 'abort')).to.deep.equal([]);
      const sleeping = runtime.sleep(60_000, controller.signal).catch(() => undefined);
      expect(clock.countTimers()).to.equal(1);
      controller.abort();
      await sleeping;
      expect(clock.countTimers()).to.equal(0);
    } finally {
      clock.restore();
    }
  });

  it('sets deadlines', async () => {
    const signal = runtime.deadline(1);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect((signal.reason as Error).name).to.equal('TimeoutError');
  });
});

describe('the error table', () => {
  it('has no code that no file raises', () => {
    // In the contract of the API or the log, and raised by none of its parts yet.
    const reserved = ['CORRUPTED_IDEMPOTENCY', 'SOURCE_UNKNOWN'];
    const texts = sourceFiles('src', 'projections')
      .filter(({ file }) => file !== 'src/base/errors.ts')
      .map(({ text }) => text);
    const unused = Object.keys(errorTable).filter((code) => !texts.some((text) => text.includes(`'${code}'`)));
    expect(unused.filter((code) => !reserved.includes(code))).to.deep.equal([]);
    expect(reserved.filter((code) => !(code in errorTable))).to.deep.equal([]);
  });
});
