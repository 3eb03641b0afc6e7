/** Goal: what counts as a trouble of a source is what is unusual for it, and nothing else. */
import { expect } from 'chai';
import type { FullRun } from '../../../projections/coverage/full-runs.js';
import { type AuditedSource, judge, lateFrom, type Signs } from '../../../src/delivery/troubles/judge.js';

const run = (over: Partial<FullRun> = {}): FullRun => ({
  ...{ ended_at: '2025-10-10T20:15:00Z', upstream_stamp: '2025-10-10T20:05:33Z' },
  ...{ sets: 100, rows: 10_000, quarantined: 0, withheld: 0, missing_files: 0, unmatched: 0 },
  ...over,
});
const audit = (over: Partial<AuditedSource> = {}): AuditedSource => ({
  ...{ source: 'tcgcsv', days: 28, sets: 100, stale: false, last_checked: null, quarantined_percent: 0, unmatched: 0 },
  ...{ cards: 5_000, cards_without_price: 0, prices: 10_000, prices_without_card: 0, stale_prices: 0, held: 0 },
  ...{ suspects: 0, days_missed: 0, rows: 280_000, quarantined: 0 },
  ...over,
});
const signs = (over: Partial<Signs> = {}): Signs => ({
  ...{ failure: null, breakerOpenUntil: null, consent: null, runs: [run()], audits: [], resumedAt: null },
  ...{ cron: '5 20 * * *', lateAfterMs: 12 * 3_600_000, watchedSince: '2025-10-01T00:00:00Z' },
  ...over,
});
const now = new Date('2025-10-10T21:00:00Z');
const kinds = (over: Partial<Signs>, at = now): string[] => judge(signs(over), at).map(({ kind }) => kind);
/** Runs of which the newest has a count, and those before it have others. */
const runsOf = (name: keyof FullRun, newest: number, before: readonly number[]): FullRun[] =>
  [newest, ...before].map((count) => run({ [name]: count }));

