/**
 * Goal: alerts that were made before places were counted have one each, so that the limit of an account holds. Method: a database
 * as it was before the migration, with a read model of alerts of users, of a watchlist and of a program.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { alertsTables } from '../../projections/alerts/tables.js';
import { packageRoot } from '../../src/base/paths.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

const migration = '0023_places-of-earlier-alerts';
const id = uuidFromName;

describe('alerts of before there were places', () => {
  let target: TestDatabase;
  let database: Database;
  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test places', connectionsMax: 2, asApp: false });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  const places = () => database.query('select alert_id, user_id, taken_at from commands.own_alerts order by taken_at');
  /** Runs the one migration, which changes rows only: those after it have made their tables. */
  const migrateAgain = async (): Promise<unknown> =>
    database.query(await readFile(join(packageRoot, `migrations/${migration}.sql`), 'utf8'));
  const addAlert = (name: string, owner: string, made: string) =>
    database.query(
      `insert into alerts.alerts (alert_id, owner, card_id, status, terms, rule_version, created_at, changed_at,
         updated_at, position, revision, command_revision, firings)
       values ($1, $2, 'pokemon-1', 'active', '{}', 1, $3, $3, $3, '1', 0, 0, 0)`,
      [id(name), owner, made],
    );

  it('are none where there is no read model of alerts', async () => {
    await database.query('drop schema if exists alerts cascade');
    await migrateAgain();
    expect(await places()).to.deep.equal([]);
  });

  it('have one each, if they are a user’s own', async () => {
    await database.query('create schema alerts');
    await database.query(alertsTables('alerts'));
    for (const name of ['ann', 'bob'])
      await database.query(
        `insert into accounts.users (id, email, password_hash, created_at, password_changed_at)
         values ($1, $2, 'x', now(), now())`,
        [id(name), `${name}@cards.example`],
      );
    await database.query(
      `insert into watchlists.lists (id, user_id, name, rule, rule_version, revision, created_at, updated_at)
       values ($1, $2, 'mine', '{}', 1, 1, now(), now())`,
      [id('list'), id('ann')],
    );
    await database.query(
      `insert into watchlists.alerts (alert_id, user_id, list_id, card_id, wanted, rule_version, updated_at)
       values ($1, $2, $3, 'pokemon-1', true, 1, now())`,
      [id('of a list'), id('ann'), id('list')],
    );
    const [first, second, third] = ['2025-09-01T00:00:00Z', '2025-09-02T00:00:00Z', '2025-09-03T00:00:00Z'] as const;
    await addAlert('first', id('ann'), first);
    await addAlert('second', id('bob'), second);
    await addAlert('counted', id('bob'), third);
    await addAlert('of a list', id('ann'), third);
    await addAlert('of a program', 'shop', third);
    await addAlert('of nobody here', id('carol'), third);
    await database.query('insert into commands.own_alerts (alert_id, user_id, taken_at) values ($1, $2, $3)', [
      id('counted'),
      id('bob'),
      '2025-09-04T00:00:00Z',
    ]);
    const expected = [
      { alert_id: id('first'), user_id: id('ann'), taken_at: first },
      { alert_id: id('second'), user_id: id('bob'), taken_at: second },
      { alert_id: id('counted'), user_id: id('bob'), taken_at: '2025-09-04T00:00:00Z' },
    ];
    await migrateAgain();
    const instants = (await places()).map((row) => ({
      ...row,
      taken_at: new Date(String(row['taken_at'])).toISOString().replace('.000', ''),
    }));
    expect(instants).to.deep.equal(expected);
    await migrateAgain();
    expect(await places()).to.have.length(3);
  });
});
