/**
 * Goal: whatever a source's files hold, the rest of them is collected, nothing vanishes without a word, and the read models
 * can be built again. Method: made-up days, over HTTP, through a whole ledger; those of test/fixtures/days, and of the folder
 * TCGCSV_DAY_FILES.
 */
import { join } from 'node:path';
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import { checksIn } from '../../projections/price-history/facts.js';
import { pricesOfCardAsOf } from '../../projections/price-history/prices-as-of.js';
import { omissionsOfRuns } from '../../projections/coverage/queries.js';
import type { Ledger } from '../../src/app/ledger.js';
import { verifyLedger } from '../../src/app/verify.js';
import { packageRoot } from '../../src/base/paths.js';
import type { CollectResult } from '../../src/collecting/collection.js';
import type { EventType } from '../../src/domain/events.js';
import { startPosition, type RecordedEvent } from '../../src/domain/envelope.js';
import { pages } from '../../src/log/event-log.js';
import { checksums } from '../../src/projecting/verify-fold.js';
import { readDeadLetters } from '../../src/subscriptions/dead-letters.js';
import { type DayFile, type Days, type DayServer, readDays, startDayServer } from '../support/day-files.js';
import { type MarketRow, product, row } from './market.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

interface Told {
  readonly ledger: Ledger;
  readonly results: readonly CollectResult[];
  events(type: EventType): Promise<RecordedEvent[]>;
}

/** What every file of days must hold to. */
const invariants = async ({ ledger }: Told, days: readonly DayFile[]): Promise<void> => {
  const { database } = ledger;
  expect(await readDeadLetters(database)).to.deep.equal([]);
  const report = await verifyLedger({ ...ledger, signal: AbortSignal.timeout(60_000) });
  expect(report.checks.filter(({ ok }) => !ok)).to.deep.equal([]);
  for (const projection of projections) {
    const before = await checksums(database, projection, { schema: projection.schema });
    await ledger.projector.rebuild(projection.name, AbortSignal.timeout(60_000));
    const after = await checksums(database, projection, { schema: projection.schema });
    expect(after.tables, projection.name).to.deep.equal(before.tables);
  }
  // No product without a word: each is a card, or its row or file is named.
  const window = { from: '2020-01-01', to: '2030-01-01', limit: 100, offset: 0 };
  const named = await omissionsOfRuns(database, window, 1_000);
  const cards = new Set(
    (await database.query<{ card_id: string }>('select card_id from catalog.cards')).map(({ card_id }) => card_id),
  );
  for (const day of days) {
    for (const [group, rows] of Object.entries(day.products ?? {})) {
      if (day.raw?.[`products/${group}`] !== undefined) continue;
      for (const [at, row] of rows.entries()) {
        const file = `/tcgplayer/3/${group}/products`;
        const isNamed = named.some(
          (one) =>
            (one.file === file && (one.place === null || one.place === `results.${at}`)) ||
            (one.kind === 'file' && one.set_id === `pokemon-${group}`) ||
            // Without its list a game has no sets.
            (one.kind === 'file' && one.file === '/tcgplayer/3/groups'),
        );
        const id = (row as { productId?: unknown } | null)?.productId;
        const isListed = (day.groups ?? []).some(
          (of) => (of as { groupId?: unknown } | null)?.groupId === Number(group),
        );
        const isCard = typeof id === 'number' && (cards.has(`pokemon-${id}`) || cards.has(`onepiece-${id}`));
        expect(isCard || isNamed || !isListed, `${file} results.${at}`).to.equal(true);
      }
    }
  }
};

