/**
 * Goal: what a source writes is run by no spreadsheet, from the source's file to the CSV. Method: a market whose printing and
 * names are formulas, collected, then replayed as CSV and read by a parser that is not ours.
 */
import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { csvLines } from '../../src/base/csv.js';
import { replayColumns, replayRows } from '../../src/cli/replay-format.js';
import { product, row } from '../collecting/market.js';
import { type Ground, openGround, openWorld, type World } from '../collecting/world.js';

const printing = '=HYPERLINK("http://x","y")';

describe('a formula from a source', () => {
  let ground: Ground;
  let world: World;
  before(async () => {
    ground = await openGround();
    world = await openWorld(ground);
  });
  after(async () => {
    await world.close();
    await ground.close();
  });

  it('is text in every cell of a replay as CSV, and whole in its `data`', async () => {
    const group = world.market.group(11);
    group.name = '@SUM(1+1)';
    group.products = [product(111, 11, { name: '+1 Counter', cleanName: '-1 Counter' })];
    group.prices = [row(111, 4, { subTypeName: printing, lowPrice: 3, midPrice: 4, highPrice: 9 })];
    expect(await world.collect(['pokemon-11'])).to.include({ outcome: 'finished', rows: 1 });
    const events = await world.events();
    const text = csvLines([replayColumns.map(({ name }) => name), ...replayRows(events, new Map())]);
    const rows: string[][] = parse(text);
    expect(rows).to.have.length(events.length + 1);
    for (const cell of rows.flat()) expect(cell).to.not.match(/^[=+\-@\t\r\n]/);
    const [header = []] = rows;
    const priced = rows.find((cells) => cells[header.indexOf('type')] === 'PriceObserved') ?? [];
    const cell = (name: string): string => priced[header.indexOf(name)] ?? '';
    expect([cell('printing'), cell('low'), cell('market')]).to.deep.equal([`'${printing}`, '3', '4']);
    expect(JSON.parse(cell('data')).printing.name).to.equal(printing);
  });
});