describe('a trouble of a source', () => {
  it('is nothing where all is well', () => {
    expect(kinds({})).to.deep.equal([]);
    expect(kinds({ runs: [], watchedSince: '2025-10-10T20:00:00Z' })).to.deep.equal([]);
  });

  it('is a failure that no success followed, unless it is work as usual', () => {
    const failure = (code: string) => kinds({ failure: { code, detail: 'x' } });
    expect(failure('SOURCE_REFUSED')).to.deep.equal(['run_failed']);
    expect(failure('SOURCE_UNAVAILABLE')).to.deep.equal(['run_failed']);
    for (const code of ['NOT_READY', 'SOURCE_STAMP_MOVED']) expect(failure(code), code).to.deep.equal([]);
  });

  it('is a consent that ends within two weeks, has ended or was refused', () => {
    const consent = (expires_at: string | null, refused_at: string | null = null) => ({
      consent: { granted_at: '2024-04-10T20:00:00Z', expires_at, refused_at },
    });
    expect(kinds(consent(null))).to.deep.equal([]);
    expect(kinds(consent('2025-10-24T21:00:01Z'))).to.deep.equal([]);
    for (const ending of ['2025-10-24T21:00:00Z', '2025-10-10T20:00:00Z'])
      expect(kinds(consent(ending)), ending).to.deep.equal(['consent_ends']);
    const [refused] = judge(signs(consent('2026-01-01T00:00:00Z', '2025-10-10T20:30:00Z')), now);
    expect(refused).to.deep.equal({
      kind: 'consent_ends',
      detail:
        "the consent of an account's owner, given at 2024-04-10T20:00:00Z, was refused at 2025-10-10T20:30:00Z: sources authorise asks for another",
    });
  });

  it('is a share above three times the median of the runs before', () => {
    const usual = [60, 60, 60, 60, 60, 500, 0];
    expect(kinds({ runs: runsOf('quarantined', 180, usual) }), 'three times').to.deep.equal([]);
    expect(kinds({ runs: runsOf('quarantined', 181, usual) })).to.deep.equal(['rows_quarantined']);
    expect(kinds({ runs: runsOf('withheld', 400, usual) })).to.deep.equal(['prices_withheld']);
    expect(kinds({ runs: runsOf('unmatched', 5_000, [600, 600, 600]) })).to.deep.equal(['rows_unmatched']);
    expect(judge(signs({ runs: runsOf('quarantined', 181, usual) }), now)[0]?.detail).to.equal(
      '181 of 10000 rows were set aside: 1.81 %, usual is 0.60 %',
    );
  });

  it('is no share up to the floor, and no handful of rows', () => {
    expect(kinds({ runs: runsOf('quarantined', 50, [0, 0, 0, 0]) })).to.deep.equal([]);
    expect(kinds({ runs: runsOf('quarantined', 51, [0, 0, 0, 0]) })).to.deep.equal(['rows_quarantined']);
    expect(kinds({ runs: [run({ sets: 3, missing_files: 2 })] })).to.deep.equal([]);
    expect(kinds({ runs: [run({ sets: 3, missing_files: 3 })] })).to.deep.equal(['files_missing']);
  });

  it('compares with the last fourteen runs only, and takes what stays for usual', () => {
    const eight = Array.from({ length: 8 }, () => 300);
    const none = Array.from({ length: 14 }, () => 0);
    expect(kinds({ runs: runsOf('quarantined', 300, [...eight, ...none.slice(8)]) })).to.deep.equal([]);
    expect(kinds({ runs: runsOf('quarantined', 300, [...eight.slice(1), ...none.slice(7)]) })).to.deep.equal([
      'rows_quarantined',
    ]);
    const longAgo = [...none, ...eight, ...eight];
    expect(kinds({ runs: runsOf('quarantined', 300, longAgo) })).to.deep.equal(['rows_quarantined']);
  });

  it('is no unmatched row while nobody knows what is usual', () => {
    expect(kinds({ runs: runsOf('unmatched', 5_000, [0, 0]) })).to.deep.equal([]);
    expect(kinds({ runs: runsOf('quarantined', 5_000, [0, 0]) })).to.deep.equal(['rows_quarantined']);
  });

  it('is a share of the weekly audit that is unusual', () => {
    const audits = (newest: Partial<AuditedSource>, ...before: readonly Partial<AuditedSource>[]) =>
      [newest, ...before].map(audit);
    expect(kinds({ audits: audits({ stale_prices: 500 }) }), 'five percent').to.deep.equal([]);
    expect(kinds({ audits: audits({ stale_prices: 501 }) })).to.deep.equal(['prices_stale']);
    expect(kinds({ audits: audits({ stale: true, stale_prices: 10_000 }) }), 'told as not collected').to.deep.equal([]);
    expect(kinds({ audits: audits({ days_missed: 280 }) }), 'of 2,800 days').to.deep.equal([]);
    expect(kinds({ audits: audits({ days_missed: 281 }) })).to.deep.equal(['days_missed']);
    const bare = { cards_without_price: 1_000, prices_without_card: 1_000 };
    expect(kinds({ audits: audits(bare, {}, {}) }), 'nothing usual is known').to.deep.equal([]);
    expect(kinds({ audits: audits(bare, {}, {}, {}) })).to.deep.equal(['prices_without_card', 'cards_without_price']);
    expect(kinds({ audits: audits(bare, bare, bare, bare) }), 'as usual').to.deep.equal([]);
    expect(judge(signs({ audits: audits(bare, {}, {}, {}) }), now)[1]?.detail).to.equal(
      '1000 of 5000 cards had no price: 20.00 %, usual is 0.00 %',
    );
  });

  it('is a source that is late by half of the time between two of its runs', () => {
    expect(lateFrom(signs())?.toISOString()).to.equal('2025-10-12T08:05:00.000Z');
    expect(kinds({}, new Date('2025-10-12T08:04:59Z'))).to.deep.equal([]);
    expect(kinds({}, new Date('2025-10-12T08:05:00Z'))).to.deep.equal(['not_collected']);
    expect(kinds({ cron: null }, new Date('2026-01-01T00:00:00Z'))).to.deep.equal([]);
    expect(lateFrom(signs({ cron: '15 * * * *', lateAfterMs: 0 }))?.toISOString(), 'by the hour').to.equal(
      '2025-10-10T23:15:00.000Z',
    );
    // Collected after it published and before the planned time: the planned run found nothing new.
    const early = { runs: [run({ ended_at: '2025-10-10T20:04:00Z', upstream_stamp: '2025-10-10T20:01:00Z' })] };
    expect(lateFrom(signs(early))?.toISOString()).to.equal('2025-10-12T08:05:00.000Z');
    expect(lateFrom(signs({ ...early, lateAfterMs: 0 }))?.toISOString(), 'without stamps').to.equal(
      '2025-10-11T08:05:00.000Z',
    );
    const resumedAt = '2025-10-20T12:00:00Z';
    expect(lateFrom(signs({ resumedAt }))?.toISOString(), 'counted anew').to.equal('2025-10-21T08:05:00.000Z');
  });

  it('is a source that was never collected, counted from when it was configured', () => {
    const never = { runs: [], watchedSince: '2025-10-10T12:00:00Z' };
    expect(kinds(never, new Date('2025-10-11T08:04:59Z'))).to.deep.equal([]);
    const [late] = judge(signs(never), new Date('2025-10-11T08:05:00Z'));
    expect(late).to.deep.equal({ kind: 'not_collected', detail: 'never collected, due before 2025-10-11T08:05:00Z' });
    const resumedAt = '2025-10-20T12:00:00Z';
    expect(lateFrom(signs({ ...never, resumedAt }))?.toISOString()).to.equal('2025-10-21T08:05:00.000Z');
    const back = { watchedSince: '2025-10-30T12:00:00Z' };
    expect(lateFrom(signs(back))?.toISOString(), 'configured again').to.equal('2025-10-31T08:05:00.000Z');
  });

  it('is a breaker that is not closed', () => {
    expect(kinds({ breakerOpenUntil: '2025-10-10T20:59:00Z' })).to.deep.equal(['breaker_open']);
  });
});
