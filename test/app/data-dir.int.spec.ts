/** Goal: a command without DATA_DIR uses the data of what runs, and says which. Method: real clusters in a folder of its own. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chooseDataDir } from '../../src/app/data-dir.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../src/embedded/postgres/cluster.js';

describe('the data directory of a command', () => {
  const before = process.cwd();
  const opened: EmbeddedPostgres[] = [];
  let folder = '';

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'tcg-ledger-data-dir-')));
    process.chdir(folder);
  });
  afterEach(async () => {
    process.chdir(before);
    for (const cluster of opened.splice(0)) await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (dataDir: string): Promise<EmbeddedPostgres> => {
    const settings = { fsync: 'off', shared_buffers: '16MB', max_connections: '10' };
    const cluster = await openEmbeddedPostgres({
      dataDir: join(folder, dataDir, 'postgres'),
      runtime: systemRuntime(),
      settings,
    });
    opened.push(cluster);
    return cluster;
  };

  it("is the demo's while it runs, and said; the default one for real data, and where there is no demo", async () => {
    expect(chooseDataDir()).to.deep.equal({ dataDir: '.data', note: null });
    const demo = await run('.data/demo');
    const found = chooseDataDir();
    expect(found.dataDir).to.equal(join('.data', 'demo'));
    expect(found.note).to.equal("Using the running demo's data in .data/demo, simulated prices");
    expect(chooseDataDir({ own: true })).to.deep.equal({
      dataDir: '.data',
      note: 'Using .data, where no ledger is yet; there is one in .data/demo (the running demo): DATA_DIR=.data/demo',
    });

    const own = await run('.data');
    expect(chooseDataDir()).to.deep.equal({
      dataDir: '.data',
      note: 'Using the ledger in .data; there is another in .data/demo (the running demo): DATA_DIR=.data/demo',
    });
    await own.close();
    const beside = chooseDataDir();
    expect(beside.dataDir).to.equal(join('.data', 'demo'));
    expect(beside.note).to.match(/simulated prices; the ledger in \.data is not running: DATA_DIR=\.data$/);

    await demo.close();
    expect(chooseDataDir()).to.deep.equal({ dataDir: '.data', note: null });
    rmSync(join(folder, '.data', 'postgres'), { recursive: true });
    expect(chooseDataDir()).to.deep.equal({
      dataDir: '.data',
      note: 'Using .data, where no ledger is yet; there is one in .data/demo (the demo, not running): DATA_DIR=.data/demo',
    });
  });
});
