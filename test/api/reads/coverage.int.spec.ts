/** Goal: what was collected, what was missed, and the runs. Method: the market of test/support/api-fixture.ts over HTTP. */
import { expect } from 'chai';
import { auditQuality } from '../../../projections/coverage/audit.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import {
  type ApiFixture,
  expectProblem,
  newestStamp,
  openApiFixture,
  openMarket,
  sets,
  stampOf,
} from '../../support/api-fixture.js';

describe('GET /v1/coverage', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const body = (path: string) => fixture.body(path);
  it('shows the week up to the newest snapshot, with gaps, withdrawn sets and runs', async () => {
    const week = await body('/v1/coverage?limit=100');
    expect([week.from, week.to, week.newest_snapshot]).to.deep.equal(['2025-09-24', '2025-09-30', newestStamp]);
    expect(week.days).to.have.length(7);
    expect(week.sets).to.have.length(7 * 4);
    const gap = await body(`/v1/coverage?from=2025-09-09&to=2025-09-12&set_id=${sets.base}`);
    expect(gap.sets[0]).to.deep.equal({
      source: 'tcgcsv',
      set_id: sets.base,
      date: '2025-09-12',
      status: 'collected',
      snapshots: 1,
      rows: 10,
      changed: 3,
      unchanged: 6,
      withdrawn: 1,
      quarantined: 0,
      withheld: 0,
      reason: null,
      last_checked: stampOf('2025-09-12'),
    });
    expect(gap.sets[1]).to.include({ snapshots: 0, last_checked: null, reason: null });
    expect(gap.omissions).to.deep.equal([]);
    expect(gap.sets.map(({ date, status }: Record<string, string>) => [date, status])).to.deep.equal([
      ['2025-09-12', 'collected'],
      ['2025-09-11', 'missed'],
      ['2025-09-10', 'missed'],
      ['2025-09-09', 'collected'],
    ]);
    expect((await body(`/v1/coverage?from=2025-09-08&set_id=${sets.promos}`)).sets).to.deep.equal([]);
    expect((await body('/v1/coverage?source=tcgcsv&limit=100')).sets).to.deep.equal(week.sets);
    expect((await body('/v1/coverage?offset=1000')).pagination).to.include({ total: 28, has_more: false });
    const page = await fixture.get('/v1/coverage?limit=10&offset=10');
    expect(page.headers.get('link')).to.equal('</v1/coverage?limit=10&offset=20>; rel="next"');
    expect(week.runs[0]).to.include({
      run_id: uuidFromName('run 2025-09-30'),
      status: 'finished',
      requests: 5,
      trigger: 'schedule',
    });
  });

  it('names the sources there are for an unknown one, and an unknown set', async () => {
    const answer = await fixture.get('/v1/coverage?source=nobody');
    expectProblem(answer, 404, 'SOURCE_UNKNOWN', 'source');
    expect(answer.body.details.source).to.equal('expected tcgcsv');
    // Nothing of the sandbox was collected here.
    expectProblem(await fixture.get('/v1/coverage?source=sandbox-tcgcsv'), 404, 'SOURCE_UNKNOWN', 'source');
    const unknown = await fixture.get('/v1/coverage?set_id=pokemon-9');
    expectProblem(unknown, 404, 'SET_NOT_FOUND', 'set_id');
    expect(unknown.body.detail).to.match(/; the nearest ids are those of .*\(pokemon-\d+\)/);
    expect(await body('/v1/coverage?set_id=base set')).to.deep.equal(await body(`/v1/coverage?set_id=${sets.base}`));
    expectProblem(await fixture.get('/v1/coverage?set_id=no such'), 404, 'SET_NOT_FOUND', 'set_id');
  });

  it('is empty from a day after the newest snapshot on', async () => {
    const later = await body('/v1/coverage?from=2025-11-01');
    expect(later).to.deep.include({ from: '2025-11-01', to: '2025-11-01', sets: [], days: [] });
  });

  it('answers about a source before its first run', async () => {
    const empty = await openApiFixture();
    try {
      expect(await empty.body('/v1/coverage?source=tcgcsv')).to.deep.include({ runs: [], sets: [] });
      expectProblem(await empty.get('/v1/coverage?source=nobody'), 404, 'SOURCE_UNKNOWN', 'source');
    } finally {
      await empty.close();
    }
  });
});

