import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startCli } from '../support/cli.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

describe('tcg-ledger import', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let folder: string;
  before(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), 'tcgl-import-'));
    await mkdir(join(folder, 'kept/2024-02-08/3/604'), { recursive: true });
    const row = {
      lowPrice: 1,
      midPrice: 2,
      highPrice: 3,
      marketPrice: 1.5,
      directLowPrice: null,
      subTypeName: 'Normal',
    };
    const results = [
      { productId: 1, ...row },
      { productId: 2, ...row, midPrice: 0.5 },
    ];
    await writeFile(
      join(folder, 'kept/2024-02-08/3/604/prices'),
      JSON.stringify({ success: true, errors: [], results }),
    );
    await writeFile(join(folder, 'kept/readme.txt'), 'mine');
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]) => startCli(['import', 'tcgcsv', ...args], { DATABASE_URL: database.url }).ended;

  it('says a line for each day, what was not taken, and writes all of it to the report', async () => {
    const report = join(folder, 'report.ndjson');
    const { code, stdout, stderr } = await run(join(folder, 'kept'), '--report', report);
    expect(stderr.split('\n')[0]).to.equal(
      '2024-02-08  sets 1  rows 2  changed 1  unchanged 0  withdrawn 0  quarantined 1',
    );
    expect(stdout.split('\n')).to.deep.equal([
      'imported 1 day',
      'not taken: 1',
      '  2024-02-08/3/604/prices row 2 (pokemon-2): order: low 100, mid 50, high 300 are not in order',
      'files left out: 1',
      '  readme.txt: no folder above it is named by a day, such as 2024-02-08',
      '',
    ]);
    expect(code).to.equal(0);
    const lines = (await readFile(report, 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { row: number | null }).row)).to.deep.equal([null, 2]);
  });

  it('fails with one line for a folder that has none of the files', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    const { code, stdout, stderr } = await run(empty, '--json');
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).to.deep.include({
      code: 'VALIDATION_FAILED',
      detail: `${empty}: expected files such as 2024-02-08/3/604/prices; it is empty`,
    });
  });
});
