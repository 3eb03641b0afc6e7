/** `tcg-ledger sandbox` as a process: it prints the variables with which another process collects from it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/base/paths.js';
import { type RunningCli, runCli, startCli } from '../support/cli.js';

describe('tcg-ledger sandbox', function () {
  this.timeout(120_000);
  let folder: string;
  const running: RunningCli[] = [];

  const start = (...args: string[]): RunningCli => {
    const sandbox = startCli(['sandbox', ...args], {});
    running.push(sandbox);
    return sandbox;
  };
  const startJson = async (...args: string[]): Promise<{ url: string; stamp: string; faults: object[] }> =>
    JSON.parse(await start('--json', ...args).line((line) => line.startsWith('{')));
  const get = (url: string): Promise<Response> => fetch(url, { headers: { 'user-agent': 'Test/1.0.0' } });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-sandbox-'));
  });
  afterEach(async () => {
    for (const { child } of running) child.kill('SIGTERM');
    for (const { ended } of running.splice(0)) expect((await ended).code).to.equal(0);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('prints the variables with which a ledger collects from it', async () => {
    const sandbox = start();
    const variables: Record<string, string> = {};
    await sandbox.line((one) => {
      const [, name, value = ''] = /^\s*export (\w+)=(.*)$/.exec(one) ?? [];
      if (name !== undefined) variables[name] = value;
      return one.includes('npx tcg-ledger collect');
    });
    expect(variables).to.include.keys('TCGCSV_URL', 'TCGPLAYER_PUBLIC_KEY', 'CARDMARKET_URL', 'EBAY_CLIENT_ID');
    expect(variables['DATA_DIR']).to.equal('.data/sandbox');
    const collect = ['collect', 'sandbox-tcgcsv', '--set', 'pokemon-900020', '--wait', '--json'];
    const { code, stdout, stderr } = await runCli(collect, { ...variables, DATA_DIR: join(folder, 'data') });
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ outcome: 'finished', sets: 1 }).and.have.property('rows').above(100);
  });

  it('switches faults on: for a count, or until they are removed', async () => {
    const { url, faults } = await startJson('--fault', '429,retry_after=7,count=1,path=/groups', '--fault', 'html');
    expect(faults).to.have.length(2);
    const groups = `${url}/tcgplayer/3/groups`;
    const throttled = await get(groups);
    expect([throttled.status, throttled.headers.get('retry-after')]).to.deep.equal([429, '7']);
    for (let n = 0; n < 3; n += 1) expect((await get(groups)).headers.get('content-type')).to.equal('text/html');
    await fetch(`${url}/control/faults`, { method: 'DELETE' });
    expect((await get(groups)).headers.get('content-type')).to.equal('application/json');
  });

  it('serves recorded days, the next one on demand', async () => {
    const recorded = join(packageRoot, 'test/fixtures/tcgcsv-2025');
    const { url, stamp } = await startJson('--recorded', recorded);
    expect(stamp).to.equal('2025-09-21T20:05:33.000Z');
    await fetch(`${url}/control/next`, { method: 'POST' });
    expect(await (await get(`${url}/last-updated.txt`)).text()).to.equal('2025-09-22T20:05:33+0000\n');
  });

  it('rejects a wrong fault, a folder without days, and a port that is taken', async () => {
    const { url } = await startJson();
    for (const [args, expected, message] of [
      [['--fault', 'fire'], 2, /kind: /],
      [['--recorded', folder], 2, /prices\/DATE\.ndjson\.gz/],
      [['--port', 'x'], 2, /whole number/],
      [['--port', new URL(url).port], 1, /CONFIG_INVALID: .*free port/],
    ] as const) {
      const { code, stdout, stderr } = await runCli(['sandbox', ...args]);
      expect(code, stderr).to.equal(expected);
      expect(stderr).to.match(message);
      expect(stdout).to.equal('');
    }
  });
});
