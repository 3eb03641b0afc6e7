/** Retry schedule, Retry-After, quiet hours, digests, charts. */
import { expect } from 'chai';
import { outcomeOfStatus, readRetryAfter } from '../../src/delivery/outcome.js';
import { chartSvg } from '../../src/charts/price-chart.js';
import { chartPng } from '../../src/delivery/deliver.js';
import { retryDelayMs, retryDelaysMs } from '../../src/delivery/retry-schedule.js';
import { isQuiet, isTimeZone, nextTimeOfDay, sendTime } from '../../src/delivery/send-times.js';

describe('the retry schedule', () => {
  it('is the one of Standard Webhooks: ten tries in 75 hours, spread by a tenth', () => {
    expect(retryDelaysMs).to.have.length(10);
    expect(retryDelaysMs.reduce((sum, ms) => sum + ms, 0)).to.be.within(75 * 3_600_000, 76 * 3_600_000);
    expect(retryDelayMs(1, 0, null)).to.equal(5_000);
    expect(retryDelayMs(1, 0.999_999, null)).to.be.within(5_499, 5_500);
    expect(retryDelayMs(10, 0, null)).to.equal(null);
  });

  it('waits at least as long as Retry-After asks, a day at most', () => {
    expect(retryDelayMs(1, 0, 60_000)).to.equal(60_000);
    expect(retryDelayMs(4, 0, 60_000)).to.equal(2 * 3_600_000);
    expect(retryDelayMs(1, 0, 1e12)).to.equal(24 * 3_600_000);
    const now = new Date('2025-09-22T10:00:00Z');
    expect(readRetryAfter('120', now)).to.equal(120_000);
    expect(readRetryAfter('Mon, 22 Sep 2025 10:01:00 GMT', now)).to.equal(60_000);
    expect(readRetryAfter('Mon, 22 Sep 2025 09:00:00 GMT', now)).to.equal(0);
    expect(readRetryAfter('soon', now)).to.equal(null);
    expect(readRetryAfter(undefined, now)).to.equal(null);
  });

  it('judges statuses: 2xx only is success, 410 is the end, 429, 502 and 504 throttle', () => {
    const kind = (status: number): string => {
      const outcome = outcomeOfStatus(status, null);
      if (outcome.outcome === 'failed') return outcome.disable ? 'disable' : 'failed';
      return outcome.outcome === 'retry' && outcome.throttled ? 'throttled' : outcome.outcome;
    };
    expect([200, 204, 299].map(kind)).to.deep.equal(['delivered', 'delivered', 'delivered']);
    expect([100, 301, 304, 400, 404, 500, 503].map(kind)).to.deep.equal(Array(7).fill('retry'));
    expect([429, 502, 504].map(kind)).to.deep.equal(Array(3).fill('throttled'));
    expect(kind(410)).to.equal('disable');
  });
});

describe('quiet hours and digests', () => {
  const berlin = 'Europe/Berlin';
  const night = { from: '22:00', to: '07:00', time_zone: berlin };

  it('are told by the clocks of their zone, over midnight', () => {
    for (const [instant, quiet] of [
      ['2025-07-01T19:59:59Z', false],
      ['2025-07-01T20:00:00Z', true],
      ['2025-07-02T04:59:59Z', true],
      ['2025-07-02T05:00:00Z', false],
      ['2025-12-01T20:30:00Z', false],
      ['2025-12-01T21:00:00Z', true],
    ] as const)
      expect(isQuiet(night, new Date(instant)), instant).to.equal(quiet);
    const noon = { from: '12:00', to: '13:00', time_zone: 'UTC' };
    expect(isQuiet(noon, new Date('2025-07-01T12:30:00Z'))).to.equal(true);
    expect(isQuiet({ ...noon, to: '12:00' }, new Date('2025-07-01T12:00:00Z'))).to.equal(false);
  });

  it('delay to their end, also where the clocks change', () => {
    const at = (instant: string) => sendTime({ digest: null, quietHours: night }, new Date(instant)).toISOString();
    expect(at('2025-07-01T12:00:00Z')).to.equal('2025-07-01T12:00:00.000Z');
    expect(at('2025-07-01T22:00:00Z')).to.equal('2025-07-02T05:00:00.000Z');
    // Summer time ends in this night: 07:00 is an hour later in UTC.
    expect(at('2025-10-25T21:00:00Z')).to.equal('2025-10-26T06:00:00.000Z');
  });

  it('gather to the next time of the digest', () => {
    const digest = { at: '18:00', time_zone: berlin };
    const at = (instant: string) => sendTime({ digest, quietHours: null }, new Date(instant)).toISOString();
    expect(at('2025-07-01T12:00:00Z')).to.equal('2025-07-01T16:00:00.000Z');
    expect(at('2025-07-01T16:00:01Z')).to.equal('2025-07-02T16:00:00.000Z');
    // A digest in the quiet hours waits for their end.
    const early = { digest: { at: '06:00', time_zone: berlin }, quietHours: night };
    expect(sendTime(early, new Date('2025-07-01T12:00:00Z')).toISOString()).to.equal('2025-07-02T05:00:00.000Z');
  });

  it('exist every day, also where the clock skips the time', () => {
    const next = nextTimeOfDay('02:30', berlin, new Date('2025-03-29T12:00:00Z'));
    expect(next.getTime()).to.be.within(Date.parse('2025-03-30T00:30:00Z'), Date.parse('2025-03-30T02:30:00Z'));
  });

  it('take zones that exist', () => {
    expect(['UTC', 'Asia/Tokyo', 'Mars/Base', ''].map(isTimeZone)).to.deep.equal([true, true, false, false]);
  });
});

describe('the chart of a mail', () => {
  const day = 86_400_000;
  const points = [
    { atMs: 0, price: 10 },
    { atMs: 10 * day, price: 12 },
    { atMs: 15 * day, price: null },
    { atMs: 20 * day, price: 8 },
  ];

  it('has a step at each price and a gap where there was none', () => {
    const svg = chartSvg({ points, untilMs: 30 * day })!;
    expect(svg.match(/M\d/g)).to.have.length(3);
    expect(svg).to.include('L190.7').and.include('<circle');
  });

  it('is a PNG', async () => {
    const png = (await chartPng(points, 30 * day))!;
    expect(png.subarray(0, 8).toString('hex')).to.equal('89504e470d0a1a0a');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([1_120, 320]);
    expect(png.length).to.be.above(1_000);
  });

  it('is none where fewer than two prices are known', async () => {
    expect(await chartPng([{ atMs: 0, price: 1 }], day)).to.equal(null);
    expect(await chartPng([], day)).to.equal(null);
  });
});
