/**
 * The API of TCGplayer, for any market: tokens, lists in pages of at most 100, prices by group, product and SKU. An empty list
 * is a 404. Rows are those of tcgcsv, which mirrors this API; SKUs follow from them (tcgplayer-skus.ts).
 */
import type { Fault } from './faults.js';
import { faultyRows, type FormatAnswer, type FormatRequest, json, type MarketFormat } from './format.js';
import type { Publication } from './market.js';
import { categoryRow } from './tcgcsv-format.js';
import { createStoreConsents, type StoreConsents } from './tcgplayer-consents.js';
import { conditionRows, languageRows, printingRows, productOfSku, skuPriceRows, skusOf } from './tcgplayer-skus.js';

const version = '/v1.39.0';
/** Rows of a page, where a request asks for none or for more. */
const limitDefault = 10;
const limitMax = 100;
const idsMax = 250;
/** Two weeks, less a second: what TCGplayer states. */
const tokenLifeS = 1_209_599;

const answer = (status: number, body: object): FormatAnswer => ({
  status,
  type: json,
  body: JSON.stringify(body),
  known: true,
});
const failure = (status: number, sentence: string): FormatAnswer =>
  answer(status, { success: false, errors: [sentence], results: [] });
const missing: FormatAnswer = { ...failure(404, 'URL not found.'), known: false };

type Rows = readonly unknown[];
/** What a list is called in the sentence that it is empty. */
type Noun = 'categories' | 'groups' | 'products' | 'product prices' | 'SKU prices' | 'rows';

/** Answers a list that is not paged. */
const whole = (noun: Noun, rows: Rows | undefined, fault: Fault['kind']): FormatAnswer => {
  const shown = faultyRows(rows ?? [], fault);
  return shown.length === 0
    ? failure(404, `No ${noun} were found.`)
    : answer(200, { success: true, errors: [], results: shown });
};

const wholeNumber = (text: string | null, otherwise: number): number =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;

/** Answers a page of a list. The fault `duplicate` shows the page before once more. */
const paged = (noun: Noun, rows: Rows | undefined, { query, fault }: FormatRequest): FormatAnswer => {
  const all = fault === 'duplicate' ? (rows ?? []) : faultyRows(rows ?? [], fault);
  const limit = Math.min(limitMax, wholeNumber(query.get('limit'), limitDefault));
  const asked = wholeNumber(query.get('offset'), 0);
  if (limit === 0) return failure(400, 'limit must be greater than 0.');
  const offset = fault === 'duplicate' ? Math.max(0, asked - limit) : asked;
  const results = all.slice(offset, offset + limit);
  return results.length === 0
    ? failure(404, `No ${noun} were found.`)
    : answer(200, { totalItems: all.length, success: true, errors: [], results });
};

const numberIn = (row: unknown, name: string): number => Number((row as Record<string, unknown> | null)?.[name]);
const isOf = (productIds: ReadonlySet<number>) => (row: unknown) => productIds.has(numberIn(row, 'productId'));

/** Where products are: a group's lists are read only to find a product that was not asked for before. */
const createPlaces = () => {
  const groupOf = new Map<number, readonly [category: number, group: number]>();
  const groupsOf = (publication: Publication): (readonly [number, number])[] =>
    publication.categoryIds.flatMap((category) =>
      publication.groups(category).map((row) => [category, numberIn(row, 'groupId')] as const),
    );
  const note = (publication: Publication, category: number, group: number): void => {
    for (const row of publication.products(category, group) ?? []) {
      groupOf.set(numberIn(row, 'productId'), [category, group]);
    }
  };
  return {
    note,
    /** Returns the groups that have the products. */
    of(publication: Publication, productIds: ReadonlySet<number>): (readonly [number, number])[] {
      const isPlaced = [...productIds].every((id) => groupOf.has(id));
      if (!isPlaced) for (const [category, group] of groupsOf(publication)) note(publication, category, group);
      const found = [...productIds].flatMap((id) => {
        const place = groupOf.get(id);
        return place === undefined ? [] : [[place.join('/'), place] as const];
      });
      return [...new Map(found).values()];
    },
  };
};

const categoryOfGroup = (publication: Publication, group: number): number | undefined =>
  publication.categoryIds.find((category) =>
    publication.groups(category).some((row) => numberIn(row, 'groupId') === group),
  );

/** Returns a product as the API shows it: its SKUs and its texts only where they are asked for. */
const productAs =
  (query: URLSearchParams, prices: Rows) =>
  (row: unknown): object => {
    const { extendedData, ...plain } = row as Record<string, unknown>;
    return {
      ...plain,
      ...(query.get('getExtendedFields') === 'true' ? { extendedData } : {}),
      ...(query.get('includeSkus') === 'true' ? { skus: skusOf(row, prices) } : {}),
    };
  };

