/** Catalogs for the matcher: the fixture's, and that of recorded days. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Game } from '../../src/domain/cards/card.js';
import { productTypeOf } from '../../src/domain/cards/product-type.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { readCatalog } from '../../src/matching/read-catalog.js';
import type { Catalog, MatchableCard, MatchableSet } from '../../src/matching/types.js';

const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

const fixtures = join(import.meta.dirname, '../../../test/fixtures/matching');

/** Returns the text of the labelled titles of the fixture. */
export const fixtureTitles = (): string => readFileSync(join(fixtures, 'titles.ndjson'), 'utf8');

/** Returns the catalog of the fixture. */
export const fixtureCatalog = (): Catalog => readCatalog(readFileSync(join(fixtures, 'cards.ndjson'), 'utf8'));

interface ProductRow {
  readonly productId: number;
  readonly groupId: number;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
}
interface PriceRow {
  readonly product: number;
  readonly printing: string;
  readonly market: number | null;
}

const gamesOf: Readonly<Record<string, Game>> = { cat3: 'pokemon', cat68: 'onepiece' };
const gameOf = (file: string): Game => {
  const game = Object.entries(gamesOf).find(([category]) => file.includes(`_${category}_`))?.[1];
  if (game === undefined) throw new Error(`${file} is of no category`);
  return game;
};

const printingsIn = (folder: string): Map<number, Map<string, boolean>> => {
  const printings = new Map<number, Map<string, boolean>>();
  for (const file of readdirSync(folder)) {
    for (const row of linesOf(gunzipSync(readFileSync(join(folder, file))).toString('utf8')) as PriceRow[]) {
      const ofProduct = printings.get(row.product) ?? new Map<string, boolean>();
      const { slug } = printingOf(row.printing);
      ofProduct.set(slug, ofProduct.get(slug) === true || row.market !== null);
      printings.set(row.product, ofProduct);
    }
  }
  return printings;
};

/** Reads a group of a CSV whose names may stand in quotes. */
const setOf = (line: string, game: Game): MatchableSet => {
  const [id = '', name = '', abbreviation = '', , published = ''] = [
    ...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g),
  ].map(([, cell]) => (cell ?? '').replace(/^"|"$/g, '').replaceAll('""', '"'));
  const published_on = /T00:00:00$/.test(published) ? published.slice(0, 10) : null;
  return { set_id: `${game}-${id}`, game, name, abbreviation: abbreviation === '' ? null : abbreviation, published_on };
};

/** Reads the catalog of recorded days: a folder with products/ and prices/. */
export const recordedCatalog = (folder: string): Catalog => {
  const products = join(folder, 'products');
  const printings = printingsIn(join(folder, 'prices'));
  const files = readdirSync(products);
  const sets = files
    .filter((file) => file.startsWith('tcgplayer_groups_'))
    .flatMap((file) =>
      readFileSync(join(products, file), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => setOf(line, gameOf(file))),
    );
  const cards = files
    .filter((file) => file.startsWith('tcgplayer_products_'))
    .flatMap((file) => {
      const game = gameOf(file);
      const rows = linesOf(gunzipSync(readFileSync(join(products, file))).toString('utf8')) as ProductRow[];
      return rows.map(({ productId, groupId, name, number, rarity }): MatchableCard => {
        const ofProduct = [...(printings.get(productId) ?? [])];
        const sold = ofProduct.filter(([, isSold]) => isSold);
        return {
          card_id: `${game}-${productId}`,
          game,
          set_id: `${game}-${groupId}`,
          name,
          number,
          rarity,
          product_type: productTypeOf({ name, number, rarity, attributes: {} }),
          language: null,
          printings: (sold.length > 0 ? sold : ofProduct).map(([slug]) => slug),
        };
      });
    });
  return { sets, cards };
};
