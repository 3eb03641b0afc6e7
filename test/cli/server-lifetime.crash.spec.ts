/** The embedded Postgres outlives the command that started it, is restarted when it dies, and its end is told. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCli, startCli, type RunningCli } from '../support/cli.js';
import { until, waitFor } from '../support/wait-for.js';

describe('tcg-ledger on one embedded Postgres', function () {
  this.timeout(300_000);
  let folder: string;
  let env: Record<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-lifetime-'));
    env = { DATA_DIR: folder, LOG_LEVEL: 'warn', PORT: '0' };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const urlOf = async (running: RunningCli): Promise<string> =>
    /https?:\/\/[\d.:]+/.exec(await running.line((line) => line.includes('http')))?.[0] ?? '';
  const serverPid = async (dataDir = folder): Promise<number> =>
    Number((await readFile(join(dataDir, 'postgres', 'pgdata', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;
  const isReady = async (url: string): Promise<boolean> => (await statusOf(`${url}/health/ready`)) === 200;

  it('serves those that joined it after its starter has ended, and after a kill -9 of the server', async () => {
    const starter = startCli(['start', 'projector'], env);
    await starter.line((line) => line.includes('health'));
    const api = startCli(['start', 'api'], env);
    const url = await urlOf(api);
    await until('the API is ready', () => isReady(url));
    starter.child.kill('SIGTERM');
    const ended = await starter.ended;
    expect(ended.code, ended.stderr).to.equal(0);
    expect(await isReady(url), 'after the end of the starter').to.equal(true);

    const pid = await serverPid();
    process.kill(pid, 'SIGKILL');
    await until('it is ready again', async () => (await serverPid().catch(() => pid)) !== pid && (await isReady(url)));
    expect(await statusOf(`${url}/health/live`)).to.equal(200);

    for (let kills = 2; api.child.exitCode === null && kills < 10; kills += 1) {
      const before = await serverPid();
      process.kill(before, 'SIGKILL');
      await until(
        'the server is restarted, or the process ends',
        async () => api.child.exitCode !== null || (await serverPid().catch(() => before)) !== before,
      );
    }
    const { code, stderr } = await api.ended;
    expect(code, stderr).to.equal(1);
    expect(stderr.trim().split('\n').at(-1)).to.match(
      /^tcg-ledger: EMBEDDED_POSTGRES_FAILED: DATA_DIR .*has ended.*(after 5 restarts within 10 minutes|could not be restarted)/,
    );
    // The data is whole, and nobody waits for the dead.
    const after = await runCli(['verify', '--json'], env);
    expect(after.code, after.stdout + after.stderr).to.equal(0);
  });

  it('ends the demo with one line if its port is taken, and everything with it', async () => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    const port = (taken.address() as AddressInfo).port;
    const dataDir = join(folder, 'demo');
    const { code, stderr } = await runCli(['demo'], { DATA_DIR: dataDir, PORT: String(port) });
    taken.close();
    expect(code, stderr).to.equal(1);
    expect(stderr.trim().split('\n').at(-1)).to.match(new RegExp(`^tcg-ledger: CONFIG_INVALID: .*${port}`));
    expect(await readdir(join(dataDir, 'postgres', 'pgdata'))).not.to.include('postmaster.pid');
  });

  it('goes on with the demo after a kill -9 of its server', async () => {
    const dataDir = join(folder, 'demo');
    const demo = startCli(['demo'], { DATA_DIR: dataDir, PORT: '0' });
    const days: number[] = [];
    demo.child.stderr?.on('data', (text: Buffer) => {
      for (const [, day] of String(text).matchAll(/ (\d+)\/\d+ /g)) days.push(Number(day));
    });
    await waitFor('a day is collected', () => days[0] ?? null, 120_000);
    const pid = await serverPid(dataDir);
    process.kill(pid, 'SIGKILL');
    const before = days.length;
    await waitFor('further days are collected', () => days[before + 1] ?? null, 120_000);
    demo.child.kill('SIGINT');
    const { code, stderr } = await demo.ended;
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/has ended; restarted it/);
  });
});
