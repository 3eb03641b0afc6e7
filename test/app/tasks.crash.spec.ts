/**
 * Goal: a task whose process died is begun again by another with the role, and done. Method: a collector is killed with SIGKILL
 * while the marketplace withholds its answer; then another one runs, and the marketplace answers.
 */
import { once } from 'node:events';
import { expect } from 'chai';
import { runRoles } from '../../src/app/roles.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { openRecordedMarket } from '../../src/embedded/sandbox/recorded-market.js';
import { type Sandbox, startSandbox } from '../../src/embedded/sandbox/server.js';
import { findTask, requestTask } from '../../src/subscriptions/tasks.js';
import { startCli } from '../support/cli.js';
import { recordedDays } from '../support/fake-source.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

describe('a task whose process is killed', function () {
  this.timeout(120_000);
  let target: TestDatabase;
  let sandbox: Sandbox;
  let withheld = 0;
  let answers = false;

  before(async () => {
    target = await freshDatabase();
    sandbox = await startSandbox({
      market: openRecordedMarket(recordedDays),
      runtime: systemRuntime(),
      start: new Date(0),
      onRequest: () => {
        if (!answers) withheld += 1;
        return !answers;
      },
    });
  });
  after(async () => {
    await sandbox.close();
    await target.drop();
  });

  it('is begun again by another process and done once', async () => {
    const env = replayEnv(sandbox.url);
    const ledger = await openTestLedger(target.url, env, { port: 0 });
    const stop = new AbortController();
    let running: Promise<void> | undefined;
    try {
      const subject = { source: 'tcgcsv' };
      const asked = { id: ledger.runtime.uuid(), kind: 'collection', subject, requested_by: 'somebody' } as const;
      await requestTask(ledger, asked);
      const task = () => findTask(ledger.database, asked.id);

      const { child } = startCli(['start', 'collector'], { ...env, DATABASE_URL: target.url, PORT: '0' });
      const begun = await waitFor(
        'a task under way',
        async () => (withheld > 0 ? (await task()).started_at : null),
        30_000,
      );
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await task()).to.deep.include({ started_at: begun, finished_at: null });

      answers = true;
      running = runRoles(ledger, ['collector'], { onUrl: () => undefined, signal: stop.signal });
      const ended = await waitFor(
        'the end of the task',
        async () => ((await task()).finished_at === null ? null : task()),
        60_000,
      );
      expect(ended.outcome, JSON.stringify(ended.result)).to.equal('done');
      expect((ended.started_at ?? '') > begun, 'begun again').to.equal(true);
    } finally {
      stop.abort();
      await running;
      await ledger.close();
    }
  });
});
