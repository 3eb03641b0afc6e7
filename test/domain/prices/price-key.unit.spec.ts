/** Goal: two prices share a key exactly when they are prices of the same thing. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  conditions,
  type PriceKey,
  priceKeySchema,
  priceKeyText,
  printingOf,
  printingSchema,
} from '../../../src/domain/prices/price-key.js';
import { priceKey } from '../../support/events.js';

// Few letters, the separators of the key among them: collisions are likely where they are possible.
const text = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', '|', ' ', '%', '-', 'é'), minLength: min, maxLength: max });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const keys: fc.Arbitrary<PriceKey> = fc.record({
  card_id: fc.constantFrom('pokemon-1', 'pokemon-11', 'onepiece-1'),
  source: fc.constantFrom('a', 'a-b'),
  kind: fc.constantFrom('market', 'asking'),
  printing: fc.constantFrom('Normal', 'Reverse Holofoil', '1st Edition').map(printingOf),
  condition: maybe(fc.constantFrom(...conditions)),
  grade: maybe(fc.record({ grader: text(1, 2), grade: text(1, 2), qualifier: maybe(text(1, 2)) })),
  language: maybe(text(2, 3)),
  currency: fc.constantFrom('USD', 'EUR', 'GBP', 'JPY'),
});

describe('price keys', () => {
  it('are injective: different things have different texts', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        expect(priceKeyText(a) === priceKeyText(b)).to.equal(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 5_000 },
    );
  });

  it('differ in every single part, and between a part and its absence', () => {
    const grade = { grader: 'PSA', grade: '10', qualifier: null };
    const variants: PriceKey[] = [
      priceKey(),
      priceKey({ card_id: 'pokemon-5' }),
      priceKey({ source: 'ebay' }),
      priceKey({ kind: 'asking' }),
      priceKey({ printing: printingOf('Normal') }),
      priceKey({ condition: 'NM' }),
      priceKey({ grade }),
      priceKey({ grade: { ...grade, qualifier: 'OC' } }),
      priceKey({ grade: { ...grade, grader: 'PSA 10', grade: 'x' } }),
      priceKey({ grade: { grader: 'PSA', grade: '10 x', qualifier: null } }),
      priceKey({ language: 'en' }),
      priceKey({ currency: 'EUR' }),
    ];
    for (const key of variants) expect(priceKeySchema.safeParse(key).success, priceKeyText(key)).to.equal(true);
    expect(new Set(variants.map(priceKeyText)).size).to.equal(variants.length);
  });

  it('have the same text forever, because it is the identity of rows', () => {
    expect(priceKeyText(priceKey())).to.equal('pokemon-517045|sandbox-tcgcsv|market|holofoil||||USD');
    const full = priceKey({
      condition: 'NM',
      grade: { grader: 'PSA', grade: '10', qualifier: 'OC' },
      language: 'en',
    });
    expect(priceKeyText(full)).to.equal('pokemon-517045|sandbox-tcgcsv|market|holofoil|NM|PSA 10 OC|en|USD');
  });

  it('ignore how the source spells the printing as long as the words are the same', () => {
    const spelled = (name: string) => priceKeyText(priceKey({ printing: printingOf(name) }));
    expect(spelled('Reverse Holofoil')).to.equal(spelled('reverse  HOLOFOIL'));
  });
});

describe('printings', () => {
  it('become slugs of words and dashes', () => {
    const slugs = {
      'Reverse Holofoil': 'reverse-holofoil',
      '1st Edition Holofoil': '1st-edition-holofoil',
      Normal: 'normal',
      '  Unlimited (Holo)! ': 'unlimited-holo',
      'Poké Ball': 'pok-ball',
    };
    for (const [name, slug] of Object.entries(slugs)) expect(printingOf(name)).to.deep.equal({ name, slug });
  });

  it('without a letter or digit are refused rather than given an empty slug', () => {
    expect(printingSchema.safeParse(printingOf('★')).success).to.equal(false);
    expect(printingSchema.safeParse(printingOf('')).success).to.equal(false);
  });

  it('that pass the schema have a slug it allows, whatever they are called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (name) => {
        const printing = printingOf(name);
        expect(printingSchema.safeParse(printing).success).to.equal(/[a-z0-9]/i.test(name) || printing.slug !== '');
      }),
    );
  });
});
