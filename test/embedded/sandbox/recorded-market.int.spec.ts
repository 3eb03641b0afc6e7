import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { packageRoot } from '../../../src/base/paths.js';
import { openRecordedMarket, type RecordedRow, stampOfDay } from '../../../src/embedded/sandbox/recorded-market.js';
import { tcgcsvAnswer } from '../../../src/embedded/sandbox/tcgcsv-format.js';
import { groupsBody, pricesBody, productsBody } from './tcgcsv-schemas.js';

const fixture = join(packageRoot, 'test/fixtures/tcgcsv-2025');
const ndjson = (rows: readonly object[]): Buffer => gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

const price = (day: string, group: number, product: number, low: number | null = 1): RecordedRow => ({
  date: day,
  category: 3,
  group,
  product,
  printing: 'Normal',
  low,
  mid: 2,
  high: 3,
  market: null,
  directLow: null,
});

describe('recorded market', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'recorded-market-'));
    for (const part of ['prices', 'products']) mkdirSync(join(folder, part));
    const write = (name: string, body: string | Buffer): void => writeFileSync(join(folder, name), body);
    write('prices/2025-03-01.ndjson.gz', ndjson([price('2025-03-01', 10, 101), price('2025-03-01', 11, 111)]));
    write('prices/2025-03-03.ndjson.gz', ndjson([price('2025-03-03', 10, 101, 0.1)]));
    write('prices/notes.txt', 'not a day');
    const cards = [
      { productId: 101, name: 'Card, 101', cleanName: null, groupId: 10, number: '1/2', rarity: 'Rare' },
      { productId: 102, name: 'Box', groupId: 10, number: null, rarity: '' },
    ];
    write('products/tcgplayer_products_cat3.ndjson.gz', ndjson(cards));
    const head = 'groupId,name,abbreviation,isSupplemental,publishedOn,modifiedOn,categoryId';
    const named = '10,"Set: ""A"", B",AB,True,2025-03-06T00:00:00,2025-02-27T09:42:01.037,3';
    write('products/tcgplayer_groups_cat3.csv', `${head}\r\n${named}\r\n`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const results = (day: string, path: string, market = openRecordedMarket(folder)): unknown => {
    const answer = tcgcsvAnswer(market.at(stampOfDay(day)), path);
    return answer.kind === 'json' ? answer.envelope : answer.kind;
  };

  it('serves every row of the first and the last day as recorded', () => {
    const market = openRecordedMarket(fixture);
    expect(market.days).to.have.length(29);
    for (const day of [market.days[0]!, market.days.at(-1)!]) {
      const served: RecordedRow[] = [];
      for (const category of market.at(stampOfDay(day)).categoryIds) {
        const groups = groupsBody.parse(results(day, `/tcgplayer/${category}/groups`, market)).results;
        for (const { groupId: group } of groups) {
          const body = pricesBody.parse(results(day, `/tcgplayer/${category}/${group}/prices`, market));
          for (const row of body.results) {
            const { productId: product, subTypeName: printing, lowPrice: low, midPrice: mid, highPrice: high } = row;
            const amounts = { low, mid, high, market: row.marketPrice, directLow: row.directLowPrice };
            served.push({ date: day, category, group, product, printing, ...amounts });
          }
        }
      }
      expect(served).to.have.deep.members([...market.rows(day)]);
      expect(served).to.have.length.greaterThan(500);
    }
  });

  it('publishes each recorded day at its evening, and the first day before that', () => {
    const market = openRecordedMarket(folder);
    const stampAt = (time: string): string => market.at(new Date(time)).stamp.toISOString();
    expect(market.days).to.deep.equal(['2025-03-01', '2025-03-03']);
    expect(stampAt('2025-01-01T00:00:00Z')).to.equal('2025-03-01T20:05:33.000Z');
    expect(stampAt('2025-03-03T20:05:32Z')).to.equal('2025-03-01T20:05:33.000Z');
    expect(stampAt('2025-03-03T20:05:33Z')).to.equal('2025-03-03T20:05:33.000Z');
    expect(market.next(stampOfDay('2025-03-01'))).to.deep.equal(stampOfDay('2025-03-03'));
    expect(market.next(stampOfDay('2025-03-03'))).to.equal(null);
    expect(market.rows('2025-03-03')).to.deep.equal([price('2025-03-03', 10, 101, 0.1)]);
  });

  it('describes products and groups as recorded, or by their numbers', () => {
    const { results: groups } = groupsBody.parse(results('2025-03-01', '/tcgplayer/3/groups'));
    expect(groups.map(({ name, isSupplemental }) => [name, isSupplemental])).to.deep.equal([
      ['Set: "A", B', true],
      ['Group 11', false],
    ]);
    const products = (group: number) =>
      productsBody.parse(results('2025-03-01', `/tcgplayer/3/${group}/products`)).results;
    expect(products(10).map(({ name, extendedData }) => [name, extendedData.map(({ value }) => value)])).to.deep.equal([
      ['Card, 101', ['1/2', 'Rare']],
      ['Box', []],
    ]);
    expect(products(11)[0]).to.include({ productId: 111, name: 'Product 111', cleanName: 'Product 111' });
  });

  it('has no file for a group or category that is not listed', () => {
    expect(results('2025-03-03', '/tcgplayer/3/11/prices')).to.equal('not-found');
    expect(results('2025-03-03', '/tcgplayer/3/11/products')).to.equal('not-found');
    expect(results('2025-03-03', '/tcgplayer/68/groups')).to.equal('not-found');
  });

  it('is not opened from a folder without days', () => {
    for (const empty of [join(folder, 'products'), join(folder, 'nowhere')]) {
      expect(() => openRecordedMarket(empty))
        .to.throw('prices/DATE.ndjson.gz')
        .with.property('code', 'VALIDATION_FAILED');
    }
  });
});
