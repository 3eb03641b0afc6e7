/** Goal: the accounts of a running ledger are composed as the configuration has it. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { exportAccount } from '../../src/accounts/export-account.js';
import { insertChannel } from '../../src/delivery/channels.js';
import { openAccounts } from '../../src/app/open-accounts.js';
import type { Ledger } from '../../src/app/ledger.js';
import { signUp } from '../support/accounts.js';
import { openTestLedger } from '../support/open-ledger.js';
import { useDatabase } from '../support/postgres.js';

/** Tables with rows of users, and whether the export of personal data has them, or why not. */
const held: Readonly<Record<string, string>> = {
  'accounts.sessions': 'sessions',
  'accounts.api_keys': 'api_keys',
  'accounts.one_time_tokens': 'none: a hash, for minutes or a day',
  'delivery.channels': 'channels',
  'delivery.notifications': 'notifications',
  'delivery.feeds': 'feeds',
  'commands.idempotency_keys': 'none: a hash and an answer that was given, for a day',
  'watchlists.lists': 'watchlists',
  'watchlists.alerts': 'none: ids of alerts',
};

describe('the accounts of a running ledger', () => {
  const target = useDatabase();
  let ledger: Ledger;
  let dataDir: string;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ledger-accounts-'));
    ledger = await openTestLedger(target.url);
  });
  after(async () => {
    await ledger.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('have their key in the data directory, the public address in tokens and links, and links in no log of a server', async () => {
    const config = { ...ledger.config, dataDir, publicUrl: 'https://cards.example' };
    const ownUrl = (): string => 'http://127.0.0.1:1';
    const accounts = await openAccounts({ ...ledger, config }, { simulated: true, ownUrl });
    try {
      expect((await stat(join(dataDir, 'jwt-private-key.pem'))).mode & 0o777).to.equal(0o600);
      const id = ledger.runtime.uuid();
      const { token } = accounts.tokens.issue({ userId: id, sessionId: id, scopes: ['read'] });
      expect(jwt.decode(token)).to.include({ iss: 'https://cards.example', aud: 'https://cards.example' });
      expect([accounts.keyType, accounts.publicUrl(), accounts.logsLinks]).to.deep.equal([
        'demo',
        config.publicUrl,
        false,
      ]);
      const embedded = { ...ledger, engine: { ...ledger.engine, kind: 'embedded' as const } };
      const here = await openAccounts(
        { ...embedded, config: { ...config, publicUrl: undefined } },
        { simulated: false, ownUrl },
      );
      expect([here.keyType, here.publicUrl(), here.logsLinks]).to.deep.equal(['live', 'http://127.0.0.1:1', true]);
      // The same key: a restart, or another process, takes what this one issued.
      expect(here.tokens.keys.kid).to.equal(accounts.tokens.keys.kid);
      await here.close();
    } finally {
      await accounts.close();
    }
  });

  it('export the rows of every table that has some of a user, and no secret', async () => {
    const accounts = await openAccounts(
      { ...ledger, config: { ...ledger.config, dataDir } },
      { simulated: false, ownUrl: () => '' },
    );
    try {
      const { database } = accounts;
      const tables = await database.query<{ name: string }>(
        `select distinct conrelid::regclass::text as name from pg_constraint
         where contype = 'f' and confrelid = 'accounts.users'::regclass`,
      );
      for (const { name } of tables)
        expect(held, 'a table of users that this test does not know').to.have.property(name);
      const { userId } = await signUp({ accounts });
      const now = ledger.runtime.now().toISOString();
      await insertChannel(database, {
        id: ledger.runtime.uuid(),
        userId,
        kind: 'webhook',
        name: 'mine',
        target: { url: 'https://hook.example/x', token: 'hidden-token' },
        secrets: [{ secret: 'whsec_hidden', expires_at: null }],
        ...{ quietHours: null, digest: null, enabled: true, disabledReason: null, failingSince: null, createdAt: now },
      });
      const { further, sessions } = await exportAccount(accounts, userId);
      expect(sessions).to.have.length(1);
      expect(further['channels']?.[0]).to.include({ name: 'mine', url: 'https://hook.example/x' });
      expect(Object.keys(further)).to.include.members(['channels', 'notifications', 'feeds']);
      expect(JSON.stringify(further)).to.not.include('hidden');
    } finally {
      await accounts.close();
    }
  });
});
