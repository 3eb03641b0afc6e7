/** Goal: what the fold says of the one price of a card is what the rule says, whatever the history and the confirmations are. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  comparePreference,
  decidedPrice,
  hasComparedNumber,
  type PricePreference,
  printingOrder,
  type ShownPrice,
} from '../../../src/domain/prices/preference.js';

const shown = (change: Partial<ShownPrice> = {}): ShownPrice => ({
  kind: 'market',
  grader: null,
  grade: null,
  grade_qualifier: null,
  withdrawn: false,
  currency: 'USD',
  source: 'tcgcsv',
  printing_slug: 'normal',
  condition: null,
  language: null,
  market: 100,
  ...change,
});

describe('the price that the newest prices decide', () => {
  const foil = (change: Partial<ShownPrice> = {}) => shown({ printing_slug: 'foil', ...change });

  it('is the first printing with its number; without one the history decides', () => {
    const normal = shown();
    expect(decidedPrice([foil(), normal])).to.deep.equal({ price: normal, contested: false });
    expect(decidedPrice([foil(), shown({ market: null })])).to.deep.equal({ price: null, contested: false });
    expect(decidedPrice([foil(), shown({ withdrawn: true, market: null })]).price).to.deep.equal(foil());
  });

  it('is that of a card with one key, and of one whose keys are all withdrawn', () => {
    const alone = shown({ market: null });
    expect(decidedPrice([alone])).to.deep.equal({ price: alone, contested: false });
    const gone = shown({ market: null, withdrawn: true });
    const others = [foil({ market: null, withdrawn: true, source: 'another' }), gone];
    expect(decidedPrice(others)).to.deep.equal({ price: gone, contested: false });
    expect(decidedPrice([])).to.deep.equal({ price: null, contested: false });
  });

  it('is contested where another source could take its place', () => {
    expect(decidedPrice([foil({ source: 'another' }), shown()])).to.deep.equal({ price: shown(), contested: true });
  });

  const anyShown = fc
    .record({
      withdrawn: fc.boolean(),
      currency: fc.constantFrom('USD', 'USD', 'EUR'),
      source: fc.constantFrom('tcgcsv', 'tcgcsv', 'another'),
      printing_slug: fc.constantFrom(...printingOrder.slice(0, 3), 'cosmos'),
      market: fc.constantFrom(null, 5, 700),
    })
    .map((change) => shown(change.withdrawn ? { ...change, market: null } : change));
  const keyOf = ({ source, printing_slug, currency }: ShownPrice): string => `${source} ${printing_slug} ${currency}`;
  const world = fc.record({
    prices: fc.uniqueArray(anyShown, { selector: keyOf, minLength: 1, maxLength: 5 }),
    everPriced: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    unconfirmed: fc.constantFrom<readonly string[]>([], [], ['tcgcsv'], ['another'], ['tcgcsv', 'another']),
  });

  it('is that of the whole rule in any history and with any confirmations', () => {
    let decided = 0;
    fc.assert(
      fc.property(world, ({ prices, everPriced, unconfirmed }) => {
        const whole = prices.map((price, at): PricePreference & ShownPrice => ({
          ...price,
          priced: price.market !== null || everPriced[at] === true,
          confirmed: !unconfirmed.includes(price.source),
        }));
        const [first] = whole.toSorted(comparePreference);
        const { price, contested } = decidedPrice(prices);
        if (first === undefined) throw new Error('no price');
        const isCompared = first.currency === 'USD' && first.market !== null;
        if (price === null) {
          if (isCompared) expect(hasComparedNumber(prices)).to.equal(true);
          return;
        }
        if (contested && unconfirmed.includes(price.source)) return;
        decided += 1;
        expect(keyOf(price)).to.equal(keyOf(first));
      }),
      { numRuns: 2_000 },
    );
    expect(decided).to.be.greaterThan(1_000);
  });
});
