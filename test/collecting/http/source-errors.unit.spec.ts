import { expect } from 'chai';
import {
  errorClass,
  isSourceError,
  readRetryAfter,
  retryWaitMs,
  statusError,
  stopsRun,
  tripsBreaker,
} from '../../../src/collecting/http/source-errors.js';
import { ledgerError } from '../../../src/base/errors.js';
import { testRuntime } from '../world.js';

const at = (status: number, retryAfterMs: number | null = null) => statusError('/x', status, retryAfterMs);
const runtime = testRuntime();

describe('faults of a source', () => {
  it('are classed by what helps', () => {
    expect([500, 503, 408, 429].map((status) => errorClass(at(status)))).to.deep.equal(
      Array.from({ length: 4 }, () => 'transient'),
    );
    expect([401, 403, 404, 410, 301].map((status) => errorClass(at(status)))).to.deep.equal(
      Array.from({ length: 5 }, () => 'permanent'),
    );
    expect([errorClass(new Error('x')), errorClass(ledgerError('LOG_BUSY', 'x'))]).to.deep.equal(['system', 'system']);
    expect(isSourceError(ledgerError('SOURCE_BUDGET_SPENT', 'x'))).to.equal(true);
  });

  it('have one code each', () => {
    expect([401, 403, 404, 408, 429, 500].map((status) => at(status).code)).to.deep.equal([
      'SOURCE_REFUSED',
      'SOURCE_REFUSED',
      'SOURCE_PAYLOAD_INVALID',
      'SOURCE_UNAVAILABLE',
      'SOURCE_THROTTLED',
      'SOURCE_UNAVAILABLE',
    ]);
    expect(at(503, 90_000).code).to.equal('SOURCE_THROTTLED');
    expect(at(503, 1_000).code).to.equal('SOURCE_UNAVAILABLE');
  });

  it('trip the breaker only when the upstream is in trouble', () => {
    expect([401, 403, 404, 410].some((status) => tripsBreaker(at(status)))).to.equal(false);
    expect([408, 429, 500, 503].every((status) => tripsBreaker(at(status)))).to.equal(true);
    expect(
      [ledgerError('SOURCE_BUDGET_SPENT', 'x'), ledgerError('LOG_BUSY', 'x'), new Error('x')].some(tripsBreaker),
    ).to.equal(false);
  });

  it('stop the run when another request would be bad manners', () => {
    expect([401, 403, 429].every((status) => stopsRun(at(status)))).to.equal(true);
    expect([404, 500].some((status) => stopsRun(at(status)))).to.equal(false);
  });
});

describe('Retry-After', () => {
  const now = new Date('2025-03-01T00:00:00Z');
  it('is seconds or a date', () => {
    expect([
      readRetryAfter('2', now),
      readRetryAfter('Sat, 01 Mar 2025 00:00:05 GMT', now),
      readRetryAfter('Sat, 01 Mar 2020 00:00:00 GMT', now),
    ]).to.deep.equal([2_000, 5_000, 0]);
    expect([readRetryAfter(null, now), readRetryAfter('soon', now)]).to.deep.equal([null, null]);
  });
  it('of a 429 is honoured once, within the cap', () => {
    expect(retryWaitMs(at(429, 2_000), 1, false, runtime)).to.equal(2_000);
    expect(retryWaitMs(at(429, 2_000), 2, true, runtime)).to.equal(null);
    expect(retryWaitMs(at(429), 1, false, runtime)).to.equal(null);
    expect(retryWaitMs(at(429, 61_000), 1, false, runtime)).to.equal(null);
  });
  it('of a 503 is a lower bound', () => {
    expect(retryWaitMs(at(503, 30_000), 1, false, runtime)).to.equal(30_000);
  });
});

describe('waiting between tries', () => {
  it('grows, with jitter, to its bound', () => {
    expect([1, 2, 3, 10].map((retry) => retryWaitMs(at(500), retry, false, runtime))).to.deep.equal([
      750, 1_250, 2_250, 7_750,
    ]);
  });
  it('is no question for what does not pass', () => {
    expect([at(404), at(403), new Error('x')].map((error) => retryWaitMs(error, 1, false, runtime))).to.deep.equal([
      null,
      null,
      null,
    ]);
  });
});
