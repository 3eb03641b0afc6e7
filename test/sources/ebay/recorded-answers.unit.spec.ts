/** Goal: every answer of eBay's that somebody recorded is read without loss or crash, and none of its sellers is kept. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readItem } from '../../../src/sources/ebay/item-details.js';
import { readSearchPage } from '../../../src/sources/ebay/offers.js';
import { reduceItem, reduceSearch } from '../../../src/sources/ebay/reduce.js';

interface Recorded {
  readonly total?: unknown;
  readonly itemId?: unknown;
  readonly seller?: { readonly username?: string };
  readonly itemSummaries?: readonly { readonly price?: unknown; readonly seller?: { readonly username?: string } }[];
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));

const jsonIn = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8')) as unknown;

/** Returns the answers in a file. A list of listings is the page of a search, taken apart. */
const answersIn = (file: string): Recorded[] => {
  const json = jsonIn(file);
  return Array.isArray(json) ? [{ total: json.length, itemSummaries: json as [] }] : [json as Recorded];
};

describe('recorded answers of eBay', () => {
  it('reads each of them, and keeps no seller', function () {
    const folder = process.env['EBAY_RECORDED'];
    if (folder === undefined) {
      process.stderr.write('EBAY_RECORDED is not set: recorded answers of eBay are not read\n');
      this.skip();
    }
    let [searches, items, offers] = [0, 0, 0];
    for (const answer of filesIn(folder).flatMap(answersIn)) {
      const text = JSON.stringify(answer);
      const sellers = [answer.seller, ...(answer.itemSummaries ?? []).map(({ seller }) => seller)];
      const names = sellers.flatMap((seller) => seller?.username ?? []);
      if (answer.total !== undefined) {
        searches += 1;
        const reduced = reduceSearch('/s', text);
        const rows = answer.itemSummaries ?? [];
        for (const currency of ['USD', 'GBP', 'EUR'] as const) {
          const page = readSearchPage('/s', reduced, currency, true);
          expect(page.rows).to.equal(rows.length);
          expect(page.ids).to.have.length(rows.length);
          // The one recorded page with listings that have neither price nor buying options is the only one with faults.
          expect(page.omissions.length).to.equal(rows.filter(({ price }) => price === undefined).length);
          offers += page.offers.length;
        }
        for (const name of names) expect(reduced.includes(`"${name}"`), name).to.equal(false);
      } else if (answer.itemId !== undefined) {
        items += 1;
        const reduced = reduceItem('/i', text);
        expect(readItem('/i', reduced).omissions).to.deep.equal([]);
        for (const name of names) expect(reduced.includes(name), name).to.equal(false);
      }
    }
    expect(searches).to.be.greaterThan(0);
    expect(items).to.be.greaterThan(0);
    expect(offers).to.be.greaterThan(0);
  });
});
