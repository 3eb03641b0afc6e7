/** Goal: the one price of a card follows the order of sources and printings, never the numbers; in code and in SQL alike. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  comparePreference,
  preferenceText,
  type PricePreference,
  printingOrder,
} from '../../../src/domain/prices/preference.js';
import { type Database, openDatabase } from '../../../src/postgres/database.js';
import { checkProperty } from '../../support/check-property.js';
import { freshDatabase } from '../../support/postgres.js';

const price = (change: Partial<PricePreference>): PricePreference => {
  return {
    kind: 'market',
    grader: null,
    grade: null,
    grade_qualifier: null,
    withdrawn: false,
    priced: true,
    confirmed: true,
    currency: 'USD',
    source: 'tcgcsv',
    printing_slug: 'normal',
    condition: null,
    language: null,
    ...change,
  };
};

const first = (...prices: PricePreference[]): PricePreference | undefined => prices.sort(comparePreference)[0];

describe('price preference', () => {
  it('takes the printings in their order, others by slug after them', () => {
    const slugs = ['cosmos', 'alternate', ...printingOrder.toReversed()];
    const sorted = slugs.map((printing_slug) => price({ printing_slug })).sort(comparePreference);
    expect(sorted.map(({ printing_slug }) => printing_slug)).to.deep.equal([...printingOrder, 'alternate', 'cosmos']);
  });

  it('passes over a printing that was never priced, or is withdrawn; without another takes the first at all', () => {
    const reverse = price({ printing_slug: 'reverse-holofoil' });
    expect(first(reverse, price({ priced: false }))).to.equal(reverse);
    expect(first(reverse, price({ withdrawn: true }))).to.equal(reverse);
    const normal = price({ priced: false });
    expect(first(price({ printing_slug: 'foil', priced: false }), normal)).to.equal(normal);
    const gone = price({ withdrawn: true });
    expect(first(price({ printing_slug: 'foil', priced: false }), gone)).to.equal(gone);
  });

  it('takes the first source whose price stands and is confirmed; an unconfirmed one only without another', () => {
    const own = price({ printing_slug: '1st-edition' });
    const other = price({ source: 'another' });
    expect(first(other, own)).to.equal(own);
    const old = price({ confirmed: false });
    expect(first(other, old)).to.equal(other);
    expect(first(price({ source: 'another', confirmed: false }), old)).to.equal(old);
    expect(first(price({ priced: false }), other)).to.equal(other);
  });

  it('takes a source in dollars before one in another currency, and that before an unconfirmed one', () => {
    const euros = price({ currency: 'EUR', source: 'another' });
    const dollars = price({ source: 'zeta' });
    expect(first(euros, dollars)).to.equal(dollars);
    expect(first(price({ confirmed: false }), euros)).to.equal(euros);
  });

  it('prefers market to asking, ungraded to graded, no stated condition to near mint, that to damaged', () => {
    const plain = price({ printing_slug: '1st-edition', confirmed: false, withdrawn: true });
    expect(first(price({ kind: 'asking' }), price({ grader: 'PSA' }), plain)).to.equal(plain);
    const sorted = ['DMG', 'LP', null, 'NM'].map((condition) => price({ condition })).sort(comparePreference);
    expect(sorted.map(({ condition }) => condition)).to.deep.equal([null, 'NM', 'LP', 'DMG']);
    const languages = ['ja', 'de', 'en', null].map((language) => price({ language })).sort(comparePreference);
    expect(languages.map(({ language }) => language)).to.deep.equal([null, 'en', 'de', 'ja']);
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

    it('orders any prices as the comparison does', async () => {
      const anyPrice = fc
        .record({
          kind: fc.constantFrom('market', 'asking'),
          grader: fc.constantFrom(null, 'PSA'),
          grade: fc.constantFrom(null, '9', '9.5', '10'),
          grade_qualifier: fc.constantFrom(null, 'OC'),
          withdrawn: fc.boolean(),
          priced: fc.boolean(),
          confirmed: fc.boolean(),
          currency: fc.constantFrom('USD', 'EUR', 'JPY'),
          source: fc.constantFrom('tcgcsv', 'sandbox-tcgcsv', 'another', 'zeta'),
          printing_slug: fc.constantFrom(...printingOrder, 'cosmos', 'cosmos-holo', '1st-edition-foil'),
          condition: fc.constantFrom(null, 'NM', 'LP', 'MP', 'HP', 'DMG', 'S'),
          language: fc.constantFrom(null, 'en', 'de', 'ja'),
        })
        .map(price);
      const prices = fc.uniqueArray(anyPrice, {
        selector: (each) => JSON.stringify(each),
        minLength: 2,
        maxLength: 120,
      });
      await checkProperty(
        fc.asyncProperty(prices, async (all) => {
          const rows = await database.query<{ price: PricePreference }>(
            `select row_to_json(p) as price from jsonb_to_recordset($1::jsonb) as p(kind text, grader text, grade text,
               grade_qualifier text, withdrawn boolean, priced boolean, confirmed boolean, currency text, source text,
               printing_slug text, condition text, language text)
             order by ${preferenceText({ key: 'p', withdrawn: 'p.withdrawn', priced: 'p.priced', confirmed: 'p.confirmed' })}`,
            [JSON.stringify(all)],
          );
          expect(rows.map(({ price: each }) => each)).to.deep.equal(all.toSorted(comparePreference));
        }),
        60,
      );
    });
  });
});
