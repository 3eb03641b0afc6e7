/** Goal: printings are understood as people and programs write them, and what is not there is answered with what is. */
import { expect } from 'chai';
import { errorCode } from '../../../src/base/errors.js';
import { printingMeant, printingNames } from '../../../src/domain/prices/printing-names.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { printingOrder } from '../../../src/domain/prices/preference.js';
import { type SelectableKey, selectKeys } from '../../../src/domain/prices/select-keys.js';

const sold = ['normal', 'holofoil', 'reverse-holofoil'];
const firstPrint = ['1st-edition', 'unlimited'];
const firstPrintHolo = ['1st-edition-holofoil', 'unlimited-holofoil'];

describe('printings as others write them', () => {
  const cases: [text: string, slugs: readonly string[], slug: string | undefined][] = [
    // pokemontcg.io
    ['normal', sold, 'normal'],
    ['holofoil', sold, 'holofoil'],
    ['reverseHolofoil', sold, 'reverse-holofoil'],
    ['1stEditionHolofoil', firstPrintHolo, '1st-edition-holofoil'],
    ['1stEditionNormal', firstPrint, '1st-edition'],
    ['unlimitedHolofoil', firstPrintHolo, 'unlimited-holofoil'],
    // TCGdex
    ['reverse', sold, 'reverse-holofoil'],
    ['holo', sold, 'holofoil'],
    ['firstEdition', firstPrint, '1st-edition'],
    ['firstEdition', firstPrintHolo, '1st-edition-holofoil'],
    // JustTCG, TCGplayer
    ['Reverse Holofoil', sold, 'reverse-holofoil'],
    ['1st Edition Holofoil', firstPrintHolo, '1st-edition-holofoil'],
    ['Unlimited', firstPrint, 'unlimited'],
    ['Unlimited', firstPrintHolo, 'unlimited-holofoil'],
    // Scryfall
    ['nonfoil', sold, 'normal'],
    ['foil', ['normal', 'foil'], 'foil'],
    ['foil', sold, 'holofoil'],
    ['Holofoil', ['normal', 'foil'], 'foil'],
    // people
    ['reverse_holofoil', sold, 'reverse-holofoil'],
    ['Reverse Holo', sold, 'reverse-holofoil'],
    ['REVERSE-HOLO', sold, 'reverse-holofoil'],
    ['1st Ed.', firstPrint, '1st-edition'],
    ['RH', sold, 'reverse-holofoil'],
    [' holo ', firstPrintHolo, 'unlimited-holofoil'],
    ['Normál', sold, 'normal'],
    // A source's own word goes before every other meaning.
    ['Holo', ['holo', 'holofoil'], 'holo'],
    ['cosmosHolo', ['cosmos-holo'], 'cosmos-holo'],
    // Not there.
    ['reverseHolofoil', ['normal', 'holofoil'], undefined],
    ['1st Edition', sold, undefined],
    ['unlimited holofoil', sold, undefined],
    ['normal', firstPrint, undefined],
    ['gold', sold, undefined],
    ['constructor', sold, undefined],
    ['', sold, undefined],
    ['§', sold, undefined],
  ];
  for (const [text, slugs, slug] of cases)
    it(`${text === '' ? 'nothing' : text} of ${slugs.join(', ')} is ${slug ?? 'none'}`, () => {
      expect(printingMeant(text, slugs)).to.equal(slug);
    });

  it('name only printings that sources use, in a form that is compared', () => {
    for (const [spelling, slugs] of Object.entries(printingNames)) {
      expect(spelling).to.match(/^[a-z0-9]+$/);
      for (const slug of slugs) expect(printingOrder, spelling).to.include(slug);
    }
  });
});

describe('selection of price keys', () => {
  const key = (printing: string, more: Partial<SelectableKey> = {}): SelectableKey => ({
    source: 'tcgcsv',
    kind: 'market',
    currency: 'USD',
    printing,
    printingSlug: printingOf(printing).slug,
    condition: null,
    grade: null,
    ...more,
  });
  const keys = [
    key('Holofoil'),
    key('Reverse Holofoil'),
    key('Holofoil', {
      kind: 'asking',
      source: 'another',
      currency: 'EUR',
      condition: 'NM',
      grade: { grader: 'PSA', grade: '9', qualifier: 'OC' },
    }),
  ];

  it('keeps the order of the keys that match all of the filter', () => {
    expect(selectKeys('pokemon-1', keys, {})).to.deep.equal(keys);
    expect(selectKeys('pokemon-1', keys, { kind: 'market' })).to.deep.equal(keys.slice(0, 2));
    expect(selectKeys('pokemon-1', keys, { printing: 'holo' })).to.deep.equal([keys[0], keys[2]]);
    expect(selectKeys('pokemon-1', keys, { condition: 'NM', currency: 'EUR' })).to.deep.equal([keys[2]]);
    for (const grade of ['PSA 9 OC', 'psa9 oc', ' PSA9OC'])
      expect(selectKeys('pokemon-1', keys, { grade }), grade).to.deep.equal([keys[2]]);
    expect(selectKeys('pokemon-1', keys, { grade: 'none' })).to.deep.equal(keys.slice(0, 2));
    expect(selectKeys('pokemon-1', [], {})).to.deep.equal([]);
  });

  const refused: [filter: Parameters<typeof selectKeys>[2], code: string, field: string, reason: string][] = [
    [{ source: 'x' }, 'SOURCE_UNKNOWN', 'source', 'expected one of tcgcsv, another'],
    [{ kind: 'sold' }, 'KIND_UNKNOWN', 'kind', 'expected one of market, asking'],
    [{ currency: 'JPY' }, 'CURRENCY_UNKNOWN', 'currency', 'expected one of USD, EUR'],
    [{ printing: 'normal' }, 'PRINTING_UNKNOWN', 'printing', 'expected one of Holofoil, Reverse Holofoil'],
    [{ condition: 'LP' }, 'CONDITION_UNKNOWN', 'condition', 'expected one of none stated, NM'],
    [{ grade: 'PSA 9' }, 'GRADE_UNKNOWN', 'grade', 'expected one of none, PSA 9 OC'],
    [{ printing: 'reverse', grade: 'PSA 9 OC' }, 'GRADE_UNKNOWN', 'grade', 'expected none'],
    // What the earlier parts of the filter left.
    [{ source: 'another', printing: 'reverse' }, 'PRINTING_UNKNOWN', 'printing', 'expected Holofoil'],
    [{ source: 'another', kind: 'market' }, 'KIND_UNKNOWN', 'kind', 'expected asking'],
  ];
  for (const [filter, code, field, reason] of refused)
    it(`names what there is for ${JSON.stringify(filter)}`, () => {
      try {
        selectKeys('pokemon-1', keys, filter);
        expect.fail('selected');
      } catch (error) {
        expect([errorCode(error), (error as { details?: object }).details]).to.deep.equal([code, { [field]: reason }]);
      }
    });

  it('says of a card without prices that it has none', () => {
    expect(() => selectKeys('pokemon-1', [], { printing: 'normal' })).to.throw(/no prices/);
  });
});