/** The bearer tokens that were handed out. */
const createTokens = (stores: Pick<StoreConsents, 'isGiven'>) => {
  const tokens = new Set<string>();
  let minted = 0;
  return {
    has: (token: string) => tokens.has(token),
    clear: () => tokens.clear(),
    mint({ method, body, headers }: FormatRequest): FormatAnswer {
      if (method !== 'POST') return failure(405, 'The requested resource does not support this method.');
      const form = new URLSearchParams(body);
      if (form.get('grant_type') !== 'client_credentials') return answer(400, { error: 'unsupported_grant_type' });
      const [id, secret] = [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
      // Any pair does, but one that says that it is wrong: for trying what happens then.
      if (id === '' || secret === '' || secret === 'wrong') return answer(400, { error: 'invalid_client' });
      const store = headers['x-tcg-access-token'];
      if (store !== undefined && !stores.isGiven(String(store))) return answer(400, { error: 'invalid_grant' });
      minted += 1;
      const access_token = `simulated-token-${minted}`;
      tokens.add(access_token);
      return answer(200, { access_token, token_type: 'bearer', expires_in: tokenLifeS, userName: id });
    },
  };
};

/** Creates the format. It hands out tokens, and knows those that hold. */
export const createTcgplayerFormat = (): MarketFormat => {
  const stores = createStoreConsents();
  const tokens = createTokens(stores);
  const places = createPlaces();

  const authorised = (code: string): FormatAnswer => {
    const authorizationKey = stores.give(code);
    if (authorizationKey === null) return failure(400, 'The authorization code is invalid or has expired.');
    return answer(200, { totalItems: 1, success: true, errors: [], results: [{ authorizationKey }] });
  };

  const products = (request: FormatRequest): FormatAnswer => {
    const { query, publication } = request;
    const group = wholeNumber(query.get('groupId'), 0);
    const category = query.has('groupId')
      ? categoryOfGroup(publication, group)
      : wholeNumber(query.get('categoryId'), 0);
    if (category === undefined) return failure(404, 'No products were found.');
    const groups = query.has('groupId') ? [group] : publication.groups(category).map((row) => numberIn(row, 'groupId'));
    const rows = groups.flatMap((each) => {
      const listed = publication.products(category, each) ?? [];
      const prices = query.get('includeSkus') === 'true' ? (publication.prices(category, each) ?? []) : [];
      return listed.map(productAs(query, prices));
    });
    if (query.has('groupId')) places.note(publication, category, group);
    return paged('products', rows, request);
  };

  /** Returns rows of the groups that have the products. */
  const rowsOf = (publication: Publication, file: 'products' | 'prices', ids: ReadonlySet<number>): unknown[] =>
    places
      .of(publication, ids)
      .flatMap(([category, group]) => publication[file](category, group)?.filter(isOf(ids)) ?? []);

  const byIds = ({ publication, query, fault }: FormatRequest, kind: string, text: string): FormatAnswer => {
    const ids = text.split(',').map(Number);
    if (ids.length > idsMax) return failure(400, `At most ${idsMax} ids may be given.`);
    if (kind === 'pricing/product') {
      return whole('product prices', rowsOf(publication, 'prices', new Set(ids)), fault);
    }
    if (kind === 'catalog/products') {
      const rows = rowsOf(publication, 'products', new Set(ids));
      return whole('products', rows.map(productAs(query, rowsOf(publication, 'prices', new Set(ids)))), fault);
    }
    const ofProducts = new Set(ids.map(productOfSku));
    const listed = rowsOf(publication, 'products', ofProducts);
    return whole('SKU prices', skuPriceRows(ids, listed, rowsOf(publication, 'prices', ofProducts)), fault);
  };

  const list = (request: FormatRequest): FormatAnswer => {
    const { path, publication, query, fault } = request;
    const below = path.slice(version.length + 1);
    const categories = publication.categoryIds;
    if (below === 'catalog/categories') return paged('categories', categories.map(categoryRow), request);
    if (below === 'catalog/groups')
      return paged('groups', publication.groups(wholeNumber(query.get('categoryId'), 0)), request);
    if (below === 'catalog/products') return products(request);
    const [, id, table] = /^catalog\/categories\/(\d{1,9})\/(groups|printings|conditions|languages)$/.exec(below) ?? [];
    if (table === 'groups') return paged('groups', publication.groups(Number(id)), request);
    if (table !== undefined) {
      const tables = { printings: printingRows, conditions: conditionRows, languages: languageRows };
      return whole('rows', categories.includes(Number(id)) ? tables[table as keyof typeof tables] : [], fault);
    }
    const [, group] = /^pricing\/group\/(\d{1,9})$/.exec(below) ?? [];
    if (group !== undefined) {
      const category = categoryOfGroup(publication, Number(group));
      const rows = category === undefined ? [] : publication.prices(category, Number(group));
      return whole('product prices', rows, fault);
    }
    const [, kind, ids] =
      /^(pricing\/product|pricing\/sku|catalog\/products)\/(\d{1,10}(?:,\d{1,10})*)$/.exec(below) ?? [];
    return kind === undefined || ids === undefined ? missing : byIds(request, kind, ids);
  };

  return {
    owns: (path) => path === '/token' || [`${version}/`, '/app/', '/admin/'].some((start) => path.startsWith(start)),
    missing,
    validates: false,
    expireTokens: () => tokens.clear(),
    endConsents: () => stores.end(),
    answer(request) {
      if (request.path.startsWith('/admin/')) return stores.page(request) ?? missing;
      if (request.path === '/token' || request.path === `${version}/token`) return tokens.mint(request);
      const [, code] = /^\/app\/authorize\/([^/]{1,100})$/.exec(request.path) ?? [];
      if (code !== undefined && request.method === 'POST') return authorised(code);
      if (request.method !== 'GET') return failure(405, 'The requested resource does not support this method.');
      const [, word] = /^bearer (\S+)$/i.exec(String(request.headers['authorization'] ?? '')) ?? [];
      if (word === undefined || !tokens.has(word)) return failure(401, 'Missing or invalid bearer token.');
      return list(request);
    },
  };
};
