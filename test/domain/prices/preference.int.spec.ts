import { expect } from 'chai';
import { comparePreference, preferenceOrder, type PricePreference } from '../../../src/domain/prices/preference.js';
import { type Database, openDatabase } from '../../../src/postgres/database.js';
import { freshDatabase } from '../../support/postgres.js';

const price = (change: Partial<PricePreference>): PricePreference => {
  const merged = {
    kind: 'market',
    grader: null,
    withdrawn: false,
    market: 100,
    currency: 'USD',
    printing_slug: 'normal',
    source: 'tcgcsv',
    ...change,
  };
  return { ...merged, price_key: Object.values(merged).join('|') };
};

const first = (...prices: PricePreference[]): PricePreference | undefined => prices.sort(comparePreference)[0];

describe('price preference', () => {
  it('prefers the cheapest market price over all printings and sources', () => {
    const cheapest = price({ market: 50, printing_slug: 'holofoil', source: 'another' });
    expect(first(price({}), cheapest, price({ market: null }))).to.equal(cheapest);
  });

  it('prefers dollars to a smaller number in another currency', () => {
    const dollars = price({ market: 500 });
    expect(first(price({ market: 1, currency: 'EUR' }), dollars)).to.equal(dollars);
  });

  it('prefers offered to withdrawn, ungraded to graded, market to asking', () => {
    const plain = price({ market: 900 });
    const others = [
      price({ market: 1, withdrawn: true }),
      price({ market: 1, grader: 'PSA' }),
      price({ market: 1, kind: 'asking' }),
    ];
    expect(first(...others, plain)).to.equal(plain);
  });

  describe('in SQL', () => {
    let database: Database;
    let drop: () => Promise<void>;
    before(async () => {
      const fresh = await freshDatabase();
      database = openDatabase({ url: fresh.url, application: 'test preference' });
      drop = fresh.drop;
    });
    after(async () => {
      await database.close();
      await drop();
    });

    it('orders every combination of criteria as the comparison does', async () => {
      const prices: PricePreference[] = [];
      for (const kind of ['market', 'asking'])
        for (const grader of [null, 'PSA'])
          for (const withdrawn of [false, true])
            for (const market of [null, 100, 50])
              for (const currency of ['EUR', 'USD'])
                for (const printing_slug of ['normal', '1st-edition', '1st-edition-holofoil'])
                  for (const source of ['tcgcsv', 'another'])
                    prices.push(price({ kind, grader, withdrawn, market, currency, printing_slug, source }));
      const rows = await database.query<{ price_key: string }>(
        `select p.price_key from jsonb_to_recordset($1::jsonb) as p(kind text, grader text, withdrawn boolean,
           market integer, currency text, printing_slug text, source text, price_key text)
         order by ${preferenceOrder({ key: 'p', price: 'p' })}`,
        [JSON.stringify(prices)],
      );
      const expected = prices.sort(comparePreference).map(({ price_key }) => price_key);
      expect(rows.map(({ price_key }) => price_key)).to.deep.equal(expected);
    });
  });
});
