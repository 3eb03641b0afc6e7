/** Goal: the accounts of a running ledger are composed as the configuration has it. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { eraseUser } from '../../src/accounts/erase.js';
import { deleteAlertsOfErased } from '../../src/alerting/delete-alerts-of-erased.js';
import { readAlert } from '../../src/alerting/read-alert.js';
import { insertList } from '../../src/alerting/watchlists/store.js';
import { alertStream } from '../../src/domain/streams.js';
import { newEvent } from '../../src/domain/upcasting.js';
import { goodData, metadata } from '../support/events.js';
import { exportAccount } from '../../src/accounts/export-account.js';
import { insertChannel } from '../../src/delivery/channels.js';
import { openAccounts } from '../../src/app/open-accounts.js';
import type { Ledger } from '../../src/app/ledger.js';
import { type SignedUp, signUp } from '../support/accounts.js';
import { openTestLedger } from '../support/open-ledger.js';
import { useDatabase } from '../support/postgres.js';

/** Tables with rows of users, and whether the export of personal data has them, or why not. */
const held: Readonly<Record<string, string>> = {
  'accounts.sessions': 'sessions',
  'accounts.api_keys': 'api_keys',
  'accounts.one_time_tokens': 'none: a hash, for minutes or a day',
  'accounts.outgoing_mails': 'none: the address of the account, until the mail is sent',
  'delivery.channels': 'channels',
  'delivery.notifications': 'notifications',
  'delivery.feeds': 'feeds',
  'commands.idempotency_keys': 'none: a hash and an answer that was given, for a day',
  'commands.own_alerts': 'none: ids of alerts',
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
      expect(here.tokens.keys.current().kid).to.equal(accounts.tokens.keys.current().kid);
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
      expect(Object.keys(further)).to.have.members(['alerts', 'watchlists', 'channels', 'notifications', 'feeds']);
      expect(JSON.stringify(further)).to.not.include('hidden');
    } finally {
      await accounts.close();
    }
  });

  it('export alerts and watchlists, and delete the alerts of a user who goes, and nobody else’s', async () => {
    const accounts = await openAccounts(
      { ...ledger, config: { ...ledger.config, dataDir } },
      { simulated: false, ownUrl: () => '' },
    );
    try {
      const { database, runtime, log, projector } = ledger;
      const [gone, stays] = [await signUp({ accounts }), await signUp({ accounts })];
      const alertOf = async ({ userId }: SignedUp): Promise<string> => {
        const alertId = runtime.uuid();
        const event = newEvent('AlertCreated', runtime.uuid(), {
          ...goodData['AlertCreated'],
          alert_id: alertId,
          owner: userId,
        });
        await log.append([{ stream: alertStream(alertId), expectedRevision: 'any', events: [event] }], metadata);
        return alertId;
      };
      const [deleted, kept] = [await alertOf(gone), await alertOf(stays)];
      const list = { id: runtime.uuid(), userId: gone.userId, name: 'mine', rule: null };
      await insertList({ database, runtime }, list, ['pokemon-100']);
      await projector.catchUp();
      const { further } = await exportAccount(accounts, gone.userId);
      expect(further['alerts']?.map((alert) => alert['alert_id'])).to.deep.equal([deleted]);
      expect(further['watchlists']?.map(({ name, cards }) => [name, cards])).to.have.length(1);
      expect(further['watchlists']?.[0]).to.deep.include({ name: 'mine' });
      await eraseUser(accounts, gone.userId);
      await deleteAlertsOfErased({ database, log, runtime });
      expect(await readAlert(log, deleted)).to.equal(null);
      expect((await readAlert(log, kept))?.owner).to.equal(stays.userId);
    } finally {
      await accounts.close();
    }
  });
});
