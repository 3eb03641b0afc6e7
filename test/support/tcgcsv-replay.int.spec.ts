import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { startReplay, stampOfDay } from './tcgcsv-replay.js';
import type { Replay } from './tcgcsv-replay.js';
import type { RecordedRow } from './tcgcsv-files.js';
import { madeCases, madeDays, madeRows, writeMadeDays } from './tcgcsv-made-days.js';
import type { MadeFolders } from './tcgcsv-made-days.js';
import { groupsBody, lastUpdated, pricesBody, productsBody } from './tcgcsv-schemas.js';

const getFrom = (replay: Replay, path: string): Promise<Response> =>
  fetch(`${replay.url}${path}`, { headers: { 'user-agent': 'TcgPriceLedgerTest/1.0.0' } });

/** All rows of the day served, gathered over the wire as a collector would. */
const gather = async (replay: Replay): Promise<object[]> => {
  const rows: object[] = [];
  for (const category of [3, 68]) {
    const groups = groupsBody.parse(await (await getFrom(replay, `/tcgplayer/${category}/groups`)).json()).results;
    for (const { groupId: group } of groups) {
      const body = pricesBody.parse(await (await getFrom(replay, `/tcgplayer/${category}/${group}/prices`)).json());
      for (const row of body.results) {
        const { productId: product, subTypeName: printing, lowPrice: low, midPrice: mid, highPrice: high } = row;
        const amounts = { low, mid, high, market: row.marketPrice, directLow: row.directLowPrice };
        rows.push({ date: replay.day(), category, group, product, printing, ...amounts });
      }
    }
  }
  return rows;
};

const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

describe('tcgcsv replay', () => {
  let folders: MadeFolders;
  let replay: Replay;
  const get = (path: string): Promise<Response> => getFrom(replay, path);
  const launch = '/tcgplayer/3/80004/prices';

  before(() => {
    folders = writeMadeDays();
  });
  after(() => folders.remove());
  beforeEach(async () => {
    replay = await startReplay(folders);
  });
  afterEach(() => replay.close());

  it('gives every row of a day over the wire as it was recorded', async () => {
    for (const day of [0, 5]) {
      replay.setDay(madeDays[day] ?? '');
      expect(sorted(await gather(replay))).to.deep.equal(sorted(madeRows(day)));
      expect(sorted(replay.rows())).to.deep.equal(sorted(madeRows(day)));
    }
  });

  it('goes from day to day, the stamp with it', async () => {
    expect(replay.days).to.deep.equal(madeDays);
    expect(replay.day()).to.equal('2025-03-01');
    expect(replay.next()).to.equal(true);
    const stamp = await (await get('/last-updated.txt')).text();
    expect(lastUpdated.parse(stamp)).to.equal('2025-03-02T20:05:33+0000\n');
    expect((await get(launch)).headers.get('last-modified')).to.equal(stampOfDay('2025-03-02').toUTCString());
    replay.setDay('2025-03-10');
    expect(replay.next()).to.equal(false);
    expect(replay.rows('2025-03-03')[0]?.date).to.equal('2025-03-03');
    expect(() => replay.setDay('2025-03-11')).to.throw('2025-03-11');
    expect(replay.day()).to.equal('2025-03-10');
  });

  it('lists products with what is known of them, and plainly what is not', async () => {
    replay.setDay('2025-03-07');
    const read = async (path: string) => productsBody.parse(await (await get(path)).json()).results;
    const known = await read('/tcgplayer/3/80002/products');
    const sealed = known.find(({ productId }) => productId === madeCases.sealed.product);
    expect(sealed?.extendedData).to.deep.equal([]);
    expect(known.find(({ productId }) => productId === 8_000_202)?.extendedData.map(({ name }) => name)).to.deep.equal([
      'Number',
      'Rarity',
    ]);
    expect(known.map(({ productId }) => productId)).to.include(madeCases.unpriced.product);
    const unknown = await read('/tcgplayer/3/80006/products');
    expect(unknown[0]).to.include({ productId: 8_000_601, name: 'Product 8000601' });
    const groups = groupsBody.parse(await (await get('/tcgplayer/3/groups')).json()).results;
    expect(groups.find(({ groupId }) => groupId === 80_002)?.name).to.equal('Made Set: Harbour, Reef');
    expect(groups.find(({ groupId }) => groupId === 80_006)?.name).to.equal('Group 80006');
  });

  it('turns away default agents and unknown paths, and counts', async () => {
    expect((await fetch(`${replay.url}${launch}`)).status).to.equal(401);
    expect((await get('/none')).status).to.equal(404);
    expect(replay.counts()).to.deep.equal({ [launch]: 1, '/none': 1 });
  });

  it('spoils the next requests as told', async () => {
    replay.faults({ status: 429, count: 2, retry_after: 5 }, { kind: 'html' }, { status: 503, path: '/groups' });
    const statuses = [await get(launch), await get(launch)];
    expect(statuses.map(({ status, headers }) => [status, headers.get('retry-after')])).to.deep.equal([
      [429, '5'],
      [429, '5'],
    ]);
    expect((await get(launch)).headers.get('content-type')).to.equal('text/html');
    expect((await get(launch)).status).to.equal(200);
    expect((await get('/tcgplayer/3/groups')).status).to.equal(503);
    replay.faults({ kind: 'truncate' });
    const half = await (await get(launch)).text().then(
      () => 'whole',
      () => 'cut',
    );
    expect(half).to.equal('cut');
    replay.faults({ kind: 'hang', count: 3 });
    const hanging = get(launch).then(
      () => 'answered',
      () => 'cut',
    );
    while ((replay.counts()[launch] ?? 0) < 6) await new Promise(setImmediate);
    replay.faults();
    expect((await get(launch)).status).to.equal(200);
    await replay.close();
    expect(await hanging).to.equal('cut');
    replay = await startReplay(folders);
  });

  it('needs days to replay', async () => {
    const failure = await startReplay({ ...folders, pricesDir: folders.productsDir }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).with.property('message').that.contains('no DATE.ndjson.gz');
  });
});

