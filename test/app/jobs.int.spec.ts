/** Goal: the weekly jobs of a ledger: what is over goes, and the newest audit can be read. */
import { expect } from 'chai';
import { auditQuality } from '../../projections/coverage/audit.js';
import { diagnose } from '../../src/app/doctor.js';
import { weeklyJobs } from '../../src/app/jobs.js';
import type { Ledger } from '../../src/app/ledger.js';
import { silentLogger } from '../../src/base/logger.js';
import { newestAudits } from '../../src/collecting/audits.js';
import { jobStatuses, keepTimes } from '../../src/subscriptions/jobs.js';
import { findTask, requestTask } from '../../src/subscriptions/tasks.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { testRuntime, type TestRuntime } from '../collecting/world.js';
import { createRecorder } from '../support/events.js';
import { openTestLedger } from '../support/open-ledger.js';
import { useDatabase } from '../support/postgres.js';

describe('the weekly jobs', () => {
  const target = useDatabase();
  const { signal } = new AbortController();
  let runtime: TestRuntime;
  let ledger: Ledger;
  before(async () => {
    runtime = testRuntime('2025-09-23T12:00:00Z');
    ledger = await openTestLedger(target.url, { TASKS_KEPT: '10d' });
    target.defer(() => ledger.close());
    const { record, events } = createRecorder();
    record('SetListed');
    record('CardListed');
    record('CollectionStarted');
    record('PriceObserved');
    record('SnapshotTaken');
    record('CollectionFinished');
    for (const { id, type, data, stream, metadata, schema_version } of events)
      await ledger.log.append(
        [{ stream, expectedRevision: 'any', events: [{ id, type, data, schema_version }] }],
        metadata,
      );
  });

  const jobs = () => weeklyJobs({ ...ledger, runtime }, ['tcgcsv']);
  const perform = (name: string) =>
    jobs()
      .find((job) => job.name === name)
      ?.perform(signal);

  it('keep the report of the audit, which equals one that is asked for', async () => {
    expect(await perform('audit')).to.include({ sources: 1, to: '2025-09-21' });
    const [report] = await newestAudits(ledger.database, 1);
    expect(report).to.include({ audited_at: '2025-09-23T12:00:00Z', from: '2025-08-25', to: '2025-09-21' });
    const now = runtime.now();
    const asked = await auditQuality(ledger.database, {
      ...{ source: undefined, from: '2025-08-25', to: '2025-09-21', now },
    });
    expect(report?.sources).to.deep.equal(asked.sources);
    expect(report?.sources[0]?.prices).to.be.greaterThan(0);
    expect(report?.sets).to.deep.equal(asked.sets);
  });

  it('delete tasks and requests that are over, and free leases, each as configured', async () => {
    const { database } = ledger;
    const id = uuidFromName('task over');
    await requestTask({ database, runtime }, { id, kind: 'rebuild', subject: {}, requested_by: 'somebody' });
    await database.query('update commands.tasks set finished_at = $1', [new Date(runtime.now().getTime() - 864e6 + 1)]);
    expect(await perform('clean-up')).to.include({ tasks: 0, payloads: 0 });
    await database.query('update commands.tasks set finished_at = $1', [new Date(runtime.now().getTime() - 864e6 - 1)]);
    await database.query(`insert into collecting.requests (source, path, requested_at) values ('gone', '/', $1)`, [
      new Date(runtime.now().getTime() - 3 * 86_400_000),
    ]);
    expect(await perform('clean-up')).to.include({ tasks: 1, requests: 1 });
    expect(await findTask(database, id).catch((error: unknown) => error)).to.include({ code: 'TASK_NOT_FOUND' });
  });

  it('are told by doctor: done, failed, or late because nothing does them', async () => {
    const findings = async () => {
      const target_ = { config: ledger.config, runtime, logger: silentLogger };
      return (await diagnose(target_)).filter(({ part }) => part.startsWith('job '));
    };
    expect(await findings()).to.deep.equal([]);
    for (const job of jobs()) {
      const stop = new AbortController();
      let looks = 0;
      await keepTimes({ ...ledger, runtime }, job, stop.signal, () => {
        if ((looks += 1) === 2) stop.abort(new Error('enough'));
      }).catch(() => undefined);
    }
    const done = await findings();
    expect(done.map(({ part, ok }) => [part, ok])).to.deep.equal([
      ['job audit', true],
      ['job clean-up', true],
    ]);
    expect(done[0]?.detail).to.match(/^done 2025-\d\d-\d\dT04:30:00Z: .*sources 1.*; next 2025-/);
    const [status] = await jobStatuses(ledger.database);
    await ledger.database.query(`update subscriptions.jobs set failure = 'no room' where name = 'clean-up'`);
    runtime.advance(Date.parse(status?.next_at ?? '') + 86_400_001 - runtime.now().getTime());
    const [audit, tidy] = await findings();
    expect(audit).to.include({ ok: false });
    expect(audit?.detail).to.contain('does a collector run?');
    expect(tidy?.detail).to.match(/^failed: no room; done /);
  });
});
