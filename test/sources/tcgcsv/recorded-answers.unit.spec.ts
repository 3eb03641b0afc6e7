/** Goal: every file of tcgcsv that somebody recorded is read without loss or crash, row by row. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { setIdOf } from '../../../src/domain/cards/card.js';
import { readCsvRows } from '../../../src/sources/tcgcsv/csv-rows.js';
import { type Category, categories, categoryOf } from '../../../src/sources/tcgplayer-rows/categories.js';
import { parseListing } from '../../../src/sources/tcgplayer-rows/listing.js';
import { parseGroups, parsePrices, parseProducts } from '../../../src/sources/tcgplayer-rows/parse.js';
import { readPriceRow } from '../../../src/sources/tcgplayer-rows/price-row.js';

const pokemon = categories[0] as Category;
const anySet = 'pokemon-1';

/** Returns the category and the set that the products of a file state. */
const statedBy = ([first]: readonly unknown[]): { readonly category: Category; readonly setId: string } => {
  const { categoryId, groupId } = first as { categoryId: number; groupId: number };
  const category = categoryOf(categoryId) as Category;
  return { category, setId: setIdOf(category.game, groupId) };
};

/** Reads a file by the kind that its name says; returns how many rows it has, 0 for a file of another kind. */
const read = (name: string, text: string): number => {
  if (name.endsWith('ProductsAndPrices.csv')) {
    const rows = readCsvRows(name, text);
    const prices = rows.flatMap(({ price }) => (price === null ? [] : [readPriceRow(pokemon, price)]));
    expect(prices.filter(({ outcome }) => outcome !== 'price')).to.deep.equal([]);
    const products = { rows: rows.map(({ product }) => product), totalItems: null, faulty: false };
    const { category, setId } = statedBy(products.rows);
    expect(parseProducts(category, setId, products).omissions, name).to.deep.equal([]);
    return rows.length;
  }
  if (/prices(\.json)?$/.test(name)) {
    const listing = parseListing(name, text);
    const { rows, readRows, readable, whole } = parsePrices(pokemon, anySet, listing);
    expect([[...readRows()].filter(({ outcome }) => outcome !== 'price'), readable, whole]).to.deep.equal([
      [],
      true,
      true,
    ]);
    return rows;
  }
  if (!/(groups|products)\.json$/.test(name)) return 0;
  const listing = { ...parseListing(name, text), totalItems: null };
  const { category, setId } = statedBy(listing.rows);
  const parsed = name.endsWith('groups.json')
    ? parseGroups(category, listing)
    : parseProducts(category, setId, listing);
  expect(parsed.omissions, name).to.deep.equal([]);
  return listing.rows.length;
};

describe('recorded files of tcgcsv', () => {
  const folder = process.env['TCGCSV_RECORDED'];

  it('are read without loss or crash', function () {
    if (folder === undefined) {
      process.stderr.write('skipped: set TCGCSV_RECORDED to a folder of recorded files\n');
      this.skip();
    }
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const rows = files.map(({ name, parentPath }) => read(name, readFileSync(join(parentPath, name), 'utf8')));
    expect(rows.filter((count) => count > 0).length).to.be.greaterThan(2);
  });
});
