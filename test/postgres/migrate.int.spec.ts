/** Migrations create the current schema in an empty database, once, even if several processes start at once. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/base/paths.js';
import { appRole } from '../../src/postgres/database.js';
import { migrate } from '../../src/postgres/migrate.js';
import { useDatabase } from '../support/postgres.js';

describe('migrations', () => {
  const target = useDatabase({ each: true, empty: true });
  let files: string[];

  before(async () => {
    files = (await readdir(join(packageRoot, 'migrations'))).filter((name) => name.endsWith('.sql')).sort();
  });

  it('apply every file to an empty database, in order; a second run is a no-op', async () => {
    const applied = await migrate(target.url);
    expect(applied).to.deep.equal(files.map((file) => file.replace(/\.sql$/, '')));
    expect(await migrate(target.url)).to.deep.equal([]);
    const database = target.open();
    const [row] = await database.query(
      `select has_database_privilege(current_database(), 'create') as may_create, to_regclass('subscriptions.checkpoints') is not null as tables,
                has_table_privilege('subscriptions.checkpoints', 'update') as may_move,
                has_table_privilege('public.migrations', 'insert') as may_migrate, current_user::text as role`,
    );
    expect(row).to.deep.equal({ may_create: true, tables: true, may_move: true, may_migrate: false, role: appRole });
  });

  it('apply each file once when several processes start at once', async () => {
    const start = () => Promise.all(Array.from({ length: 8 }, () => migrate(target.url)));
    expect((await start()).flat().sort()).to.deep.equal(files.map((file) => file.replace(/\.sql$/, '')));
    // Nothing is left to apply, so that all come to the grant at once.
    for (let round = 0; round < 3; round += 1) expect((await start()).flat()).to.deep.equal([]);
  });

  it('fail with an error if they cannot be applied', async () => {
    await target.open({ asApp: false }).query('create schema ledger');
    const failed = await migrate(target.url).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(failed?.message).to.match(/schema "ledger" already exists/);
  });
});
