/** Goal: whatever stands in an answer, it is read without a crash; what is not taken is named, and other rows stand. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { FileContent, PriceRow, RowOmission } from '../../../src/collecting/source.js';
import { categoryOf } from '../../../src/sources/tcgplayer-rows/categories.js';
import type { CategorySet } from '../../../src/sources/tcgplayer-rows/fetch-sets.js';
import { parseListing } from '../../../src/sources/tcgplayer-rows/listing.js';
import { parsePrices } from '../../../src/sources/tcgplayer-rows/parse.js';
import { groupsFile, productsFile } from '../../../src/sources/tcgplayer/catalog-files.js';
import { skuPricesFile } from '../../../src/sources/tcgplayer/sku-prices.js';
import { wordsFiles } from '../../../src/sources/tcgplayer/skus.js';
import { readAnswer } from '../../../src/sources/tcgplayer/wire-format.js';
import { isLedgerError } from '../../../src/base/errors.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { product, row } from '../../collecting/market.js';
import { checkProperty } from '../../support/check-property.js';

const pokemon = categoryOf(3)!;
const set = {
  category: pokemon,
  group: 10,
  set: {
    set_id: 'pokemon-10',
    game: 'pokemon',
    language: null,
    name: 'Ten',
    abbreviation: null,
    published_on: null,
    supplemental: false,
    source_modified_at: null,
  },
} satisfies CategorySet;
const sku = { skuId: 1, cardId: 'pokemon-101', printingId: 1, conditionId: 1, languageId: 1 };
const words = {
  printings: new Map([[1, printingOf('Normal')]]),
  conditions: new Map([[1, 'NM' as const]]),
  languages: new Map([[1, 'en']]),
};
const tables = wordsFiles(pokemon);

const group = {
  groupId: 10,
  categoryId: 3,
  name: 'Ten',
  abbreviation: 'T',
  isSupplemental: false,
  modifiedOn: '2025-01-01T00:00:00',
};
const skuEntry = { skuId: 1, productId: 101, languageId: 1, printingId: 1, conditionId: 1 };
const skuPrice = {
  skuId: 1,
  lowPrice: 1,
  lowestShipping: 1,
  lowestListingPrice: 1,
  marketPrice: 2,
  directLowPrice: null,
};

/** Each file with a good row, what makes another one of it, and how its text is read. */
const files: Record<
  string,
  { readonly good: object; readonly other: object; readonly read: (text: string) => FileContent }
> = {
  groups: { good: group, other: { groupId: 11 }, read: (text) => groupsFile(pokemon, null).read(text) },
  products: {
    good: { ...product(101, 10), skus: [skuEntry] },
    other: { productId: 102 },
    read: (text) => productsFile(set, null, true).read(text),
  },
  prices: {
    good: row(101, 2),
    other: { productId: 102 },
    read: (text) => ({ prices: [parsePrices(pokemon, 'pokemon-10', parseListing('/x', text))] }),
  },
  'SKU prices': {
    good: skuPrice,
    other: { skuId: 2 },
    read: (text) =>
      skuPricesFile({ setId: 'pokemon-10', skus: [sku, { ...sku, skuId: 2 }], words, whole: true }).read(text),
  },
  printings: {
    good: { printingId: 1, name: 'Normal' },
    other: { printingId: 2 },
    read: (text) => tables.printings.read(text),
  },
  conditions: {
    good: { conditionId: 1, name: 'Near Mint' },
    other: { conditionId: 2 },
    read: (text) => tables.conditions.read(text),
  },
  languages: {
    good: { languageId: 1, name: 'English' },
    other: { languageId: 2 },
    read: (text) => tables.languages.read(text),
  },
};

interface Told {
  readonly rows: readonly PriceRow[];
  readonly omissions: readonly RowOmission[];
  readonly taken: number;
}

/** Reads everything that a file has; `null` if the file is refused as a whole, by an error of the source. */
const told = (read: (text: string) => FileContent, text: string): Told | null => {
  let content: FileContent & { readonly words?: ReadonlyMap<number, unknown> };
  try {
    content = read(text);
  } catch (error) {
    if (isLedgerError(error) && error.code === 'SOURCE_PAYLOAD_INVALID') return null;
    throw error;
  }
  const rows = (content.prices ?? []).flatMap((list) => [...list.readRows()]);
  const taken =
    rows.filter(({ outcome }) => outcome === 'price').length +
    (content.sets?.sets.length ?? 0) +
    (content.cards ?? []).reduce((sum, { cards }) => sum + cards.length, 0) +
    (content.words?.size ?? 0);
  return { rows, omissions: content.omissions ?? [], taken };
};

const listOf = (...rows: readonly unknown[]): string =>
  JSON.stringify({ totalItems: rows.length, success: true, errors: [], results: rows });

