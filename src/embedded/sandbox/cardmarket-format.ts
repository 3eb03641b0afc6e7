/** The public files of Cardmarket, for any market: a price guide and two lists of products for each game, each with its own time. */
import type { CardmarketGamePlan, CardmarketProduct } from './cardmarket-products.js';
import { cardmarketProducts, gamePlans, guideRowOf } from './cardmarket-products.js';
import { faultyRows, type FormatAnswer, type FormatRequest, json, type MarketFormat } from './format.js';
import type { Publication } from './market.js';

const guide = /^\/productCatalog\/priceGuide\/price_guide_(\d{1,3})\.json$/;
const list = /^\/productCatalog\/productList\/products_(singles|nonsingles)_(\d{1,3})\.json$/;

/** A bucket whose keys may not be listed answers so to a key that does not exist. */
const missing: FormatAnswer = {
  status: 403,
  type: 'application/xml',
  body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  known: false,
};

/** How long before the publication a file was written: lists first, then the guide of each game. */
const writtenBeforeMs = { list: 1_200_000, guide: { 6: 1_029_000, 18: 782_000 } as Readonly<Record<number, number>> };

/** Returns the time as Cardmarket writes it, with the offset of its summer: 2026-09-07T02:48:24+0200. */
const timeText = (time: Date): string => `${new Date(time.getTime() + 7_200_000).toISOString().slice(0, 19)}+0200`;

const productRow = ({ singles, others }: CardmarketGamePlan, product: CardmarketProduct): object => {
  const { idProduct, name, idExpansion, idMetacard, isSingle } = product;
  const dateAdded = '2025-06-02 10:00:00';
  return { idProduct, name, ...(isSingle ? singles : others), idExpansion, idMetacard, dateAdded };
};

interface File {
  readonly name: 'priceGuides' | 'products';
  readonly createdAt: Date;
  readonly rows: readonly object[];
}

/** Returns a file; `undefined` if there is none of that name. */
const fileOf = (publication: Publication, path: string): File | undefined => {
  const { stamp } = publication;
  const [, guideOf] = guide.exec(path) ?? [];
  const [, kind, listOf] = list.exec(path) ?? [];
  const plan = gamePlans.find(({ id }) => id === Number(guideOf ?? listOf));
  if (plan === undefined || !publication.categoryIds.includes(plan.categoryId)) return undefined;
  const products = cardmarketProducts(publication, plan);
  const at = (ms: number): Date => new Date(stamp.getTime() - ms);
  if (guideOf !== undefined) {
    const createdAt = at(writtenBeforeMs.guide[plan.id] ?? 0);
    return { name: 'priceGuides', createdAt, rows: products.map((product) => guideRowOf(product, plan, stamp)) };
  }
  const listed = products.filter(({ isSingle }) => isSingle === (kind === 'singles'));
  return { name: 'products', createdAt: at(writtenBeforeMs.list), rows: listed.map((each) => productRow(plan, each)) };
};

/** Files that stay in memory: a guide is asked for twice, its beginning first. */
const filesInMemory = 4;

/** Creates the format. It keeps the files that were asked for last, which take a while to make. */
export const createCardmarketFormat = (): MarketFormat => {
  const files = new Map<string, File | undefined>();
  const kept = ({ publication, path }: FormatRequest): File | undefined => {
    const key = `${publication.stamp.getTime()} ${path}`;
    if (!files.has(key)) {
      files.set(key, fileOf(publication, path));
      for (const old of [...files.keys()].slice(0, -filesInMemory)) files.delete(old);
    }
    return files.get(key);
  };
  return {
    owns: (path) => path.startsWith('/productCatalog/'),
    answer: (request) => {
      if (request.method !== 'GET') return { status: 405, type: 'text/plain', body: 'only GET', known: false };
      const file = kept(request);
      if (file === undefined) return missing;
      const { name, createdAt, rows } = file;
      const body = { version: 1, createdAt: timeText(createdAt), [name]: faultyRows(rows, request.fault) };
      return { status: 200, type: json, body: JSON.stringify(body), known: true };
    },
    missing,
    validates: true,
  };
};
