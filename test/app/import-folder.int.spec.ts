/**
 * Goal: kept files give the history that collecting them would have given, in a ledger that already holds later days, and
 * nobody is told of them as of news. Method: recorded days, of which the first and the last are collected.
 */
import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { createAlert } from '../../src/alerting/commands.js';
import { importTcgcsvFolder } from '../../src/app/import-folder.js';
import type { Ledger } from '../../src/app/ledger.js';
import { verifyLedger } from '../../src/app/verify.js';
import { isLedgerError } from '../../src/base/errors.js';
import type { RecordedRow } from '../../src/embedded/sandbox/recorded-market.js';
import { allEvents, runAlerterOnce } from '../support/alerter.js';
import { differences, historyAsOf, latestPricesNow, pricesOfFile } from '../support/compare-prices.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

/** Days after the first one: the last is collected, those between are imported. */
const daysBetween = 3;
const watchedMax = 60;

/** Writes the rows of a day as the site's archives have them. */
const keepDay = async (folder: string, day: string, rows: readonly RecordedRow[]): Promise<void> => {
  const files = new Map<string, object[]>();
  for (const { category, group, product, printing, low, mid, high, market, directLow } of rows) {
    const path = `${day}/${category}/${group}/prices`;
    const prices = { lowPrice: low, midPrice: mid, highPrice: high, marketPrice: market, directLowPrice: directLow };
    const row = { productId: product, ...prices, subTypeName: printing };
    files.set(path, [...(files.get(path) ?? []), row]);
  }
  for (const [path, results] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify({ success: true, errors: [], results }));
  }
};

describe('the import of a folder', function () {
  this.timeout(180_000);
  let database: TestDatabase;
  let replay: Replay;
  let ledger: Ledger;
  let folder: string;
  const { signal } = new AbortController();

  before(async () => {
    database = await freshDatabase();
    replay = await startReplay();
    ledger = await openTestLedger(database.url, replayEnv(replay.url));
    folder = mkdtempSync(join(tmpdir(), 'tcgl-kept-'));
  });
  after(async () => {
    await ledger.close();
    await replay.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const collect = async (day: string): Promise<void> => {
    replay.setDay(day);
    const collector = ledger.collector('tcgcsv');
    try {
      expect(await collector.collect({ trigger: 'command', signal })).to.include({ outcome: 'finished' });
    } finally {
      await collector.close();
    }
    await ledger.projector.catchUp();
  };

  it('fills the days between two collected ones, fires no alert, and verifies', async () => {
    const days = replay.days.slice(0, daysBetween + 2);
    const [first = '', ...others] = days;
    const last = others.pop() ?? '';
    await collect(first);
    await collect(last);
    const shown = await latestPricesNow(ledger.database);
    // Cards whose price was another one in between: what the ledger holds of them is older than the imported days.
    const [atFirst, atLast, ...between] = [first, last, ...others].map((day) => pricesOfFile(replay.rows(day)));
    const cards = new Set(
      [...(atFirst ?? [])]
        .filter(([key, numbers]) => atLast?.get(key) === numbers && between.some((day) => day.get(key) !== numbers))
        .map(([key]) => key.split('|')[0] ?? ''),
    );
    const when = { type: 'change', direction: 'either', basis_points: 1, amount: null, window_days: null } as const;
    for (const card_id of [...cards].slice(0, watchedMax))
      await createAlert(ledger, { actor: 'owner-1', owner: 'owner-1', channels: [], rule: { card_id, when } });
    for (const day of others) await keepDay(folder, day, replay.rows(day));

    const progress: string[] = [];
    const imported = await importTcgcsvFolder(ledger, folder, {
      signal,
      onDay: (done, total, { day }) => void progress.push(`${done}/${total} ${day}`),
    });
    await ledger.projector.catchUp();
    expect(progress).to.deep.equal(others.map((day, at) => `${at + 1}/${daysBetween} ${day}`));
    expect(imported).to.include({ imported_before: 0 });
    expect(imported.days.reduce((sum, { changed }) => sum + changed, 0)).to.be.greaterThan(100);
    expect(imported.days.flatMap(({ not_taken }) => not_taken)).to.deep.equal([]);
    for (const day of days) {
      const history = await historyAsOf(ledger.database, `${day}T23:00:00Z`);
      expect(differences(pricesOfFile(replay.rows(day)), history), day).to.deep.equal([]);
    }
    expect(differences(shown, await latestPricesNow(ledger.database))).to.deep.equal([]);

    await runAlerterOnce(ledger);
    const fired = (await allEvents(ledger.log)).filter(({ type }) => type === 'AlertTriggered');
    expect(cards.size).to.be.greaterThan(10);
    expect(fired).to.deep.equal([]);
    const report = await verifyLedger({ ...ledger, signal });
    expect(report.checks.filter(({ ok }) => !ok)).to.deep.equal([]);
  });

  it('adds nothing a second time', async () => {
    const head = await ledger.log.head();
    expect(await importTcgcsvFolder(ledger, folder, { signal })).to.include({ imported_before: daysBetween });
    expect(await ledger.log.head()).to.equal(head);
  });

  it('refuses a folder without files of tcgcsv, and one that is none', async () => {
    const refused = (path: string) =>
      importTcgcsvFolder(ledger, path, { signal }).then(
        () => expect.fail('not refused'),
        (error: unknown) => (isLedgerError(error) ? `${error.code} ${error.message}` : String(error)),
      );
    const empty = join(folder, 'empty');
    await mkdir(empty);
    expect(await refused(empty)).to.equal(
      `VALIDATION_FAILED ${empty}: expected files such as 2024-02-08/3/604/prices; it is empty`,
    );
    expect(await refused(join(folder, 'nowhere'))).to.match(/^VALIDATION_FAILED .*nowhere: ENOENT/);
  });
});
