/** Goal: products of another marketplace are mapped, looked through and unmapped by commands. Method: cards of an imported day. */
import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { product, row } from '../collecting/market.js';
import { startCli } from '../support/cli.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

const ofGroup = (results: readonly object[]): string => JSON.stringify({ success: true, errors: [], results });
const lines = (...values: readonly object[]): string => values.map((value) => JSON.stringify(value)).join('\n');

describe('tcg-ledger matching', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let folder: string;
  const run = (...args: string[]) => startCli(args, { DATABASE_URL: database.url }).ended;
  const answer = async (...args: string[]): Promise<any> => {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout);
  };
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  before(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), 'tcgl-matching-'));
    const day = join(folder, 'kept/2024-02-08/3/604');
    await mkdir(day, { recursive: true });
    const group = { groupId: 604, categoryId: 3, name: 'Base Set', abbreviation: 'BS' };
    await writeFile(join(day, '../groups'), ofGroup([group]));
    await writeFile(join(day, 'products'), ofGroup([product(1, 604), product(2, 604), product(3, 604)]));
    await writeFile(join(day, 'prices'), ofGroup([row(1, 2), row(2, 2), row(3, 2)]));
    expect((await run('import', 'tcgcsv', join(folder, 'kept'))).code).to.equal(0);
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('map takes the cards of TCGdex; what they leave open is listed, accepted and rejected', async () => {
    const card = (localId: string, name: string, cardmarket: number, ...tcgplayer: number[]) => ({
      ...{ localId, name },
      variants: tcgplayer.map((id) => ({ type: 'normal', thirdParty: { cardmarket, tcgplayer: id } })),
    });
    const cards = await file('cards.ndjson', lines(card('1', 'Product 1', 11, 1), card('1', 'Product', 12, 2, 3)));
    expect(await answer('matching', 'map', 'cardmarket', cards, '--format', 'tcgdex')).to.deep.equal({
      ...{ products: 2, mapped: 1, known: 0, waiting: 1, unmatched: 0 },
    });
    const { waiting, total } = await answer('matching', 'review');
    const likely = waiting[0].candidates.filter(({ score }: any) => score === 1).map(({ card_id }: any) => card_id);
    expect([total, waiting[0].external_id, likely]).to.deep.equal([1, '12', ['pokemon-2', 'pokemon-3']]);
    const why = ['--reason', 'looked', '--actor', 'me'];
    expect((await run('matching', 'review', 'accept', 'cardmarket', '12', ...why)).stderr).to.contain('card');
    const accepted = await answer('matching', 'review', 'accept', 'cardmarket', '12', '--card', 'pokemon-2', ...why);
    expect(accepted).to.include({ card_id: 'pokemon-2', external_id: '12' });
    expect((await answer('matching', 'review')).total).to.equal(0);
    const { stdout } = await run('matching', 'review', 'reject', 'cardmarket', '11', ...why);
    expect(stdout).to.match(/^11 of cardmarket is not pokemon-1: /);
    expect(await answer('matching', 'map', 'cardmarket', cards, '--format', 'tcgdex')).to.include({
      ...{ mapped: 0, known: 1, waiting: 1 },
    });
  });

  it('map leaves waiting what a file of TCGdex does not name: only a list of products is whole', async () => {
    const named = (id: string) => ({ id, name: 'Product 3', game: 'pokemon', said_to_be: ['pokemon-3'] });
    const products = await file('products.ndjson', lines(named('21'), named('22')));
    expect(await answer('matching', 'map', 'CardMarket', products)).to.include({ waiting: 2 });
    const text = lines({ localId: '1\0\uD800', name: 'Nobody', thirdParty: { cardmarket: 23, tcgplayer: 9 } });
    const cards = await file('one.ndjson', `\uFEFF${text}\r\n`);
    expect(await answer('matching', 'map', 'cardmarket', cards, '--format', 'tcgdex')).to.include({ unmatched: 1 });
    const { waiting } = await answer('matching', 'review');
    expect(waiting.map(({ external_id }: any) => external_id)).to.deep.equal(['21', '22']);
    const other = await file('other.ndjson', lines({ id: '24', name: 'Nobody', game: 'pokemon' }));
    await answer('matching', 'map', 'cardmarket', other);
    expect((await answer('matching', 'review')).total).to.equal(0);
  });

  it('map names what is wrong with a file, and which marketplace TCGdex knows', async () => {
    const wrong = await file('wrong.ndjson', lines({ id: '1', name: 'x', game: 'magic' }));
    const one = { id: '1', name: 'x', game: 'pokemon', said_to_be: ['pokemon-1'] };
    const twice = await file('twice.ndjson', lines(one, { ...one, said_to_be: ['pokemon-2'] }));
    for (const [args, problem] of [
      [['cardmarket', wrong], /products, line 1: game: /],
      [['cardmarket', twice], /products, line 2: id: expected each product once/],
      [['card market', wrong], /system: expected a name such as cardmarket/],
      [['ebay', wrong, '--format', 'tcgdex'], /system: expected cardmarket/],
      [['cardmarket', join(folder, 'none')], /cannot be read/],
    ] as const) {
      const { code, stderr } = await run('matching', 'map', ...args);
      expect([code, stderr.trim().split('\n').length]).to.deep.equal([2, 1]);
      expect(stderr).to.match(problem);
    }
    expect((await run('matching', 'map', 'tcgplayer', wrong)).stderr).to.match(/CORRECTION_REFUSED: /);
  });
});
