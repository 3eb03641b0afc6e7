/**
 * Goal: a ledger with a real day finds what people type. Method: collects the newest day of TCGCSV_REAL_DATA (a folder with
 * prices/ and products/) over HTTP, and asks the questions of SEARCH_CASES (NDJSON, the format of test/support/search-cases.ts) over the API.
 */
import { createAnswerChecker } from '../support/openapi.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { checkCase, readCases } from '../support/search-cases.js';
import { serveApi } from '../support/serve-api.js';
import type { RunningApi } from '../../src/api/server.js';
import type { Ledger } from '../../src/app/ledger.js';

describe('search of a real day', function () {
  this.timeout(300_000);
  const folder = process.env['TCGCSV_REAL_DATA'];
  const cases = process.env['SEARCH_CASES'];
  if (folder === undefined || cases === undefined) {
    it('finds what people type (SKIPPED: TCGCSV_REAL_DATA and SEARCH_CASES are not both set)', function () {
      this.skip();
    });
    return;
  }
  let database: TestDatabase;
  let replay: Replay;
  let ledger: Ledger;
  let api: RunningApi;

  before(async () => {
    database = await freshDatabase();
    replay = await startReplay(folder);
    replay.setDay(replay.days.at(-1) ?? '');
    ledger = await openTestLedger(database.url, replayEnv(replay.url));
    const collector = ledger.collector('tcgcsv');
    await collector.collect({ trigger: 'command', signal: AbortSignal.timeout(240_000) });
    await collector.close();
    await ledger.projector.catchUp();
    api = await serveApi(ledger);
  });
  after(async () => {
    await api.close();
    await ledger.close();
    await replay.close();
    await database.drop();
  });

  const checker = createAnswerChecker();
  const get = async (path: string) => {
    const response = await fetch(`${api.url}${path}`);
    const body: unknown = await response.json();
    const type = response.headers.get('content-type') ?? '';
    checker.check({ method: 'GET', path, status: response.status, type, body });
    return { status: response.status, body };
  };
  for (const one of readCases(cases)) {
    it(`${decodeURIComponent(one.get)}: ${one.why}`, () => checkCase(one, get));
  }
});
