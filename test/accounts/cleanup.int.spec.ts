/** Goal: what has expired goes, what has not stays, and a step that fails stops no other. */
import { expect } from 'chai';
import { accountCleanup, runCleanup } from '../../src/accounts/cleanup.js';
import { cleanUp, type CleanupStep } from '../../src/base/clean-up.js';
import { makeFirstAdmin, offerFirstAdmin } from '../../src/accounts/first-admin.js';
import { logIn } from '../../src/accounts/log-in.js';
import { register } from '../../src/accounts/register.js';
import { resetPassword } from '../../src/accounts/change-password.js';
import { limits } from '../../src/base/limits.js';
import { silentLogger } from '../../src/base/logger.js';
import type { Mailer } from '../../src/mail/mailer.js';
import type { Accounts } from '../../src/accounts/accounts.js';
import { createFakeRuntime, until } from '../support/fake-runtime.js';
import { useDatabase } from '../support/postgres.js';
import { testAccounts } from '../support/serve-api.js';

const password = 'correct horse battery';
const deaf: Mailer = {
  send: async () => undefined,
  describe: async () => ({ server: '', from: '', trouble: null }),
  close: async () => undefined,
};

describe('the cleanup', () => {
  const target = useDatabase({ each: true });
  const runtime = createFakeRuntime();
  let accounts: Accounts;
  const countOf = async (table: string): Promise<number> =>
    (await accounts.database.query<{ rows: number }>(`select count(*)::int as rows from accounts.${table}`))[0]?.rows ??
    0;
  const counts = async (): Promise<Record<string, number>> => ({
    users: await countOf('users'),
    sessions: await countOf('sessions'),
    links: await countOf('one_time_tokens'),
    keys: await countOf('api_keys'),
    delays: await countOf('login_delays'),
  });
  const clean = () => cleanUp({ runtime, logger: silentLogger }, accountCleanup(accounts));
  beforeEach(() => {
    accounts = testAccounts({ database: target.open(), runtime, mailer: deaf });
  });

  it('forgets an erased user a month later', async () => {
    const { database } = accounts;
    const dayMs = 86_400_000;
    const ages = [31, 29].map((days) => new Date(runtime.now().getTime() - days * dayMs));
    for (const erasedAt of ages)
      await database.query('insert into accounts.erased_users (id, erased_at) values ($1, $2)', [
        runtime.uuid(),
        erasedAt,
      ]);
    await clean();
    expect(await countOf('erased_users')).to.equal(1);
  });

  it('takes what is over, each at its time', async () => {
    const { database } = accounts;
    await register(accounts, { email: 'unverified@example.org', password });
    await register(accounts, { email: 'used@example.org', password });
    await register(accounts, { email: 'verified@example.org', password });
    await accounts.background.idle();
    await database.query(`update accounts.users set email_verified_at = now() where email = 'verified@example.org'`);
    await logIn(accounts, { email: 'used@example.org', password, source: 'a' });
    await logIn(accounts, { email: 'nobody@example.org', password: 'wrong', source: 'a' }).catch(() => undefined);
    const addKey = (userEmail: string, endsInMs: number): Promise<unknown> =>
      database.query(
        `insert into accounts.api_keys (id, user_id, kind, name, key_hash, hint, scopes, created_at, expires_at)
         select $1, id, 'api', 'k', $2, 'h', '{read}', $3, $4 from accounts.users where email = $5`,
        [
          runtime.uuid(),
          Buffer.from(runtime.secret(8)),
          runtime.now(),
          new Date(runtime.now().getTime() + endsInMs),
          userEmail,
        ],
      );
    await addKey('verified@example.org', 1_000);
    await clean();
    expect(await counts()).to.deep.equal({ users: 3, sessions: 1, links: 3, keys: 1, delays: 1 });
    await runtime.advance(limits.verificationLinkMs);
    await clean();
    expect(await counts()).to.deep.equal({ users: 3, sessions: 1, links: 0, keys: 1, delays: 0 });
    await runtime.advance(limits.refreshTokenMs - limits.verificationLinkMs - 1);
    await clean();
    expect((await counts())['users']).to.equal(3);
    await runtime.advance(1);
    // The session of the one that was used goes first, so that both unverified accounts go now.
    await clean();
    const left = await database.query('select email from accounts.users');
    expect(left).to.deep.equal([{ email: 'verified@example.org' }]);
    expect(await counts()).to.deep.include({ sessions: 0, keys: 1 });
    await runtime.advance(1_000);
    await clean();
    expect((await counts())['keys']).to.equal(0);
  });

  it('leaves accounts alone that nobody can confirm, or that are used', async () => {
    await register(accounts, { email: 'a@example.org', password });
    await accounts.background.idle();
    await runtime.advance(limits.unverifiedAccountMs);
    await cleanUp({ runtime, logger: silentLogger }, accountCleanup({ ...accounts, mailer: undefined }));
    expect(await countOf('users')).to.equal(1);
    await logIn(accounts, { email: 'a@example.org', password, source: 'a' });
    await clean();
    expect(await countOf('users')).to.equal(1);
  });

  it('goes on with the next step if one fails, and comes again', async () => {
    const ran: string[] = [];
    const steps: readonly CleanupStep[] = [
      { name: 'first', run: () => Promise.reject(new Error('away')) },
      { name: 'second', run: async () => ran.push('second') },
    ];
    const stop = new AbortController();
    const running = runCleanup({ runtime, logger: silentLogger }, steps, stop.signal);
    await runtime.sleeping(1);
    await runtime.advance(limits.cleanupMs);
    stop.abort();
    await running;
    expect(ran).to.deep.equal(['second', 'second']);
  });
});

