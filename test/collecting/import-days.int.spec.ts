import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { importDays, type ImportedDay } from '../../src/collecting/import-days.js';
import { silentLogger } from '../../src/base/logger.js';
import { daysOfFolder } from '../../src/sources/tcgcsv/days-of-folder.js';
import { readFolder, type UnusedFile } from '../../src/sources/tcgcsv/kept-files.js';
import { categories } from '../../src/sources/tcgplayer-rows/categories.js';
import { checkProperty } from '../support/check-property.js';
import { differences, historyAsOf, latestPricesNow, type Prices } from '../support/compare-prices.js';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { product, row, type MarketRow } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

/** The rows of each group of a day. */
type DayRows = ReadonlyMap<number, readonly MarketRow[]>;

const dayOf = (at: number): string => new Date(Date.UTC(2025, 1, 1 + at)).toISOString().slice(0, 10);
const body = (rows: readonly unknown[]): string => JSON.stringify({ success: true, errors: [], results: rows });
const cents = (amount: number | null): string => (amount === null ? '-' : String(Math.round(amount * 100)));

/** Returns the prices of a day as the history has them. */
const pricesOf = (rows: DayRows): Prices =>
  new Map(
    [...rows].flatMap(([group, all]) =>
      all.map((at): [string, string] => [
        `${group === 20 ? 'onepiece' : 'pokemon'}-${at.productId}|${at.subTypeName}`,
        [at.lowPrice, at.midPrice, at.highPrice, at.marketPrice, at.directLowPrice].map(cents).join(' '),
      ]),
    ),
  );

