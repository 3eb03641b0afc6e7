/** Goal: the file of keys is made once, for its owner alone; a wrong one stops the start; a changed one is taken over by every process. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createAccessTokens } from '../../src/accounts/access-tokens.js';
import { createSigningKeyPem, openSigningKeys } from '../../src/accounts/signing-keys.js';
import { runKeyReading } from '../../src/app/open-accounts.js';
import { limits } from '../../src/base/limits.js';
import { type Logger, silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { createFakeRuntime, until } from '../support/fake-runtime.js';

const deps = { runtime: systemRuntime(), logger: silentLogger };

describe('the file of signing keys', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-keys-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is made at the first start, readable by its owner only, and read at the next', async () => {
    const path = join(folder, 'new', 'key.pem');
    const { kid } = (await openSigningKeys({ path, isChosen: true }, deps)).current();
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect((await openSigningKeys({ path, isChosen: true }, deps)).current().kid).to.equal(kid);
    expect(await readdir(join(folder, 'new'))).to.deep.equal(['key.pem']);
  });

  it('is one, though several processes make it at once', async () => {
    const path = join(folder, 'race.pem');
    const opened = await Promise.all([1, 2, 3].map(() => openSigningKeys({ path, isChosen: true }, deps)));
    expect(new Set(opened.map((keys) => keys.current().kid)).size).to.equal(1);
  });

  it('is done without where nobody named it and it cannot be made; one that was named stops the start', async function () {
    // A disk that even root cannot write to.
    const path = '/sys/ledger/key.pem';
    if (process.platform !== 'linux') this.skip();
    expect((await openSigningKeys({ path, isChosen: false }, deps)).current().kid).to.be.a('string');
    const error = await openSigningKeys({ path, isChosen: true }, deps).catch((refusal: unknown) => refusal);
    expect(error).to.have.property('code', 'CONFIG_INVALID');
  });

  describe('that is changed', () => {
    const claims = { userId: systemRuntime().uuid(), sessionId: systemRuntime().uuid(), scopes: ['read'] as const };
    const runtime = createFakeRuntime();
    let path: string;
    let first: string;
    let second: string;
    before(async () => {
      [first, second] = [await createSigningKeyPem(), await createSigningKeyPem()];
    });
    beforeEach(async () => {
      path = join(folder, `${runtime.uuid()}.pem`);
      await writeFile(path, first);
    });

    const told: string[] = [];
    const tell = (text: unknown) => void told.push(String(text));
    const logger = { info: tell, warn: tell } as unknown as Logger;
    const start = async () => {
      const keys = await openSigningKeys({ path, isChosen: true }, { runtime, logger });
      return createAccessTokens({ keys, issuer: 'http://ledger.test', runtime });
    };

    it('is taken over by a process that is shown a token of the new key, and what the old one signed holds', async () => {
      const [one, other] = [await start(), await start()];
      const before = one.issue(claims).token;
      await writeFile(path, `${second}${first}`);
      await runtime.advance(limits.signingKeysRestMs);
      await one.keys.reread();
      const { token } = one.issue(claims);
      expect(await other.verify(token)).to.deep.equal(claims);
      expect(await other.verify(before)).to.deep.equal(claims);
      expect(other.keys.current().kid).to.equal(one.keys.current().kid);
      expect(await other.verify(other.issue(claims).token)).to.deep.equal(claims);
    });

    it('is read from time to time: a key that was removed soon verifies nothing', async () => {
      const tokens = await start();
      const { token } = tokens.issue(claims);
      const stop = new AbortController();
      const running = runKeyReading({ tokens, runtime }, stop.signal);
      await writeFile(path, second);
      expect(await tokens.verify(token)).to.deep.equal(claims);
      const { kid } = tokens.keys.current();
      await runtime.advance(limits.signingKeysReadMs);
      await until(() => tokens.keys.current().kid !== kid, 'the new key');
      expect(await tokens.verify(token)).to.equal(null);
      stop.abort();
      await running;
    });

    it('keeps its keys while it is half written or gone, and says so once', async () => {
      const tokens = await start();
      const { token } = tokens.issue(claims);
      told.length = 0;
      for (const text of [second.slice(0, 300), second.slice(0, 300)]) {
        await writeFile(path, text);
        await runtime.advance(limits.signingKeysRestMs);
        await tokens.keys.reread();
        expect(await tokens.verify(token)).to.deep.equal(claims);
      }
      await rm(path);
      await runtime.advance(limits.signingKeysRestMs);
      await tokens.keys.reread();
      expect(await tokens.verify(token)).to.deep.equal(claims);
      expect(told).to.have.length(2);
      await writeFile(path, `${second}${first}`);
      await runtime.advance(limits.signingKeysRestMs);
      await tokens.keys.reread();
      expect(tokens.keys.current().verifying.size).to.equal(2);
      expect(told).to.have.length(3);
    });

    it('is not read for every token of a stranger', async () => {
      const [tokens, stranger] = [await start(), await start()];
      await writeFile(path, second);
      await runtime.advance(limits.signingKeysRestMs);
      await stranger.keys.reread();
      const { token } = stranger.issue(claims);
      await writeFile(path, first);
      await tokens.keys.reread();
      await writeFile(path, second);
      expect(await tokens.verify(token), 'just read').to.equal(null);
      await runtime.advance(limits.signingKeysRestMs);
      expect(await tokens.verify(token)).to.deep.equal(claims);
    });
  });

  it('must hold RSA keys of enough bits, a private one among them', async () => {
    const { privateKey: weak } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const { privateKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const files: Record<string, string> = {
      empty: '',
      text: 'hello',
      broken: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
      weak: weak.export({ type: 'pkcs8', format: 'pem' }).toString(),
      curve: curve.export({ type: 'pkcs8', format: 'pem' }).toString(),
      public: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    };
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, `${name}.pem`);
      await writeFile(path, text);
      const error = await openSigningKeys({ path, isChosen: true }, deps).catch((refusal: unknown) => refusal);
      expect(error, name).to.have.property('code', 'CONFIG_INVALID');
      expect((error as Error).message, name).to.include(`JWT_PRIVATE_KEY_FILE=${path}`);
      expect(await readFile(path, 'utf8'), `${name} is left as it was`).to.equal(text);
    }
  });
});
