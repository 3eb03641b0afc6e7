/**
 * Goal: a user without CREATEROLE has a ledger, kept append-only by triggers alone, as .env.example promises. Method: such
 * users on the server of the tests, where the service's role exists and is not theirs, and on one where it does not exist.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { errorCode } from '../../src/base/errors.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { startReplay } from '../support/fake-source.js';
import { expectAllWell } from '../support/healthy-ledger.js';
import { connectionOf } from '../../src/postgres/connection.js';
import { appRole, openDatabase } from '../../src/postgres/database.js';
import { migrate } from '../../src/postgres/migrate.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { startPostgresServer } from '../support/postgres-server.js';

/** Creates a user without any right but to own a new database. */
const plainOwner = async (adminUrl: string): Promise<{ url: string; drop: () => Promise<void> }> => {
  const name = `plain_${randomUUID().slice(0, 8)}`;
  const admin = openDatabase({ url: adminUrl, application: 'test', asApp: false, connectionsMax: 1 });
  await admin.query(`create role ${name} login password '${name}'`);
  await admin.query(`create database ${name} owner ${name}`);
  const url = new URL(adminUrl);
  [url.username, url.password, url.pathname] = [name, name, `/${name}`];
  return {
    url: url.href,
    async drop() {
      await admin.query(`drop database ${name} with (force)`);
      await admin.query(`drop role ${name}`);
      await admin.close();
    },
  };
};

const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error as Error).message,
  );

const behaves = (server: () => string): void => {
  it('has a ledger that collects, folds, verifies, and refuses changes by triggers', async () => {
    const owner = await plainOwner(server());
    const replay = await startReplay();
    const ledger = await openTestLedger(owner.url, replayEnv(replay.url));
    try {
      expect(ledger.engine).to.include({ role: null, pooled: false });
      const [day = ''] = replay.days;
      replay.setDay(day);
      const collector = ledger.collector('tcgcsv');
      expect(await collector.collect({ trigger: 'command', signal: AbortSignal.timeout(60_000) })).to.include({
        outcome: 'finished',
      });
      await collector.close();
      await ledger.projector.catchUp();
      await expectAllWell(ledger, replay, [day]);
      for (const sql of [
        'delete from ledger.events',
        'update ledger.events set revision = 0',
        'truncate ledger.events',
      ])
        expect(await failure(ledger.database.query(sql)), sql).to.match(
          /never (changed|removed)|append-only|immutable|not allowed/i,
        );
    } finally {
      await ledger.close();
      await replay.close();
    }
    // The next start finds it as it is.
    expect(await migrate(owner.url)).to.deep.equal([]);
    await (await openTestLedger(owner.url)).close();
    await owner.drop();
  });
};

describe('a user without CREATEROLE', function () {
  this.timeout(120_000);
  let adminUrl: string;
  let fresh: TestDatabase;
  before(async () => {
    fresh = await freshDatabase();
    adminUrl = fresh.adminUrl;
  });
  after(() => fresh.drop());

  behaves(() => adminUrl);

  it('uses the role if an administrator granted it', async () => {
    const owner = await plainOwner(adminUrl);
    const admin = openDatabase({ url: adminUrl, application: 'test', asApp: false, connectionsMax: 1 });
    await admin.query(`grant ${appRole} to ${new URL(owner.url).username}`);
    await migrate(owner.url);
    expect((await connectionOf(owner.url, { asApp: true })).role).to.equal(appRole);
    const database = openDatabase({ url: owner.url, application: 'test' });
    expect(await failure(database.query('delete from ledger.events'))).to.match(/permission denied/);
    await database.close();
    await admin.close();
    await owner.drop();
  });

  it('is refused a database that was set up with the role, and told what to grant', async () => {
    const [owner, stranger] = [await plainOwner(adminUrl), await plainOwner(adminUrl)];
    const admin = openDatabase({ url: adminUrl, application: 'test', asApp: false, connectionsMax: 1 });
    const [name, other] = [owner, stranger].map(({ url }) => new URL(url).username);
    await admin.query(`grant ${appRole} to ${name}`);
    await migrate(owner.url);
    const url = new URL(owner.url);
    [url.username, url.password] = [other ?? '', other ?? ''];
    const refused = await connectionOf(url.href, { asApp: true }).catch((error: unknown) => error as Error);
    expect(errorCode(refused)).to.equal('CONFIG_INVALID');
    expect((refused as Error).message).to.match(new RegExp(`as a superuser: grant ${appRole} to ${other}$`));
    await admin.close();
    await stranger.drop();
    await owner.drop();
  });
});

if (process.env['TEST_POSTGRES_BIN'] !== undefined)
  describe('a user without CREATEROLE, on a server without the role', function () {
    this.timeout(120_000);
    let server: Awaited<ReturnType<typeof startPostgresServer>>;
    before(async () => {
      server = await startPostgresServer();
    });
    after(() => server.remove());

    behaves(() => server.url);
  });