describe('the import of kept days', () => {
  let ground: Ground;
  let world: World;
  let folder: string;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    // The clock is past all days that are imported.
    world.runtime.advance(Date.parse('2025-04-01T00:00:00Z') - world.runtime.now().getTime());
    world.market.group(20).prices = [];
    folder = mkdtempSync(join(tmpdir(), 'tcgl-import-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await world.close();
  });
  after(() => ground.close());

  const keep = async (path: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const keepDay = async (day: string, rows: DayRows): Promise<void> => {
    for (const [group, all] of rows) await keep(`${day}/${group === 20 ? 68 : 3}/${group}/prices`, body(all));
  };
  const unused: UnusedFile[] = [];
  const importAll = async (signal = new AbortController().signal): Promise<readonly ImportedDay[]> => {
    const content = await readFolder(folder, [3, 68]);
    unused.splice(0, Infinity, ...content.unused);
    const days = await daysOfFolder(content.files, { name: 'tcgcsv', parserVersion: 2, categories }, unused);
    const { log, database, runtime } = world;
    return importDays(
      { log, database, runtime: world.leaseRuntime, logger: silentLogger, holder: 'test', caughtUp: world.caughtUp },
      { days, source: 'tcgcsv', signal, onDay: () => runtime.advance(1_000) },
    );
  };
  const collectDay = async (day: string, rows: DayRows): Promise<void> => {
    for (const [group, all] of rows) world.market.group(group).prices = [...all];
    world.market.stamp = `${day}T20:05:33+0000`;
    world.runtime.advance(1_000);
    expect(await world.collect()).to.include({ outcome: 'finished' });
    await world.caughtUp();
  };
  const expectDays = async (days: ReadonlyMap<string, DayRows>): Promise<void> => {
    await world.caughtUp();
    for (const [day, rows] of days) {
      expect(differences(pricesOf(rows), await historyAsOf(world.database, `${day}T23:00:00Z`)), day).to.deep.equal([]);
    }
  };

  const three = new Map([
    [
      dayOf(0),
      new Map([
        [10, [row(101, 1), row(102, 2)]],
        [11, [row(111, 3)]],
      ]),
    ],
    [
      dayOf(1),
      new Map([
        [10, [row(101, 1.5)]],
        [11, [row(111, 3)]],
      ]),
    ],
    [
      dayOf(2),
      new Map([
        [10, [row(101, 1.5), row(102, null)]],
        [11, []],
      ]),
    ],
  ] as const);

  it('gives an empty ledger the history of the files, absences as withdrawals, each day under its own date', async () => {
    for (const [day, rows] of three) await keepDay(day, rows);
    const days = await importAll();
    expect(
      days.map(({ day, changed, unchanged, withdrawn }) => ({ day, changed, unchanged, withdrawn })),
    ).to.deep.equal([
      { day: '2025-02-01', changed: 3, unchanged: 0, withdrawn: 0 },
      { day: '2025-02-02', changed: 1, unchanged: 1, withdrawn: 1 },
      { day: '2025-02-03', changed: 1, unchanged: 1, withdrawn: 1 },
    ]);
    await expectDays(three);
    const [snapshot] = await world.events('SnapshotTaken');
    expect(snapshot?.data).to.include({
      url: 'import:/2025-02-01/3/10/prices',
      upstream_stamp: '2025-02-01T20:00:00Z',
      scope: 'pokemon-10',
    });
    expect((await world.events('CollectionStarted')).map(({ data }) => data['trigger'])).to.deep.equal(
      Array(3).fill('import'),
    );
    const head = await world.log.head();
    expect(await importAll()).to.deep.equal([]);
    expect(await world.log.head()).to.equal(head);
  });

  it('takes the stamp that was kept with a day, and none of another day', async () => {
    for (const [day, rows] of three) await keepDay(day, rows);
    await keep(`${dayOf(0)}/last-updated.txt`, '2025-02-01T20:05:33+0000\n');
    await keep(`${dayOf(1)}/last-updated.txt`, '2025-02-04T20:05:33+0000');
    expect((await importAll()).map(({ stamp }) => stamp)).to.deep.equal([
      '2025-02-01T20:05:33Z',
      '2025-02-02T20:00:00Z',
      '2025-02-03T20:00:00Z',
    ]);
    expect(unused).to.deep.equal([
      { path: '2025-02-02/last-updated.txt', reason: "its stamp 2025-02-04T20:05:33Z is not of the folder's day" },
    ]);
  });

  it('leaves what later collections have proven as it was', async () => {
    await collectDay(
      dayOf(0),
      new Map([
        [10, [row(101, 1), row(102, 2)]],
        [11, [row(111, 3)]],
      ]),
    );
    await collectDay(
      dayOf(3),
      new Map([
        [10, [row(101, 1)]],
        [11, [row(111, 3)]],
      ]),
    );
    const before = await latestPricesNow(world.database);
    await keepDay(
      dayOf(1),
      new Map([
        [10, [row(101, 9), row(102, 2), row(103, 4)]],
        [11, [row(111, 3)]],
      ]),
    );
    const [imported] = await importAll();
    expect(imported).to.include({ changed: 2, unchanged: 2, withdrawn: 0, restated: 2 });
    await world.caughtUp();
    expect(differences(before, await latestPricesNow(world.database))).to.deep.equal([]);
    const history = await historyAsOf(world.database, '2025-02-03T00:00:00Z');
    expect(Object.fromEntries(history)).to.include({
      'pokemon-101|Normal': '100 200 300 900 -',
      'pokemon-103|Normal': '100 200 300 400 -',
    });
    const { last_run } = await world.collector().state();
    expect(last_run?.upstream_stamp).to.equal('2025-02-04T20:05:33Z');
    // The next collection compares with what the source showed last.
    await collectDay(
      dayOf(4),
      new Map([
        [10, [row(101, 1)]],
        [11, [row(111, 3)]],
      ]),
    );
    expect((await world.events('SnapshotTaken')).at(-1)?.data).to.include({ changed: 0, withdrawn: 0 });
  });

  it('leaves a set alone on a day that was collected', async () => {
    await collectDay(
      dayOf(0),
      new Map([
        [10, [row(101, 1)]],
        [11, [row(111, 3)]],
      ]),
    );
    await keepDay(
      dayOf(0),
      new Map([
        [10, [row(101, 7)]],
        [20, [row(201, 5)]],
      ]),
    );
    const [imported] = await importAll();
    // Group 20 was collected too: it was listed, and empty.
    expect(imported).to.include({ sets: 0, already_collected: 2 });
    expect(await world.prices()).to.include({ 'pokemon-101 normal': 100 });
  });

  it('goes on after it was cut short, to the same history', async () => {
    const proven = new Map([
      [10, [row(101, 1), row(102, 2)]],
      [11, [row(111, 3)]],
    ] as const);
    await collectDay(dayOf(0), proven);
    await collectDay(dayOf(3), proven);
    await keepDay(
      dayOf(1),
      new Map([
        [10, [row(101, 9)]],
        [11, [row(111, 3)]],
      ]),
    );
    const cut = new AbortController();
    const { append } = world.log;
    const isRestated = ({ data }: { readonly data: object }): boolean =>
      'effective_at' in data && data.effective_at === `${dayOf(3)}T20:05:33Z`;
    // The prices of the day are in the log, and not yet what the later check had proven.
    Object.assign(world.log, {
      append: async (...call: Parameters<typeof append>) => {
        if (call[0].some(({ events }) => events.some(isRestated))) {
          cut.abort(new Error('cut short'));
          throw new Error('cut short');
        }
        return append(...call);
      },
    });
    await importAll(cut.signal).then(
      () => expect.fail('the import was not cut short'),
      () => undefined,
    );
    Object.assign(world.log, { append });
    await world.caughtUp();
    expect(Object.fromEntries(await latestPricesNow(world.database))).to.include({
      'pokemon-101|Normal': '100 200 300 900 -',
    });
    await importAll();
    await expectDays(
      new Map([
        [dayOf(0), proven],
        [dayOf(3), proven],
      ]),
    );
    expect(await world.prices()).to.include({ 'pokemon-101 normal': 100, 'pokemon-102 normal': 200 });
  });

  it('compares a day with what held before it, though a later fact of the card is in the log by now', async () => {
    const days = new Map([
      [
        dayOf(0),
        new Map([
          [10, [row(101, 1)]],
          [11, []],
        ]),
      ],
      [
        dayOf(1),
        new Map([
          [10, [row(101, 1)]],
          [11, [row(111, 2)]],
        ]),
      ],
      [
        dayOf(2),
        new Map([
          [10, [row(101, 1)]],
          [11, [row(112, 3)]],
        ]),
      ],
      [
        dayOf(3),
        new Map([
          [10, [row(101, 1)]],
          [11, [row(112, 3)]],
        ]),
      ],
      [
        dayOf(4),
        new Map([
          [10, [row(101, 1)]],
          [11, [row(111, 2), row(112, 3)]],
        ]),
      ],
    ] as const);
    for (const day of [dayOf(3), dayOf(4)]) await collectDay(day, days.get(day) as DayRows);
    for (const day of [dayOf(0), dayOf(1), dayOf(2)]) await keepDay(day, days.get(day) as DayRows);
    // The second day's price is stated to be withdrawn at the collected day, before the third day is compared.
    expect((await importAll()).map(({ restated, withdrawn }) => [restated, withdrawn])).to.deep.equal([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
    await expectDays(days);
  });

  it('equals the files on every day, whichever of the days were collected and whichever imported', async () => {
    const price = fc.option(fc.constantFrom(1, 2, 3), { nil: undefined, freq: 3 });
    const cards = [
      [101, 10],
      [102, 10],
      [103, 10],
      [111, 11],
      [112, 11],
    ] as const;
    const day = fc.record({
      collected: fc.boolean(),
      moved: fc.boolean(),
      prices: fc.tuple(...cards.map(() => price)),
    });
    const counted = { restated: 0, imported: 0, collected: 0 };
    await checkProperty(
      fc.asyncProperty(fc.array(day, { minLength: 5, maxLength: 8 }), fc.boolean(), async (days, together) => {
        await world.close();
        await rm(folder, { recursive: true, force: true });
        world = await openWorld(ground);
        world.market.group(20).prices = [];
        world.runtime.advance(Date.parse('2025-04-01T00:00:00Z') - world.runtime.now().getTime());
        const all = new Map<string, DayRows>();
        for (const [at, { prices, moved }] of days.entries()) {
          const rows = new Map<number, MarketRow[]>([
            [10, []],
            [11, []],
          ]);
          for (const [index, [card, group]] of cards.entries()) {
            const market = prices[index];
            if (market !== undefined) rows.get(moved && card === 103 ? 11 : group)?.push(row(card, market));
          }
          all.set(dayOf(at), rows);
        }
        const collected = [...all].filter((_day, at) => days[at]?.collected === true);
        const kept = [...all].filter((_day, at) => days[at]?.collected !== true);
        for (const [one, rows] of collected) await collectDay(one, rows);
        for (const [one, rows] of kept) {
          await keepDay(one, rows);
          if (!together) counted.restated += (await importAll())[0]?.restated ?? 0;
        }
        if (together && kept.length > 0) for (const { restated } of await importAll()) counted.restated += restated;
        counted.imported += kept.length;
        counted.collected += collected.length;
        await expectDays(all);
      }),
      8,
    );
    for (const [name, times] of Object.entries(counted)) expect(times, name).to.be.greaterThan(2);
  });

  it('reads gzipped files and ProductsAndPrices.csv in any order of columns, with the cards that it does not know', async () => {
    await keep(`${dayOf(0)}/3/10/prices.gz`, gzipSync(body([row(101, 1)])));
    await keep(
      `${dayOf(0)}/3/11/CardsProductsAndPrices.csv`,
      [
        'subTypeName,productId,name,cleanName,imageUrl,categoryId,groupId,url,modifiedOn,imageCount,extNumber,extCardText,marketPrice,lowPrice,midPrice,highPrice,directLowPrice',
        'Holofoil,111,"Pikachu, the mouse",Pikachu,https://example.test/1.jpg,3,11,https://example.test/1,2025-01-01T00:00:00,1,7/20,"Two',
        'lines",1.25,0.1,1,99,',
        'Normal,111,"Pikachu, the mouse",Pikachu,https://example.test/1.jpg,3,11,https://example.test/1,2025-01-01T00:00:00,1,7/20,"Two',
        'lines",0.5,0.1,1,99,0.4',
        ',112,Booster Box,Booster Box,https://example.test/2.jpg,3,11,https://example.test/2,2025-01-01T00:00:00,1,,,,,,,',
      ].join('\n'),
    );
    await keep(`${dayOf(0)}/RomanceDawnProductsAndPrices.csv`, 'productId,name\n1,Luffy');
    await keep(`${dayOf(0)}/3/groups`, body([{ groupId: 11, categoryId: 3, name: 'The Set', abbreviation: 'TS' }]));
    await keep(`${dayOf(0)}/3/10/products`, body([product(101, 10)]));
    await keep(`${dayOf(0)}/1/5/prices`, body([]));
    await keep('notes.txt', 'mine');
    await keep('prices-2025-02-01.ppmd.7z', 'x');
    const [imported] = await importAll();
    expect(imported).to.include({ rows: 3, changed: 3, quarantined: 0 });
    await world.caughtUp();
    expect(Object.fromEntries(await latestPricesNow(world.database))).to.deep.equal({
      'pokemon-101|Normal': '100 200 300 100 -',
      'pokemon-111|Holofoil': '10 100 9900 125 -',
      'pokemon-111|Normal': '10 100 9900 50 40',
    });
    const cards = await world.database.query('select card_id, name, number, attributes from catalog.cards order by 1');
    expect(cards).to.deep.include.members([
      { card_id: 'pokemon-111', name: 'Pikachu, the mouse', number: '7/20', attributes: { CardText: 'Two\nlines' } },
      { card_id: 'pokemon-112', name: 'Booster Box', number: null, attributes: {} },
    ]);
    expect(unused.map(({ path, reason }) => `${path}: ${reason}`)).to.deep.equal([
      '2025-02-01/1/5/prices: category 1 cannot be followed',
      'notes.txt: no folder above it is named by a day, such as 2024-02-08',
      'prices-2025-02-01.ppmd.7z: an archive: unpack it first',
      '2025-02-01/RomanceDawnProductsAndPrices.csv: 2025-02-01/RomanceDawnProductsAndPrices.csv: expected a header with productId, subTypeName, lowPrice, midPrice, highPrice, marketPrice, directLowPrice; subTypeName, lowPrice, midPrice, highPrice, marketPrice, directLowPrice are missing',
    ]);
  });

  it('names each row that it does not take, by its file and number', async () => {
    await keep(`${dayOf(0)}/3/10/prices`, body([row(101, 1), { ...row(102, 2), marketPrice: 'free' }, { nothing: 1 }]));
    await keep(`${dayOf(0)}/3/11/prices`, '<html>');
    await keep(
      `${dayOf(0)}/68/20/AProductsAndPrices.csv`,
      'productId,subTypeName,lowPrice,midPrice,highPrice,marketPrice,directLowPrice,name,groupId\n' +
        '201,Normal,1,1,1,1,,Luffy,20\n202,Normal,1,1,1,1e3,,Zoro,20\n203,Normal,5,2,9,3,,Nami,20',
    );
    const [imported] = await importAll();
    expect(imported?.not_taken.map(({ file, row: number, card_id }) => `${file} ${number} ${card_id}`)).to.have.members(
      [
        '2025-02-01/3/10/prices 2 pokemon-102',
        '2025-02-01/3/10/prices 3 null',
        '/2025-02-01/3/11/prices null null',
        '2025-02-01/68/20/AProductsAndPrices.csv 2 onepiece-202',
        '2025-02-01/68/20/AProductsAndPrices.csv 3 onepiece-203',
      ],
    );
    expect(await world.prices()).to.deep.equal({ 'onepiece-201 normal': 100, 'pokemon-101 normal': 100 });
  });

  it('revises nothing of the catalog, and withdraws no set or card that the files do not know', async () => {
    await collectDay(
      dayOf(5),
      new Map([
        [10, [row(101, 1), row(102, 2)]],
        [11, [row(111, 3)]],
      ]),
    );
    const catalog = await world.database.query('select * from catalog.cards order by card_id');
    await keepDay(dayOf(0), new Map([[10, [row(101, 1)]]]));
    await keep(`${dayOf(0)}/3/groups`, body([{ groupId: 10, categoryId: 3, name: 'An older name' }]));
    await keep(`${dayOf(0)}/3/10/products`, body([product(101, 10, { name: 'An older name' })]));
    await importAll();
    await world.caughtUp();
    expect(await world.database.query('select * from catalog.cards order by card_id')).to.deep.equal(catalog);
    expect(await world.events('SetWithdrawn')).to.deep.equal([]);
    expect(await world.events('SetRevised')).to.deep.equal([]);
  });
});
