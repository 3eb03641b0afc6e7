/** Goal: the accounts of a running ledger are composed as the configuration has it. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { openAccounts } from '../../src/app/open-accounts.js';
import type { Ledger } from '../../src/app/ledger.js';
import { openTestLedger } from '../support/open-ledger.js';
import { useDatabase } from '../support/postgres.js';

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
});
