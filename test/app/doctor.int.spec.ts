/** Goal: `doctor` names what makes a read model wrong although it is live. */
import { expect } from 'chai';
import { readConfig } from '../../src/app/config.js';
import { diagnose } from '../../src/app/doctor.js';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { useDatabase } from '../support/postgres.js';

describe('doctor', () => {
  const target = useDatabase();

  it('finds a missing table, and a checkpoint beyond the end of the log', async () => {
    const config = readConfig({ DATABASE_URL: target.url });
    const failures = async (): Promise<Record<string, string>> => {
      const findings = await diagnose({ config, runtime: systemRuntime(), logger: silentLogger });
      return Object.fromEntries(findings.filter(({ ok }) => !ok).map(({ part, detail }) => [part, detail]));
    };
    expect(await failures()).to.deep.equal({});
    const database = target.open({ asApp: true });
    await database.query('drop table catalog.words');
    await database.query(
      `update subscriptions.checkpoints set position = '0000000000000007' where subscriber = 'coverage'`,
    );
    expect(await failures()).to.deep.equal({
      'subscriber catalog': 'no table catalog.words: rebuild it (projections rebuild)',
      'subscriber coverage': 'at 0000000000000007, beyond the end of the log at 0: events are missing (verify)',
    });
  });
});
