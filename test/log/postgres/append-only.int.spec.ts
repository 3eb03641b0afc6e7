/** Recorded rows cannot be changed: every way to do so is rejected, for a superuser, the owner and the service. */
import { expect } from 'chai';
import pg from 'pg';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import { createPostgresHashChainStore } from '../../../src/log/postgres/hash-chain-store.js';
import type { Database } from '../../../src/postgres/database.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { useDatabase } from '../../support/postgres.js';
import { appendBySql } from '../sql-append.js';
import { events, metadata } from '../support.js';

const inserts = {
  events: `insert into ledger.events values (99, 99, gen_random_uuid(), 99, 0, 1, 0, '{}')`,
  appends: `insert into ledger.appends values (99, now(), '{}', null)`,
  streams: `insert into ledger.streams values (99, 'test-99')`,
  types: `insert into ledger.types values (99, 'Forged', 1)`,
  segments: `insert into ledger.segments values (99, '1', repeat('0', 64))`,
};
const columns = { events: 'data', appends: 'metadata', streams: 'name', types: 'name', segments: 'hash' };
const tables = Object.keys(inserts) as (keyof typeof inserts)[];

describe('the log is append-only', () => {
  const target = useDatabase();
  let superuser: Database;
  let owner: Database;
  let service: Database;
  const refusal = (database: Database, sql: string): Promise<string> =>
    database.query(sql).then(
      () => 'nothing',
      (error: unknown) => {
        const { code, message } = error as pg.DatabaseError;
        return `${code} ${message}`;
      },
    );

  before(async () => {
    owner = target.open({ asApp: false });
    superuser = target.open({ asSuperuser: true });
    service = target.open();
    const log = createPostgresLog({ database: service, runtime: systemRuntime() });
    await log.append([{ stream: 'test-1', expectedRevision: 'any', events: events(3) }], metadata);
    await createPostgresHashChainStore(service).seal({
      segment: 1,
      last_position: await log.head(),
      hash: 'a'.repeat(64),
    });
    await log.close();
  });

  for (const table of tables) {
    const statements: Record<string, string> = {
      update: `update ledger.${table} set ${columns[table]} = ${columns[table]}`,
      delete: `delete from ledger.${table}`,
      truncate: `truncate ledger.${table}`,
      'truncate cascade': `truncate ledger.${table} cascade`,
    };
    for (const [name, sql] of Object.entries(statements)) {
      it(`${table}: a trigger rejects ${name} by the owner and by a superuser`, async () => {
        for (const database of [owner, superuser]) {
          expect(await refusal(database, sql)).to.match(
            new RegExp(`42501 ledger.${table} is append-only: ${name.slice(0, 6)}`),
          );
        }
      });
      it(`${table}: the service has no right to ${name}`, async () => {
        expect(await refusal(service, sql)).to.match(/42501 permission denied/);
      });
    }
    it(`${table}: a trigger rejects a direct insert by owner and superuser; the service has no right to it`, async () => {
      expect(await refusal(superuser, inserts[table])).to.match(/42501 ledger.* direct insert refused/);
      expect(await refusal(owner, inserts[table])).to.match(/42501 ledger.* direct insert refused/);
      expect(await refusal(service, inserts[table])).to.match(/42501 permission denied/);
    });
  }

  it('rejects a direct insert right after an append in the same transaction', async () => {
    const client = new pg.Client({ connectionString: target.url });
    await client.connect();
    try {
      await client.query('begin');
      await appendBySql(client, 'test-2', 1);
      const error = await client.query(inserts.events).then(
        () => null,
        (thrown: unknown) => thrown as Error,
      );
      expect(error?.message).to.match(/direct insert refused/);
    } finally {
      await client.end();
    }
  });

  it('lets only the service call the two functions', async () => {
    const rows = await owner.query<{ name: string; service: boolean; anyone: boolean; definer: boolean }>(`
      select p.proname as name, has_function_privilege('tcg_ledger_app', p.oid, 'execute') as service,
             exists (select from aclexplode(p.proacl) a where a.grantee = 0) as anyone, p.prosecdef as definer
        from pg_proc p where p.pronamespace = 'ledger'::regnamespace and p.prorettype <> 'trigger'::regtype
        order by 1`);
    expect(rows).to.deep.equal([
      { name: 'append', service: true, anyone: false, definer: true },
      { name: 'seal', service: true, anyone: false, definer: true },
    ]);
  });

  it('has left all rows unchanged', async () => {
    const counts = await Promise.all(
      tables.map(
        async (table) => (await owner.query<{ n: number }>(`select count(*)::int4 as n from ledger.${table}`))[0]?.n,
      ),
    );
    expect(counts).to.deep.equal([3, 1, 1, 1, 1]);
  });
});