describe('made tcgcsv days', () => {
  const days = madeDays.map((_, at) => madeRows(at));
  const on = (day: number, product: number): readonly RecordedRow[] =>
    (days[day] ?? []).filter((row) => row.product === product);
  const inGroup = (day: number, group: number): readonly RecordedRow[] =>
    (days[day] ?? []).filter((row) => row.group === group);

  it('have each key once a day', () => {
    for (const rows of days) {
      expect(new Set(rows.map(({ product, printing }) => `${product} ${printing}`)).size).to.equal(rows.length);
    }
  });

  it('hold what their cases say', () => {
    for (const { product, from, to, day } of madeCases.moves) {
      expect([on(day - 1, product)[0]?.group, on(day, product)[0]?.group]).to.deep.equal([from, to]);
    }
    const { launch, growth, absence, vanishing, vanishingPrinting, spike, crash } = madeCases;
    expect(inGroup(launch.day - 1, launch.group).every(({ market }) => market === null)).to.equal(true);
    expect(inGroup(launch.day, launch.group).every(({ market }) => market !== null)).to.equal(true);
    expect([3, 4, 5].map((day) => inGroup(day, growth.group).length)).to.deep.equal([10, 150, 300]);
    for (const { group, day } of madeCases.appearances) {
      expect([inGroup(day - 1, group).length, inGroup(day, group).length > 0]).to.deep.equal([0, true]);
    }
    const around = [absence.day - 1, absence.day, absence.day + 1].map((day) => inGroup(day, absence.group).length > 0);
    expect(around).to.deep.equal([true, false, true]);
    expect([1, 2, 3, 4].map((day) => on(day, vanishing.product).length)).to.deep.equal([2, 0, 0, 2]);
    expect([4, 5, 6].map((day) => on(day, vanishingPrinting.product).length)).to.deep.equal([2, 1, 2]);
    const market = (day: number, product: number): number => on(day, product)[0]?.market ?? 0;
    expect(market(spike.day, spike.product) / market(spike.day - 1, spike.product)).to.be.within(8, 13);
    expect(market(crash.day, crash.product) / market(crash.day - 1, crash.product)).to.be.within(0.05, 0.125);
    expect(on(0, madeCases.parkedHigh.product)[0]?.high).to.equal(99_999);
    const neverSold = days.flatMap((_, day) => on(day, madeCases.neverSold.product));
    expect(neverSold.map((row) => row.market)).to.deep.equal(Array.from({ length: 20 }, () => null));
    expect(on(0, madeCases.sealed.product).map(({ printing }) => printing)).to.deep.equal(['Normal']);
    expect(inGroup(0, madeCases.firstEdition.group).map(({ printing }) => printing)).to.include.members([
      ...madeCases.firstEdition.printings,
    ]);
    expect(days.flatMap((_, day) => on(day, madeCases.unpriced.product))).to.deep.equal([]);
  });
});

describe('tcgcsv replay of real days', () => {
  const folder = process.env['TCGCSV_REAL_DATA'] ?? '';

  it('gives the first and the last day over the wire as recorded', async function () {
    if (!existsSync(join(folder, 'prices')) || folder === '') {
      console.warn('      real days are not tested: set TCGCSV_REAL_DATA to a folder with prices/ and products/');
      return this.skip();
    }
    const replay = await startReplay({ pricesDir: join(folder, 'prices'), productsDir: join(folder, 'products') });
    try {
      for (const day of [replay.days[0], replay.days.at(-1)]) {
        replay.setDay(day ?? '');
        expect(sorted(await gather(replay))).to.deep.equal(sorted(replay.rows()));
        expect(replay.rows().length).to.be.greaterThan(1_000);
      }
    } finally {
      await replay.close();
    }
    return undefined;
  });
});