describe('the first administrator', () => {
  const target = useDatabase({ each: true });
  const adminEmail = 'boss@example.org';
  const runtime = createFakeRuntime();
  let links: string[];
  let accounts: Accounts;
  beforeEach(() => {
    links = [];
    const warn = (_text: string, fields: { link: string }): void => void links.push(fields.link);
    accounts = testAccounts({
      database: target.open(),
      runtime,
      adminEmail,
      logger: { info: () => undefined, warn } as never,
    });
  });
  const tokenOf = (link = ''): string => link.split('/').at(-1) ?? '';
  const roleOf = async (email: string): Promise<string | undefined> =>
    (await accounts.database.query<{ role: string }>('select role from accounts.users where email = $1', [email]))[0]
      ?.role;

  it('is who opens the link that is printed at the start, once', async () => {
    await offerFirstAdmin(accounts);
    await offerFirstAdmin(accounts);
    expect(links).to.have.length(2);
    expect(links[0]).to.match(/^http:\/\/ledger\.test\/v1\/auth\/password\/reset\/[0-9a-f]{64}$/);
    expect(await roleOf(adminEmail), 'not yet').to.equal('user');
    await resetPassword(accounts, tokenOf(links[1]), password);
    expect(await roleOf(adminEmail)).to.equal('admin');
    await resetPassword(accounts, tokenOf(links[0]), 'another long password').catch(() => undefined);
    expect((await logIn(accounts, { email: adminEmail, password, source: 'a' })).userId).to.be.a('string');
    await offerFirstAdmin(accounts);
    expect(links, 'there is one').to.have.length(2);
  });

  it('is no stranger who registered the address before', async () => {
    await register(accounts, { email: adminEmail, password: 'of the stranger' });
    const { userId } = await logIn(accounts, { email: adminEmail, password: 'of the stranger', source: 'a' });
    await offerFirstAdmin(accounts);
    expect(await roleOf(adminEmail)).to.equal('user');
    await resetPassword(accounts, tokenOf(links[0]), password);
    expect(await roleOf(adminEmail)).to.equal('admin');
    const refused = await logIn(accounts, { email: adminEmail, password: 'of the stranger', source: 'a' }).catch(
      (error: unknown) => error,
    );
    expect(refused).to.have.property('code', 'LOGIN_FAILED');
    const sessions = await accounts.database.query('select 1 from accounts.sessions where user_id = $1', [userId]);
    expect(sessions).to.deep.equal([]);
  });

  it('is one, though two prove to be at once; without ADMIN_EMAIL there is none', async () => {
    const ids = [runtime.uuid(), runtime.uuid()];
    for (const [at, id] of ids.entries())
      await accounts.database.query(
        `insert into accounts.users (id, email, password_hash, created_at, password_changed_at) values ($1, $2, '', now(), now())`,
        [id, `user${at}@example.org`],
      );
    const [first = '', second = ''] = ids;
    let other: Promise<void> | undefined;
    await accounts.database.transaction(async (client) => {
      await makeFirstAdmin(client, first);
      // Not committed yet: the other one cannot see it, and has to wait.
      let isOver = false;
      other = accounts.database.transaction((else_) => makeFirstAdmin(else_, second)).finally(() => (isOver = true));
      const waits = async (): Promise<boolean> => {
        const { rows } = await client.query(`select from pg_locks where locktype = 'advisory' and not granted`);
        return rows.length > 0;
      };
      await until(async () => isOver || (await waits()), 'the other transaction');
    });
    await other;
    expect(await accounts.database.query(`select 1 from accounts.users where role = 'admin'`)).to.have.length(1);
    await offerFirstAdmin({ ...accounts, adminEmail: undefined });
    expect(links).to.deep.equal([]);
  });
});
