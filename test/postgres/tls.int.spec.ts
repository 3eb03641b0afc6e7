/**
 * Goal: sslmode means what it means to psql. Method: a Postgres with a self-signed certificate, one without TLS, and one
 * that takes nothing but TLS. Runs with `npm run test:engines`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectionOf } from '../../src/postgres/connection.js';
import { openDatabase } from '../../src/postgres/database.js';
import { migrate } from '../../src/postgres/migrate.js';
import { createNotifications } from '../../src/postgres/notifications.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { selfSigned } from '../support/certificates.js';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.js';
import { until } from '../support/wait-for.js';

/** Returns "TLS" or "plain", or the code and message of the refusal. */
const connect = async (server: PostgresServer, parameters: Readonly<Record<string, string>>, host?: string) => {
  const url = new URL(server.url);
  if (host !== undefined) url.hostname = host;
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const database = openDatabase({ url: url.href, application: 'test tls', connectionsMax: 1, asApp: false });
  try {
    const [row] = await database.query<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    return row?.ssl === true ? 'TLS' : 'plain';
  } catch (error) {
    return `${String((error as { code?: unknown }).code)}: ${(error as Error).message}`;
  } finally {
    await database.close();
  }
};

if (process.env['TEST_POSTGRES_BIN'] !== undefined)
  describe('sslmode', function () {
    this.timeout(120_000);
    let folder: string;
    let secure: PostgresServer;
    let plain: PostgresServer;
    let strict: PostgresServer;
    let authority: string;
    let other: string;
    /** Its certificate is of another address. */
    let elsewhere: PostgresServer;
    let authorityElsewhere: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-tls-'));
      const tls = selfSigned('127.0.0.1');
      [authority, other] = [join(folder, 'authority.pem'), join(folder, 'other.pem')];
      await writeFile(authority, tls.cert);
      await writeFile(other, selfSigned('127.0.0.1').cert);
      secure = await startPostgresServer({ tls });
      plain = await startPostgresServer();
      const otherTls = selfSigned('10.0.0.1');
      authorityElsewhere = join(folder, 'elsewhere.pem');
      await writeFile(authorityElsewhere, otherTls.cert);
      elsewhere = await startPostgresServer({ tls: otherTls });
      strict = await startPostgresServer({ tls, hba: 'hostssl all all 127.0.0.1/32 trust\n' });
    });
    after(async () => {
      for (const server of [secure, plain, strict, elsewhere]) await server?.remove();
      await rm(folder, { recursive: true, force: true });
    });

    it('require encrypts and verifies nothing, unless an authority is named', async () => {
      expect(await connect(secure, { sslmode: 'require' })).to.equal('TLS');
      expect(await connect(secure, { sslmode: 'require', sslrootcert: authority })).to.equal('TLS');
      expect(await connect(secure, { sslmode: 'require', sslrootcert: other })).to.match(
        /^DATABASE_UNAVAILABLE: Postgres at 127.*self-signed certificate/,
      );
      expect(await connect(plain, { sslmode: 'require' })).to.match(/^DATABASE_UNAVAILABLE: .*does not support SSL/);
    });

    it('verify-ca verifies the authority, verify-full the host too', async () => {
      for (const sslmode of ['verify-ca', 'verify-full']) {
        expect(await connect(secure, { sslmode, sslrootcert: authority }), sslmode).to.equal('TLS');
        expect(await connect(secure, { sslmode, sslrootcert: other }), sslmode).to.match(/^DATABASE_UNAVAILABLE/);
      }
      expect(await connect(secure, { sslmode: 'verify-full' })).to.match(/self-signed/);
      // The certificate is for localhost and 127.0.0.1.
      const named = { sslrootcert: authority };
      expect(await connect(secure, { ...named, sslmode: 'verify-full' }, 'localhost')).to.equal('TLS');
      const theirs = { sslrootcert: authorityElsewhere };
      expect(await connect(elsewhere, { ...theirs, sslmode: 'verify-ca' })).to.equal('TLS');
      expect(await connect(elsewhere, { ...theirs, sslmode: 'verify-full' })).to.match(
        /^DATABASE_UNAVAILABLE: .*IP: 127\.0\.0\.1 is not in the cert's list/,
      );
    });

    it('prefer, allow and disable leave it to the server', async () => {
      expect(await connect(secure, { sslmode: 'prefer' })).to.equal('TLS');
      expect(await connect(plain, { sslmode: 'prefer' })).to.equal('plain');
      expect(await connect(secure, { sslmode: 'allow' })).to.equal('plain');
      expect(await connect(strict, { sslmode: 'allow' })).to.equal('TLS');
      expect(await connect(secure, { sslmode: 'disable' })).to.equal('plain');
      expect(await connect(strict, {})).to.match(
        /^DATABASE_UNAVAILABLE: .*; the server wants TLS: add sslmode=require$/,
      );
    });

    it('is told apart from a mistake before anything is connected', async () => {
      for (const [parameters, expected] of [
        [{ sslmode: 'required' }, /sslmode to be one of disable, allow, prefer, require/],
        [{ sslmode: 'verify-ca' }, /sslrootcert beside sslmode=verify-ca/],
        [{ sslmode: 'require', sslrootcert: '/none/at/all.pem' }, /sslrootcert to name a file .*ENOENT/],
      ] as const)
        expect(await connect(secure, parameters))
          .to.match(/^CONFIG_INVALID: DATABASE_URL: expected/)
          .and.to.match(expected);
    });

    it('holds for migrations, the pool and notifications alike', async () => {
      const url = `${strict.url}?sslmode=require`;
      expect(await migrate(url)).not.to.deep.equal([]);
      expect((await connectionOf(url, { asApp: true })).role).to.equal('tcg_ledger_app');
      let woken = 0;
      const notifications = createNotifications(url, systemRuntime(), 'test');
      notifications.listen(() => (woken += 1));
      await until('the listening connection', () => woken > 0 && notifications.session() > 0);
      const database = openDatabase({ url, application: 'test tls' });
      await database.query('notify test');
      await until('a notification', () => woken > 1);
      await notifications.close();
      await database.close();
    });
  });
