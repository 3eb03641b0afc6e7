import { expect } from 'chai';
import {
  errorClass,
  isSourceError,
  isRetryable,
  readRetryAfter,
  statusError,
  stopsRun,
  tripsBreaker,
} from '../../../src/collecting/http/source-errors.js';
import { ledgerError } from '../../../src/base/errors.js';

const at = (status: number, retryAfterMs: number | null = null) => statusError('/x', status, retryAfterMs);

describe('errors of a source', () => {
  it('are transient, permanent or system', () => {
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

  it('trip the breaker only if the server is in trouble', () => {
    expect([401, 403, 404, 410].some((status) => tripsBreaker(at(status)))).to.equal(false);
    expect([408, 429, 500, 503].every((status) => tripsBreaker(at(status)))).to.equal(true);
    expect(
      [ledgerError('SOURCE_BUDGET_SPENT', 'x'), ledgerError('LOG_BUSY', 'x'), new Error('x')].some(tripsBreaker),
    ).to.equal(false);
  });

  it('stop the run after a refusal or throttling', () => {
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
});

describe('a retry', () => {
  it('is allowed once after a 429, and only with a Retry-After within the cap', () => {
    expect(isRetryable(at(429, 2_000), false)).to.equal(true);
    expect(isRetryable(at(429, 2_000), true)).to.equal(false);
    expect(isRetryable(at(429), false)).to.equal(false);
    expect(isRetryable(at(429, 61_000), false)).to.equal(false);
  });
  it('is allowed after other transient errors, also after a 429', () => {
    expect([at(500), at(503, 30_000), at(408)].every((error) => isRetryable(error, true))).to.equal(true);
  });
  it('is refused after permanent errors, a 503 with a Retry-After beyond the cap, and system errors', () => {
    expect([at(404), at(403), at(503, 61_000), new Error('x')].some((error) => isRetryable(error, false))).to.equal(
      false,
    );
  });
});
