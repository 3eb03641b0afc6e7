/**
 * Goal: behind PgBouncer in transaction mode the ledger works, as the service's role and with its timeouts, whether the
 * pooler refuses the settings of a session or drops them. Method: the real PgBouncer, with fewer sessions than clients, so
 * that transactions of one client run on several. Runs with `npm run test:engines`.
 */
import { expect } from 'chai';
import { systemRuntime } from '../../src/base/runtime.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { connectionOf } from '../../src/postgres/connection.js';
import { appRole, openDatabase } from '../../src/postgres/database.js';
import { migrate } from '../../src/postgres/migrate.js';
import { eventLogContract } from '../log/contract.js';
import { startReplay } from '../support/fake-source.js';
import { expectAllWell } from '../support/healthy-ledger.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { type Pooler, startPgBouncer } from '../support/pgbouncer.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

const settingsSql = `
  select current_user::text as role, current_setting('TimeZone') as zone, current_setting('statement_timeout') as timeout,
         pg_backend_pid() as pid`;

if (process.env['TEST_PGBOUNCER'] !== undefined)
  for (const [how, ignores] of [
    ['that drops the settings of a session', 'extra_float_digits, options, statement_timeout'],
    ['that refuses them', 'extra_float_digits'],
  ] as const)
    describe(`Postgres behind a pooler ${how}`, function () {
      this.timeout(120_000);
      let target: TestDatabase;
      let pooler: Pooler;
      let url: string;

      before(async () => {
        target = await freshDatabase({ empty: true });
        pooler = await startPgBouncer(target.url, { ignores });
        url = pooler.through(target.url);
      });
      after(async () => {
        await pooler?.close();
        await target.drop();
      });

      it('is migrated once by several at the same time', async () => {
        const applied = await Promise.all([migrate(url), migrate(url)]);
        expect(applied.map((names) => names.length).sort((a, b) => a - b)[0]).to.equal(0);
        expect(applied.flat()).not.to.deep.equal([]);
        expect((await connectionOf(url, { asApp: true })).pooling).to.equal('transaction');
      });

      it('runs every statement as the service, in UTC and with the timeout, on whichever session', async () => {
        const database = openDatabase({ url, application: 'test', statementTimeoutMs: 4_321 });
        const owner = openDatabase({ url, application: 'test', asApp: false });
        try {
          const rows = await Promise.all(
            Array.from({ length: 40 }, async (_, at) => {
              if (at % 4 === 0) await owner.query('select current_user');
              return at % 2 === 0
                ? (await database.query(settingsSql))[0]
                : database.transaction(async (client) => (await client.query(settingsSql)).rows[0] as object);
            }),
          );
          const expected = { role: appRole, zone: 'UTC', timeout: '4321ms' };
          for (const row of rows) expect(row).to.include(expected);
          expect(new Set(rows.map((row) => (row as { pid: number }).pid)).size).to.be.greaterThan(1);
          // Nothing is left behind for the next client of a session.
          expect((await owner.query<{ role: string; timeout: string }>(settingsSql))[0]).to.include({ timeout: '0' });
          expect((await owner.query<{ role: string }>(settingsSql))[0]?.role).not.to.equal(appRole);
          const refused = await database.query('delete from ledger.events').then(
            () => null,
            (error: unknown) => error as Error,
          );
          expect(refused?.message).to.match(/permission denied/);
          const slow = await database
            .query('select pg_sleep(10)')
            .catch((error: unknown) => error as { code?: string });
          expect(slow).to.include({ code: '57014' });
        } finally {
          await database.close();
          await owner.close();
        }
      });

      it('collects days, folds them and passes verify', async () => {
        const replay = await startReplay();
        const ledger = await openTestLedger(url, replayEnv(replay.url));
        try {
          expect(ledger.engine).to.include({ pooled: true, role: appRole });
          const days = replay.days.slice(0, 2);
          for (const day of days) {
            replay.setDay(day);
            const collector = ledger.collector('tcgcsv');
            expect(await collector.collect({ trigger: 'command', signal: AbortSignal.timeout(60_000) })).to.include({
              outcome: 'finished',
            });
            await collector.close();
          }
          await ledger.projector.catchUp();
          await expectAllWell(ledger, replay, days);
          await ledger.projector.rebuild('price-history', AbortSignal.timeout(60_000));
          // Another writer is noticed by polling.
          const stop = new AbortController();
          const after = await ledger.log.head();
          const seen = ledger.log.subscribe({ after, pageEvents: 10, signal: stop.signal })[Symbol.asyncIterator]();
          expect((await seen.next()).value).to.deep.include({ events: [], atHead: true });
          stop.abort();
        } finally {
          await ledger.close();
          await replay.close();
        }
      });

      eventLogContract('Postgres behind a pooler', async () => {
        const fresh = await freshDatabase();
        const database = openDatabase({ url: pooler.through(fresh.url), application: 'contract' });
        return {
          log: createPostgresLog({ database, runtime: systemRuntime() }),
          close: async () => {
            await database.close();
            await fresh.drop();
          },
        };
      });
    });
