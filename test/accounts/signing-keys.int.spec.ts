/** Goal: the file of keys is made once, for its owner alone, and a wrong one stops the start. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openSigningKeys } from '../../src/accounts/signing-keys.js';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';

const deps = { runtime: systemRuntime(), logger: silentLogger };

describe('the file of signing keys', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-keys-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is made at the first start, readable by its owner only, and read at the next', async () => {
    const path = join(folder, 'new', 'key.pem');
    const { kid } = await openSigningKeys({ path, isChosen: true }, deps);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect((await openSigningKeys({ path, isChosen: true }, deps)).kid).to.equal(kid);
    expect(await readdir(join(folder, 'new'))).to.deep.equal(['key.pem']);
  });

  it('is one, though several processes make it at once', async () => {
    const path = join(folder, 'race.pem');
    const opened = await Promise.all([1, 2, 3].map(() => openSigningKeys({ path, isChosen: true }, deps)));
    expect(new Set(opened.map(({ kid }) => kid)).size).to.equal(1);
  });

  it('is done without where nobody named it and it cannot be made; one that was named stops the start', async function () {
    // A disk that even root cannot write to.
    const path = '/sys/ledger/key.pem';
    if (process.platform !== 'linux') this.skip();
    expect((await openSigningKeys({ path, isChosen: false }, deps)).kid).to.be.a('string');
    const error = await openSigningKeys({ path, isChosen: true }, deps).catch((refusal: unknown) => refusal);
    expect(error).to.have.property('code', 'CONFIG_INVALID');
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
