/** Goal: a position of another ledger is refused, wherever a client gives it, and every answer says which ledger it is of. */
import { expect } from 'chai';
import type { RunningApi } from '../../src/api/server.js';
import { ledgerError } from '../../src/base/errors.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { type ApiFixture, cacheableReads, expectProblem, openMarket, reads } from '../support/api-fixture.js';
import { serveApi } from '../support/serve-api.js';
import { until } from '../support/wait-for.js';

const other = uuidFromName('another ledger');

describe('Ledger-Id', () => {
  let fixture: ApiFixture;
  let own: string;
  let head: string;
  before(async () => {
    fixture = await openMarket();
    own = await fixture.log.id();
    head = await fixture.log.head();
  });
  after(() => fixture.close());

  it('is on every answer, problems included', async () => {
    for (const path of [...reads, '/v1/cards/pokemon-9', '/health/live', '/v1/nowhere'])
      expect((await fixture.get(path)).headers.get('ledger-id'), path).to.equal(own);
  });

  it('is taken with a position, and refused with that of another ledger', async () => {
    const { get } = fixture;
    for (const path of cacheableReads) {
      expect((await get(`${path}?min_position=${head}@${own}`)).status, path).to.equal(200);
      expectProblem(await get(`${path}?min_position=${head}@${other}`), 409, 'OTHER_LEDGER', 'min_position');
    }
    expect((await get(`/v1/events?after=${head}@${own}`)).status).to.equal(200);
    expectProblem(await get(`/v1/events?after=${head}@${other}`), 409, 'OTHER_LEDGER', 'after');
    expectProblem(await get(`/v1/prices/stream?after=${head}@${other}`), 409, 'OTHER_LEDGER', 'after');
    expectProblem(await get(`/v1/events?after=${head}@`), 409, 'OTHER_LEDGER', 'after');
    expectProblem(await get(`/v1/events?after=x@${own}`), 400, 'INVALID_POSITION', 'after');
  });

  it('is taken as a header too, also where the answer is cached', async () => {
    for (const path of reads) {
      expect((await fixture.get(path, { 'Ledger-Id': own })).status, path).to.equal(200);
      const refused = await fixture.get(path, { 'Ledger-Id': other });
      expectProblem(refused, 409, 'OTHER_LEDGER', 'Ledger-Id');
      expect(refused.body.details['Ledger-Id']).to.contain(own);
    }
  });

  it('is missing while the log does not answer, and there once it does', async () => {
    const { database, log } = fixture;
    let away = true;
    const api: RunningApi = await serveApi({
      database,
      log: { ...log, id: () => (away ? Promise.reject(ledgerError('LOG_UNAVAILABLE', 'away')) : log.id()) },
      runtime: systemRuntime(),
    });
    try {
      const ask = (headers = {}) => fetch(`${api.url}/v1/sets`, { headers });
      const answer = await ask();
      expect([answer.status, answer.headers.get('ledger-id')]).to.deep.equal([200, null]);
      // What cannot be compared is not let pass.
      expect((await ask({ 'Ledger-Id': own })).status).to.equal(503);
      away = false;
      await until('the id', async () => (await ask()).headers.get('ledger-id') === own);
    } finally {
      await api.close();
    }
  });
});