describe('the reason of a missed day', () => {
  let fixture: ApiFixture;
  before(async () => (fixture = await openApiFixture()));
  after(() => fixture.close());

  /** Moves the clock forward to an instant. */
  const until = (at: string): Promise<void> =>
    fixture.runtime.advance(Date.parse(at) - fixture.runtime.now().getTime());
  const collect = async (day: string): Promise<void> => {
    await until(`${day}T20:10:00Z`);
    const run = { run_id: uuidFromName(`run ${day}`), upstream_stamp: stampOf(day) };
    await fixture.tell('CollectionStarted', run);
    await fixture.tell('SnapshotTaken', { ...run, scope: sets.base });
    await fixture.tell('CollectionFinished', run);
  };
  const fail = async (at: string, stampDay: string, code: 'SOURCE_BUDGET_SPENT' | 'SOURCE_PAUSED', detail: string) => {
    await until(at);
    const run = { run_id: uuidFromName(`run ${at}`), upstream_stamp: stampOf(stampDay) };
    await fixture.tell('CollectionStarted', run);
    await fixture.tell('CollectionFailed', { ...run, code, detail });
  };

  it('is the pause of the source, a budget that was spent, or a file that could not be had', async () => {
    const day = (n: number): string => `2026-03-${String(n).padStart(2, '0')}`;
    await collect(day(1));
    await fail(`${day(2)}T08:00:00Z`, day(1), 'SOURCE_BUDGET_SPENT', 'all 100 requests are spent');
    await until(`${day(2)}T12:00:00Z`);
    await fixture.tell('SourcePaused', { reason: 'asked to wait' });
    await fail(`${day(3)}T12:00:00Z`, day(1), 'SOURCE_PAUSED', 'tcgcsv is paused');
    await until(`${day(4)}T09:00:00Z`);
    await fixture.tell('SourceResumed', { reason: 'over' });
    await fail(`${day(5)}T20:10:00Z`, day(5), 'SOURCE_BUDGET_SPENT', 'all 100 requests are spent');
    await until(`${day(6)}T20:10:00Z`);
    const missing = { kind: 'file' as const, file: '/prices', set_id: sets.base, place: null, detail: 'answered 403' };
    const run = { run_id: uuidFromName('without a file'), upstream_stamp: stampOf(day(6)) };
    await fixture.tell('CollectionFinished', { ...run, missing_files: 1, omissions: [missing] });
    await collect(day(8));
    await fixture.fold();
    const { sets: days } = await fixture.body(`/v1/coverage?from=${day(1)}&to=${day(8)}`);
    expect(days.map(({ date, status, reason }: Record<string, unknown>) => [date, status, reason])).to.deep.equal([
      [day(8), 'collected', null],
      [day(7), 'missed', null],
      [day(6), 'missed', 'answered 403'],
      [day(5), 'missed', 'SOURCE_BUDGET_SPENT: all 100 requests are spent'],
      // Resumed in the morning, and not collected in the evening for a reason that nobody knows: the pause is the nearest one.
      [day(4), 'missed', 'paused: asked to wait'],
      [day(3), 'missed', 'paused: asked to wait'],
      // The run that failed in the morning was that of the day before.
      [day(2), 'missed', 'paused: asked to wait'],
      [day(1), 'collected', null],
    ]);
  });
});

