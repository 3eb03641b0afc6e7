/**
 * Goal: real days give the right answers. Collects recorded days of tcgcsv one by one over HTTP. After every day the
 * read models must equal the day's files, and at the end the history must equal the files of all days. Uses the compact
 * fixture, or all days of TCGCSV_REAL_DATA (a folder with prices/ and products/).
 */
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import type { Ledger } from '../../src/app/ledger.js';
import { checksums } from '../../src/projecting/verify-fold.js';
import { verifyLedger } from '../../src/app/verify.js';
import { differences, historyAsOf, latestPricesNow, pricesOfFile } from '../support/compare-prices.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { type Replay, startReplay } from '../support/fake-source.js';

const stretch = (name: string, folder?: string): void => {
  describe(name, function () {
    this.timeout(900_000);
    let database: TestDatabase;
    let replay: Replay;
    let ledger: Ledger;

    before(async () => {
      database = await freshDatabase();
      replay = await startReplay(folder);
      ledger = await openTestLedger(database.url, replayEnv(replay.url));
    });
    after(async () => {
      await ledger.close();
      await replay.close();
      await database.drop();
    });

    const collect = async () => {
      const collector = ledger.collector('tcgcsv');
      try {
        const result = await collector.collect({ trigger: 'command', signal: AbortSignal.timeout(600_000) });
        await ledger.projector.catchUp();
        return result;
      } finally {
        await collector.close();
      }
    };

    it('equals the files after every day, and appends nothing in a second run of the day', async () => {
      for (const day of replay.days) {
        replay.setDay(day);
        const result = await collect();
        expect(result.outcome, `${day}: ${JSON.stringify(result)}`).to.equal('finished');
        const file = pricesOfFile(replay.rows());
        expect(differences(file, await latestPricesNow(ledger.database)), day).to.deep.equal([]);
        expect(file.size).to.be.greaterThan(100);

        const head = await ledger.log.head();
        const again = await collect();
        expect(again.outcome, day).to.equal('nothing_new');
        expect(await ledger.log.head(), `${day}: a second run appended`).to.equal(head);
      }
    });

    it('keeps the history of every day', async () => {
      for (const day of replay.days) {
        const history = await historyAsOf(ledger.database, `${day}T20:05:33Z`);
        expect(differences(pricesOfFile(replay.rows(day)), history), day).to.deep.equal([]);
      }
    });

    it('records every change under the stamp of its day and no other', async () => {
      const stamps = await ledger.database.query<{ at: string }>(
        'select distinct effective_at as at from price_history.observations order by 1',
      );
      expect(stamps.map(({ at }) => at)).to.deep.equal(replay.days.map((day) => `${day}T20:05:33Z`));
    });

    it('follows products to their new sets with one unbroken history', async () => {
      for (const [product, set, from, to] of [
        ['pokemon-654703', 'pokemon-2374', 24380, '2025-09-24'],
        ['pokemon-653259', 'pokemon-22872', 24269, '2025-10-07'],
      ] as const) {
        const [card] = await ledger.database.query<{ set_id: string }>(
          'select set_id from catalog.cards where card_id = $1',
          [product],
        );
        expect(card?.set_id, product).to.equal(set);
        const events = await ledger.log.readStream(`card-${product}`, { direction: 'forwards', limit: 100 });
        const sets =
          events.outcome === 'read'
            ? events.events.flatMap(({ data }) => (data['set_id'] === undefined ? [] : [data['set_id']]))
            : [];
        expect([sets[0], sets.at(-1)], product).to.deep.equal([`pokemon-${from}`, set]);
        const prices = await ledger.log.readStream(`price-${product}`, { direction: 'forwards', limit: 1_000 });
        const withdrawn =
          prices.outcome === 'read'
            ? prices.events.filter(
                ({ type, data }) => type === 'PriceWithdrawn' && String(data['effective_at']).startsWith(to),
              )
            : [];
        expect(withdrawn, `${product} was withdrawn when it moved`).to.have.length(0);
      }
    });

    it('records a launch and a growing set', async () => {
      const snapshots = await ledger.database.query<{ set_id: string; day: string; rows: number }>(
        `select set_id, to_char(effective_at, 'YYYY-MM-DD') as day, rows from coverage.snapshots
         where set_id = any('{pokemon-24380,onepiece-24305}') order by 1, 2`,
      );
      for (const day of replay.days) {
        for (const [set, group] of [
          ['pokemon-24380', 24380],
          ['onepiece-24305', 24305],
        ] as const) {
          const listed = replay.rows(day).filter((row) => row.group === group).length;
          expect(
            snapshots.find((row) => row.set_id === set && row.day === day)?.rows ?? 0,
            `${set} on ${day}`,
          ).to.equal(listed);
        }
      }
    });

    it('verifies, and rebuilds the same tables', async () => {
      const report = await verifyLedger({ ...ledger, signal: AbortSignal.timeout(600_000) });
      expect(report.checks.filter(({ ok }) => !ok)).to.deep.equal([]);
      for (const projection of projections) {
        const before = await checksums(ledger.database, projection, { schema: projection.schema });
        await ledger.projector.rebuild(projection.name, AbortSignal.timeout(600_000));
        const after = await checksums(ledger.database, projection, { schema: projection.schema });
        expect(after.tables, projection.name).to.deep.equal(before.tables);
      }
    });
  });
};

describe('real days', () => {
  stretch('the compact fixture');

  const folder = process.env['TCGCSV_REAL_DATA'];
  if (folder === undefined) {
    it('all recorded days (SKIPPED: TCGCSV_REAL_DATA is not set)', function () {
      this.skip();
    });
  } else stretch('all recorded days', folder);
});
