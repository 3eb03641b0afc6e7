/** Goal: amounts cross between major and minor units exactly, and a term that makes no sense is refused by its field. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type AlertTerms, ruleOfTerms, termsOfRule } from '../../src/alerting/alert-terms.js';
import { currencies, currencyDecimals } from '../../src/domain/prices/money.js';

const card_id = 'pokemon-1';
const threshold = (amount: number) => ({ type: 'threshold', comparison: '<=', amount }) as const;

describe('the terms of a rule', () => {
  it('have amounts in major units, the rule in minor ones', () => {
    expect(ruleOfTerms({ card_id, when: threshold(45.99), hysteresis: { amount: 0.5 } })).to.deep.include({
      when: { type: 'threshold', comparison: '<=', amount: 4_599 },
      hysteresis: { amount: 50 },
      currency: 'USD',
      printing: '*',
    });
    expect(ruleOfTerms({ card_id, when: threshold(500), currency: 'JPY' }).when).to.include({ amount: 500 });
    expect(ruleOfTerms({ card_id, when: { type: 'change', direction: 'up', amount: 1.1 } }).when).to.deep.equal({
      type: 'change',
      direction: 'up',
      basis_points: null,
      amount: 110,
      window_days: null,
    });
  });

  it('are the same as text and as an object', () => {
    const pairs: [string, AlertTerms['when']][] = [
      ['<= 10 USD', threshold(10)],
      ['down 10% in 7d', { type: 'change', direction: 'down', basis_points: 1_000, window_days: 7 }],
      ['either 10% and 1 USD', { type: 'change', direction: 'either', basis_points: 1_000, amount: 1 }],
      ['new high in 30d', { type: 'new_high', window_days: 30 }],
      ['available', { type: 'availability', becomes: 'available' }],
    ];
    for (const [text, when] of pairs)
      expect(ruleOfTerms({ card_id, when: text }), text).to.deep.equal(ruleOfTerms({ card_id, when }));
    expect(ruleOfTerms({ card_id, when: 'low < 2.50 EUR', hysteresis: '0.50' })).to.deep.include({
      currency: 'EUR',
      metric: 'low',
      hysteresis: { amount: 50 },
    });
  });

  it('come back as they were given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), fc.constantFrom(...currencies), (minor, currency) => {
        const amount = minor / 10 ** currencyDecimals[currency];
        const rule = ruleOfTerms({ card_id, when: threshold(amount), currency, hysteresis: { amount } });
        expect(rule.when).to.include({ amount: minor });
        expect(termsOfRule(rule)).to.deep.include({ when: threshold(amount), hysteresis: { amount }, currency });
      }),
    );
    const graded = ruleOfTerms({ card_id, when: 'available', grade: 'PSA 9 OC', condition: '*', hysteresis: null });
    expect(graded.grade).to.deep.equal({ grader: 'PSA', grade: '9', qualifier: 'OC' });
    expect(termsOfRule(graded)).to.include({ grade: 'PSA 9 OC', condition: '*' });
  });

  const wrong: [string, Partial<AlertTerms>, RegExp][] = [
    ['when.amount', { when: threshold(10.005) }, /at most 2 decimals, got 10.005/],
    ['when.amount', { when: threshold(-1) }, /of 0 or more/],
    ['when.amount', { when: threshold(1e300) }, /expected an amount of USD/],
    ['when.amount', { when: threshold(0.5), currency: 'JPY' }, /without decimals/],
    ['when.amount', { when: { type: 'threshold', comparison: '<=' } }, /expected number/],
    ['currency', { when: threshold(1), currency: '*' }, /needs its currency/],
    ['currency', { when: '<= 1 EUR', currency: 'USD' }, /expected EUR, as the condition has it, got USD/],
    ['metric', { when: 'low <= 1 EUR', metric: 'market' }, /expected low/],
    ['when', { when: 'cheap' }, /a condition such as/],
    ['when', { when: { ...threshold(1), becomes: 'available' } }, /becomes/],
    ['when.basis_points', { when: { type: 'change', direction: 'up' } }, /or both are needed/],
    ['hysteresis', { hysteresis: { amount: 1, basis_points: 1 } }, /either/],
    ['hysteresis', { hysteresis: 'wide' }, /a percentage such as 5%/],
    ['currency', { when: 'available', currency: '*', hysteresis: '1' }, /needs its currency/],
    ['grade', { grade: 'PSA' }, /a grade such as PSA 10/],
    ['cooldown_seconds', { cooldown_seconds: -1 }, />=0/],
  ];
  for (const [field, over, reason] of wrong) {
    it(`refuse ${JSON.stringify(over)} by ${field}`, () => {
      try {
        ruleOfTerms({ card_id, when: 'available', ...over });
      } catch (error) {
        expect(error).to.deep.include({ code: 'VALIDATION_FAILED' });
        const { details } = error as { details: Record<string, string> };
        expect(Object.keys(details)).to.deep.equal([field]);
        expect(details[field]).to.match(reason);
        return;
      }
      expect.fail('accepted');
    });
  }
});
