/** Goal: every amount within limits is read and printed without loss, and nothing else is taken for one. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  currencies,
  currencyDecimals,
  parseAmount,
  toMajorUnits,
  toMajorUnitsOrNull,
} from '../../../src/domain/prices/money.js';
import { limits } from '../../../src/base/limits.js';

const minorUnits = fc.integer({ min: 0, max: limits.priceMinorUnitsMax });

describe('money', () => {
  it('reads back what JavaScript prints of any amount within limits, in every currency', () => {
    fc.assert(
      fc.property(minorUnits, fc.constantFrom(...currencies), (value, currency) => {
        const printed = String(value / 10 ** currencyDecimals[currency]);
        expect(parseAmount(printed, currency)).to.deep.equal({ ok: true, value });
        expect(String(toMajorUnits(value, currency))).to.equal(printed);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads the same amount in every notation', () => {
    for (const text of ['0.1', '0.10', '00.1', '0.1000000000000000000000']) {
      expect(parseAmount(text, 'USD'), text).to.deep.equal({ ok: true, value: 10 });
    }
    expect(parseAmount('245', 'USD')).to.deep.equal({ ok: true, value: 24_500 });
    expect(parseAmount('99999.99', 'EUR')).to.deep.equal({ ok: true, value: 9_999_999 });
    expect(parseAmount('-0', 'USD')).to.deep.equal({ ok: true, value: 0 });
    expect(parseAmount('1200', 'JPY')).to.deep.equal({ ok: true, value: 1_200 });
    expect(parseAmount('1200.00', 'JPY')).to.deep.equal({ ok: true, value: 1_200 });
  });

  it('rejects any third decimal instead of rounding it', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(99), fc.integer({ min: 1, max: 9 }), (whole, cents, third) => {
        const text = `${whole}.${String(cents).padStart(2, '0')}${third}`;
        expect(parseAmount(text, 'USD')).to.deep.equal({ ok: false, reason: 'too_precise' });
      }),
    );
    expect(parseAmount('1.5', 'JPY')).to.deep.equal({ ok: false, reason: 'too_precise' });
  });

  it('rejects text that is not a plain decimal, exponents included', () => {
    const texts = [
      String(1e21),
      String(1e-7),
      '1e3',
      '',
      ' 1',
      '1 ',
      '.5',
      '5.',
      '1,000',
      '1.2.3',
      '+1',
      '0x10',
      'NaN',
      'Infinity',
      '--1',
      '１',
    ];
    for (const text of texts)
      expect(parseAmount(text, 'USD'), text).to.deep.equal({ ok: false, reason: 'not_a_decimal' });
  });

  it('rejects negative amounts and amounts beyond the limit, to the cent', () => {
    expect(parseAmount('-0.01', 'USD')).to.deep.equal({ ok: false, reason: 'negative' });
    const max = limits.priceMinorUnitsMax / 100;
    expect(parseAmount(`${max}.00`, 'USD')).to.deep.equal({ ok: true, value: limits.priceMinorUnitsMax });
    expect(parseAmount(`${max}.01`, 'USD')).to.deep.equal({ ok: false, reason: 'out_of_range' });
    expect(parseAmount('1'.repeat(400), 'USD')).to.deep.equal({ ok: false, reason: 'out_of_range' });
  });

  it('leaves a missing amount missing', () => {
    expect(toMajorUnitsOrNull(null, 'USD')).to.equal(null);
    expect(toMajorUnitsOrNull(4_599, 'USD')).to.equal(45.99);
    expect(toMajorUnitsOrNull(0, 'USD')).to.equal(0);
  });
});
