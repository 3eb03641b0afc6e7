/**
 * Goal: commands that only read say that there is no ledger where they look, and make none. Method: every such command on a
 * folder, a database and a server without one.
 */
import { access, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../src/postgres/database.js';
import { runCli } from '../support/cli.js';
import { startEventStoreStandIn } from '../support/eventstore/server.js';
import { freshDatabase } from '../support/postgres.js';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const reading = [
  ['replay'],
  ['verify'],
  ['audit'],
  ['projections', 'list'],
  ['events', 'parked', 'list'],
  ['alerts', 'backtest', '--card', 'pokemon-1', '--when', '<= 1 USD'],
];

describe('commands where there is no ledger', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-none-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('say where they looked, and make nothing', async () => {
    const dataDir = join(folder, 'typo');
    for (const args of reading) {
      const { code, stdout, stderr } = await runCli(args, { DATA_DIR: dataDir });
      expect([code, stdout], args.join(' ')).to.deep.equal([1, '']);
      expect(stderr).to.equal(
        `tcg-ledger: CONFIG_INVALID: DATA_DIR=${dataDir}: there is no ledger in ${dataDir}: start one, collect into one, or set DATA_DIR or DATABASE_URL\n`,
      );
    }
    const { code, stdout } = await runCli(['doctor', '--json'], { DATA_DIR: dataDir });
    const { findings } = JSON.parse(stdout) as { findings: { part: string; ok: boolean; detail: string }[] };
    expect(code).to.equal(1);
    expect(findings[0])
      .to.include({ part: 'data', ok: false })
      .and.property('detail')
      .match(/^there is no ledger in/);
    expect(await exists(dataDir)).to.equal(false);
  });

  it('name the data of the demo if that is what there is', async () => {
    await mkdir(join(folder, 'home', 'demo', 'postgres'), { recursive: true });
    const { stderr } = await runCli(['verify'], { DATA_DIR: join(folder, 'home') });
    expect(stderr).to.contain(`that of the demo is in DATA_DIR=${join(folder, 'home', 'demo')}`);
  });

  it('log copy reads from none, of any kind, and makes neither source nor target', async () => {
    const server = await startEventStoreStandIn();
    const empty = await freshDatabase({ empty: true });
    const to = join(folder, 'target');
    try {
      for (const [from, where] of [
        [`embedded:${join(folder, 'source')}`, join(folder, 'source')],
        [empty.url, 'that database'],
        [server.url, 'that server'],
      ] as const) {
        const { code, stderr } = await runCli(['log', 'copy', '--from', from, '--to', `embedded:${to}`], {});
        expect(code, from).to.equal(2);
        expect(stderr.trim().split('\n'), stderr).to.have.length(1);
        expect(stderr).to.contain(`there is no ledger in ${where}`).and.not.contain('tcg_ledger_test_owner@');
      }
      expect(await readdir(folder))
        .not.to.include.members(['source'])
        .and.not.include('target');
      const database = openDatabase({ url: empty.url, application: 'test', asApp: false });
      expect(await database.query(`select from pg_namespace where nspname = 'ledger'`)).to.deep.equal([]);
      await database.close();
    } finally {
      await empty.drop();
      await server.stop();
    }
  });

  it('log copy shows no password of a target that it does not understand', async () => {
    for (const from of [
      'mysql://u:hunter2@h/d',
      'postgres://u:hun/hunter2@h/d',
      'esdb://u:hunter2@h:x',
      'u:hunter2@h',
      'http://hunter2@h',
    ]) {
      const { code, stderr } = await runCli(['log', 'copy', '--from', from, '--to', `embedded:${folder}/x`], {});
      expect([code, stderr.trim().split('\n').length], stderr).to.deep.equal([2, 1]);
      expect(stderr, from)
        .to.match(/VALIDATION_FAILED: --from/)
        .and.not.contain('hunter2');
    }
  });
});