describe('GET /v1/coverage/calendar', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const month = 'from=2025-08-25&to=2025-09-30';
  const daysOf = (from: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => new Date(Date.parse(from) + at * 86_400_000).toISOString().slice(0, 10));

  interface Cell {
    readonly set_id: string;
    readonly date: string;
    readonly status: string;
    readonly changed: number;
    readonly withdrawn: number;
  }

  it('has the letters that the pages of coverage tell', async () => {
    const pages: Cell[] = [];
    for (let offset = 0; ; offset += 100) {
      const { sets: cells, pagination } = await fixture.body(`/v1/coverage?${month}&limit=100&offset=${offset}`);
      pages.push(...cells);
      if (pagination.has_more === false) break;
    }
    const letterOf = ({ status, changed, withdrawn }: Cell): string =>
      status === 'missed' ? 'M' : changed > 0 || withdrawn > 0 ? 'C' : 'U';
    const letters = new Map(pages.map((cell) => [`${cell.set_id} ${cell.date}`, letterOf(cell)]));
    const calendar = await fixture.body(`/v1/coverage/calendar?${month}`);
    const days = daysOf('2025-08-25', 37);
    const told = calendar.sets.map((set: { set_id: string }) => ({
      set_id: set.set_id,
      days: days.map((day) => letters.get(`${set.set_id} ${day}`) ?? '-').join(''),
    }));
    expect(
      calendar.sets.map(({ set_id, days: text }: Record<string, string>) => ({ set_id, days: text })),
    ).to.deep.equal(told);
    expect(new Set(told.flatMap((set: { days: string }) => set.days.match(/./g) ?? []))).to.deep.equal(
      new Set(['C', 'M', '-']),
    );
    expect(new Set(pages.map(({ set_id }) => set_id)).size).to.equal(told.length);
    for (const { days: text, missed } of calendar.sets) expect(missed).to.equal(text.replaceAll(/[^M]/g, '').length);
  });

  it('shows two months up to the newest snapshot, of a game or a source', async () => {
    const calendar = await fixture.body('/v1/coverage/calendar');
    expect(calendar).to.include({ newest_snapshot: newestStamp, from: '2025-08-02', to: '2025-09-30' });
    const ofGame = await fixture.body('/v1/coverage/calendar?tcg_type=onepiece');
    expect(ofGame.sets).to.have.length.greaterThan(0);
    for (const { set_id } of ofGame.sets) expect(set_id).to.match(/^onepiece-/);
    expect((await fixture.body('/v1/coverage/calendar?source=tcgcsv')).sets).to.deep.equal(calendar.sets);
    expect((await fixture.body('/v1/coverage/calendar?from=2030-01-01')).sets).to.deep.equal([]);
  });

  it('refuses what it cannot answer', async () => {
    const refused = (query: string, field: string) => async () =>
      expectProblem(await fixture.get(`/v1/coverage/calendar?${query}`), 400, 'VALIDATION_FAILED', field);
    await refused('from=2025-09-30&to=2025-09-01', 'from')();
    await refused('from=2024-09-29', 'from')();
    await refused('to=2025-02-30', 'to')();
    expect((await fixture.get('/v1/coverage/calendar?from=2024-09-30')).status).to.equal(200);
    expectProblem(await fixture.get('/v1/coverage/calendar?source=nobody'), 404, 'SOURCE_UNKNOWN', 'source');
  });
});

