/** Goal: what was collected, what was missed, and the runs. Method: the market of test/support/api-fixture.ts over HTTP. */
import { expect } from 'chai';
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