describe('odd answers of TCGplayer', () => {
  const anything = fc.anything({ maxDepth: 2, withNullPrototype: false });

  for (const [name, { good, other, read }] of Object.entries(files)) {
    const fields = Object.keys(good);

    it(`${name}: a field of any type, missing or added costs its row at most, and is named`, async () => {
      const change = fc.record({
        field: fc.constantFrom(...fields),
        value: fc.oneof(fc.constant(undefined), anything),
      });
      await checkProperty(
        fc.asyncProperty(change, fc.jsonValue(), ({ field, value }, added) => {
          const odd = { ...good, ...other, [field]: value, somethingNew: added };
          const alone = told(read, listOf(good));
          const both = told(read, listOf(odd, good));
          if (alone === null || both === null) throw new Error('the file was refused');
          const isTaken = both.taken === 2 * alone.taken;
          const isNamed = both.omissions.length > 0 || both.rows.some(({ outcome }) => outcome !== 'price');
          // An id that repeats the good row's is that row, and a row that says otherwise is noted.
          const isPlain = typeof value === 'string' || typeof value === 'number';
          const isSame =
            field in other && isPlain && String(value) === String((good as Record<string, unknown>)[field]);
          expect(both.taken, 'the good row').to.be.at.least(alone.taken);
          return Promise.resolve(isTaken || isNamed || isSame);
        }),
        200,
      );
    });

    it(`${name}: a row that is no object, and any text, is no crash`, async () => {
      await checkProperty(
        fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 4 }), (rows) => {
          const all = told(read, listOf(good, ...rows));
          return Promise.resolve(all !== null && all.taken >= 1);
        }),
        100,
      );
      await checkProperty(
        fc.asyncProperty(fc.string(), (text) => Promise.resolve(told(read, text) === null || text.includes('success'))),
        100,
      );
    });
  }

  it('names the path of what is wrong in a price', () => {
    const faulty = told(files['prices']!.read, listOf({ ...row(101, 2), midPrice: 'much' }))!.rows[0];
    expect(faulty).to.deep.include({ outcome: 'fault', reason: 'schema', cardId: 'pokemon-101' });
    expect(faulty)
      .to.have.property('detail')
      .that.match(/^midPrice: /);
  });

  it('names the place of a SKU that cannot be read', () => {
    const skus = [skuEntry, { ...skuEntry, conditionId: 'x' }, 7];
    const { omissions, taken } = told(files['products']!.read, listOf({ ...product(101, 10), skus }))!;
    expect(taken).to.equal(1);
    expect(omissions.map(({ place }) => place)).to.deep.equal(['results.0.skus.1', 'results.0.skus.2']);
  });

  it('tells an empty list from an address that does not exist', () => {
    const answer = (status: number, body: unknown) =>
      readAnswer({ path: '/x', status, text: typeof body === 'string' ? body : JSON.stringify(body) });
    const said = (...errors: unknown[]) => ({ success: false, errors, results: [] });
    for (const sentence of [
      'No products were found.',
      'No stores were found.',
      'The SkuListPriceId (1) provided was not found.',
    ]) {
      expect(answer(404, said(sentence)), sentence).to.be.a('string');
    }
    for (const body of [said('URL not found.'), said(), said('Oops!'), said(7), {}, null, '<html>', '']) {
      expect(answer(404, body), JSON.stringify(body)).to.equal(null);
    }
    expect(answer(403, said('Request forbidden.'))).to.equal(null);
    expect(answer(207, { success: true, errors: [], results: [] })).to.be.a('string');
    expect(answer(207, '<html>')).to.equal(null);
  });
});

describe('recorded answers of TCGplayer', () => {
  const folder = process.env['TCGPLAYER_RECORDED'];

  it('are read without loss or crash', function () {
    if (folder === undefined) {
      process.stderr.write('skipped: set TCGPLAYER_RECORDED to a folder of recorded answers\n');
      this.skip();
    }
    let read = 0;
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(nd)?json$/.test(name)) continue;
      const text = readFileSync(join(folder, name), 'utf8');
      if (name.endsWith('error_bodies.ndjson')) {
        for (const line of text.trim().split('\n')) {
          const { status, body } = JSON.parse(line) as { status: number; body: { errors: string[] } };
          const isEmpty = status === 404 && body.errors.some((each) => /^No .* found/.test(each));
          expect(readAnswer({ path: '/x', status, text: JSON.stringify(body) }) !== null, line).to.equal(isEmpty);
          read += 1;
        }
      }
      // Others are no answers of this API, or only the shape of one: every reader must refuse them as errors of the source.
      for (const { read: reader } of Object.values(files)) told(reader, text);
      read += 1;
    }
    expect(read).to.be.greaterThan(0);
  });
});