/** What is right for the files of this repository, by name. */
const expectations: Readonly<Record<string, (told: Told) => Promise<void>>> = {
  async 'odd-rows'({ results, ledger, events }) {
    // Nine rows of sets, nine of products.
    expect(results[0]).to.include({ outcome: 'finished', sets: 4, rows: 7, missing_files: 0, quarantined: 18 });
    expect(await ledger.database.query('select name from catalog.sets order by set_id')).to.deep.equal([
      { name: 'Series 71' },
      { name: 'Series 72' },
      { name: 'Series 76' },
      { name: 'Series 77' },
    ]);
    expect((await events('CardListed')).map(({ data }) => data['card_id'])).to.have.members(
      [710, 711, 720, 721, 727, 729, 7290, 7291].map((id) => `pokemon-${id}`),
    );
  },
  async 'unstorable-text'({ results, ledger, events }) {
    expect(results[0]).to.include({ outcome: 'finished', sets: 2, quarantined: 0, missing_files: 0 });
    expect(results[1]).to.include({ outcome: 'finished', changed: 0, unchanged: 4 });
    const names = await ledger.database.query('select name from catalog.cards order by card_id');
    expect(names.map(({ name }) => name)).to.deep.equal([
      'Nul\uFFFDfern',
      'Fernkit 711',
      'Bare\uFFFDnul \uFFFDbell',
      'Marked',
    ]);
    expect(await events('CardRevised')).to.deep.equal([]);
    expect(await events('SetRevised')).to.deep.equal([]);
  },
  async 'no-days'({ results, ledger, events }) {
    for (const result of results) expect(result).to.include({ outcome: 'finished', sets: 5 });
    const days = await ledger.database.query('select published_on from catalog.sets order by set_id');
    expect(days.map((set) => set['published_on'])).to.deep.equal(['2023-05-19', null, null, null, null]);
    expect(await events('SetRevised')).to.deep.equal([]);
    expect(await events('CardRevised')).to.deep.equal([]);
  },
  async 'refused-files'({ results, events }) {
    expect(results[0]).to.include({ outcome: 'finished', sets: 6, rows: 12, missing_files: 3 });
    expect(await events('CardListed')).to.have.length(10);
  },
  async 'half-a-price-file'({ results, ledger, events }) {
    // Held back on the third day: not confirmed then, and not "unchanged".
    const at = async (day: string): Promise<unknown> =>
      (await pricesOfCardAsOf(ledger.database, 'pokemon-7100', { validAt: `${day}T20:06:00Z` }))[0]?.last_checked;
    expect([await at('2026-10-02'), await at('2026-10-03'), await at('2026-10-04')]).to.deep.equal([
      '2026-10-02T20:05:33Z',
      '2026-10-02T20:05:33Z',
      '2026-10-04T20:05:33Z',
    ]);
    const [key] = await ledger.database.query<{ series_id: number }>(
      `select series_id from price_history.series where card_id = 'pokemon-7100'`,
    );
    const series = { cardId: 'pokemon-7100', source: 'tcgcsv', seriesId: key?.series_id ?? 0 };
    const window = { fromMs: Date.parse('2026-10-01T00:00:00Z'), toMs: Date.parse('2026-10-05T00:00:00Z') };
    expect(
      (await checksIn(ledger.database, series, window)).map(({ atMs, withheld }) => [
        new Date(atMs).getUTCDate(),
        withheld,
      ]),
    ).to.deep.equal([
      [1, false],
      [2, false],
      [3, true],
      [4, false],
    ]);
    expect(results.map((result) => ('withheld' in result ? [result.withheld, result.withdrawn] : []))).to.deep.equal([
      [0, 0],
      [12, 0],
      [12, 0],
      [0, 0],
    ]);
    expect(await events('PriceObserved')).to.have.length(24);
  },
  async 'unreadable-files'({ results, events }) {
    expect(results[0]).to.include({ outcome: 'failed', sets: 4, missing_files: 3 });
    expect(await events('SnapshotTaken')).to.have.length(4);
  },
  async 'odd-price-rows'({ results, ledger }) {
    expect(results[0]).to.include({ outcome: 'finished', sets: 2, rows: 3_020 });
    const [count] = await ledger.database.query<{ n: number }>(
      `select count(*) as n from latest_prices.prices where card_id = 'pokemon-710'`,
    );
    expect(count?.n).to.equal(200);
    expect(
      await ledger.database.query(`select 1 from latest_prices.prices where card_id = 'pokemon-720'`),
    ).to.have.length(1);
  },
};

const group = (groupId: number) => ({ groupId, categoryId: 3, name: `Series ${groupId}` });
const many = (id: number, more: Partial<MarketRow>): MarketRow[] =>
  Array.from({ length: 1_500 }, (_, at) => row(id, 2, { subTypeName: `Print ${at}`, ...more }));

/** Made here, because of its 3,000 rows. */
const oddPriceRows: Days = {
  name: 'odd-price-rows',
  why: 'price rows of any kind, and thousands of printings of one product: set aside, and the set behind is collected',
  days: [
    {
      stamp: '2026-10-01T20:05:33+0000',
      groups: [group(71), group(72)],
      products: { 71: [710, 711, 712].map((id) => product(id, 71)), 72: [product(720, 72)] },
      prices: {
        71: [
          row(710, 2),
          ...[null, '', 'x'.repeat(200), {}, 5].map((subTypeName) => ({ ...row(711, 2), subTypeName })),
          ...[null, [], 7, 'x', {}, { productId: 711 }],
          ...['711', -1, 0, 1e11, 1.5].map((productId) => ({ ...row(711, 2), productId })),
          { ...row(711, 2), lowPrice: 'cheap', subTypeName: 'A' },
          { ...row(711, 2), marketPrice: [], subTypeName: 'B' },
          ...many(710, {}),
          ...many(712, { lowPrice: -5 }),
        ],
        72: [row(720, 2)],
      },
    },
  ],
};

const tell = ({ name, why, days }: Days): void => {
  it(`${name}: ${why}`, async function () {
    this.timeout(120_000);
    let database: TestDatabase | undefined;
    let server: DayServer | undefined;
    let ledger: Ledger | undefined;
    try {
      database = await freshDatabase();
      server = await startDayServer(days[0] as DayFile);
      ledger = await openTestLedger(database.url, replayEnv(server.url));
      const { log, projector } = ledger;
      const results: CollectResult[] = [];
      for (const day of days) {
        server.show(day);
        const collector = ledger.collector('tcgcsv');
        results.push(await collector.collect({ trigger: 'command', signal: AbortSignal.timeout(60_000) }));
        await collector.close();
        await projector.catchUp();
      }
      const events = async (type: EventType): Promise<RecordedEvent[]> => {
        const found: RecordedEvent[] = [];
        for await (const page of pages(log, { after: startPosition, filter: { types: [type] }, pageEvents: 1_000 }))
          found.push(...page.events);
        return found;
      };
      const told: Told = { ledger, results, events };
      await expectations[name]?.(told);
      await invariants(told, days);
    } finally {
      await ledger?.close();
      await server?.close();
      await database?.drop();
    }
  });
};

describe('made-up days', () => {
  const own = [...readDays(join(packageRoot, 'test/fixtures/days')), oddPriceRows];
  it('of this repository each have an expectation', () => {
    expect(own.map(({ name }) => name)).to.have.members(Object.keys(expectations));
  });
  own.forEach(tell);

  const folder = process.env['TCGCSV_DAY_FILES'];
  if (folder === undefined) {
    it('of another folder (SKIPPED: TCGCSV_DAY_FILES is not set)', function () {
      this.skip();
    });
  } else readDays(folder).forEach(tell);
});