describe('GET /v1/coverage/audit', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const window = 'from=2025-09-01&to=2025-09-30';
  const count = async (sql: string): Promise<number> =>
    (await fixture.database.query<{ n: number }>(`select count(*) as n from ${sql}`))[0]?.n ?? -1;

  it('counts what the ledger has, by source and over its sets', async () => {
    const { sources, newest_snapshot, from, to } = await fixture.body(`/v1/coverage/audit?${window}`);
    expect({ newest_snapshot, from, to }).to.deep.equal({
      newest_snapshot: newestStamp,
      from: '2025-09-01',
      to: '2025-09-30',
    });
    expect(sources).to.have.length(1);
    const [source] = sources;
    const calendar = await fixture.body(`/v1/coverage/calendar?${window}`);
    expect(source).to.include({
      source: 'tcgcsv',
      last_checked: newestStamp,
      prices: await count('latest_prices.prices where not withdrawn'),
      prices_without_card: await count(
        `latest_prices.prices p where not p.withdrawn and not exists (
           select from catalog.cards c where c.card_id = p.card_id and c.withdrawn_at is null and c.merged_into is null)`,
      ),
      cards: await count(
        `catalog.cards c join coverage.sets_checked k using (set_id)
         where c.product_type = 'single' and c.withdrawn_at is null and c.merged_into is null`,
      ),
      cards_without_price: await count(
        `catalog.cards c join coverage.sets_checked k using (set_id)
         where c.product_type = 'single' and c.withdrawn_at is null and c.merged_into is null
           and not exists (select from latest_prices.prices p where p.card_id = c.card_id and not p.withdrawn)`,
      ),
      held: await count('latest_prices.held_rows where held_since is not null'),
      days_missed: calendar.sets.reduce((sum: number, set: { missed: number }) => sum + set.missed, 0),
    });
    for (const name of ['prices', 'cards', 'days_missed', 'rows']) expect(source[name], name).to.be.greaterThan(0);
  });

  it('counts what the last finished run had no card for, and leaves out one that failed after it', async () => {
    const run = (id: string, day: string, status: string, unmatched: number) =>
      fixture.database.query(
        `insert into coverage.runs (run_id, source, scope, upstream_stamp, started_at, ended_at, status, unmatched)
         values ($1, 'tcgcsv', 'all', $2, $2, $2, $3, $4)`,
        [uuidFromName(id), `${day}T20:00:00Z`, status, unmatched],
      );
    await run('finished', '2025-10-01', 'finished', 7);
    await run('failed', '2025-10-02', 'failed', 0);
    const { sources } = await auditQuality(fixture.database, {
      ...{ source: undefined, from: '2025-09-01', to: '2025-09-30', now: new Date(newestStamp) },
    });
    expect(sources[0]).to.include({ unmatched: 7 });
    await fixture.database.query('delete from coverage.runs where run_id = any($1)', [
      ['finished', 'failed'].map((id) => uuidFromName(id)),
    ]);
  });

  it('finds the prices of sets stale that were not checked for 36 hours', async () => {
    const at = (now: string) =>
      auditQuality(fixture.database, { source: undefined, from: '2025-09-01', to: '2025-09-30', now: new Date(now) });
    const fresh = await at(newestStamp);
    const prices = fresh.sources[0]?.prices ?? 0;
    expect(fresh.sources[0]).to.include({ stale: false });
    const stale = fresh.sources[0]?.stale_prices ?? 0;
    expect(stale).to.be.greaterThan(0).and.lessThan(prices);
    for (const { prices: its, stale_prices, last_checked } of fresh.sets) {
      const isOld = last_checked === null || Date.parse(last_checked) < Date.parse(newestStamp) - 36 * 3_600_000;
      expect(stale_prices).to.equal(isOld ? its : 0);
    }
    const later = await at(new Date(Date.parse(newestStamp) + 36 * 3_600_000 + 1).toISOString());
    expect(later.sources[0]).to.include({ stale: true, stale_prices: prices });
  });

  it('lists the sets with something to look at, the worst first, in pages', async () => {
    const whole = await fixture.body(`/v1/coverage/audit?${window}&limit=100`);
    const trouble = (set: Record<string, number>): number =>
      ['cards_without_price', 'prices_without_card', 'stale_prices', 'held', 'days_missed'].reduce(
        (sum, name) => sum + (set[name] ?? 0),
        0,
      );
    const order = whole.sets.map(trouble);
    expect(order).to.deep.equal(order.toSorted((a: number, b: number) => b - a));
    expect(order.at(-1)).to.be.greaterThan(0);
    const first = await fixture.get(`/v1/coverage/audit?${window}&limit=1`);
    expect(first.headers.get('link')).to.contain('offset=1');
    expect((await fixture.body(`/v1/coverage/audit?${window}&limit=1&offset=1`)).sets).to.deep.equal(
      whole.sets.slice(1, 2),
    );
  });

  it('refuses what it cannot answer', async () => {
    expectProblem(await fixture.get('/v1/coverage/audit?from=2024-09-29'), 400, 'VALIDATION_FAILED', 'from');
    expectProblem(await fixture.get('/v1/coverage/audit?source=nobody'), 404, 'SOURCE_UNKNOWN', 'source');
  });
});
