/** Goal: typed conditions are parsed exactly; anything else is rejected with the expected form. */
import { expect } from 'chai';
import { parseHysteresis, parseWhen } from '../../src/alerting/parse-when.js';

const change = (over: object) => ({
  type: 'change',
  direction: 'either',
  basis_points: null,
  amount: null,
  window_days: null,
  ...over,
});

describe('parseWhen', () => {
  const good: [string, object][] = [
    ['<= 10 USD', { when: { type: 'threshold', comparison: '<=', amount: 1_000 }, currency: 'USD' }],
    ['>=10.05usd', { when: { type: 'threshold', comparison: '>=', amount: 1_005 }, currency: 'USD' }],
    ['low < 2.50 EUR', { when: { type: 'threshold', comparison: '<', amount: 250 }, currency: 'EUR', metric: 'low' }],
    [
      'direct_low = 300 JPY',
      { when: { type: 'threshold', comparison: '=', amount: 300 }, currency: 'JPY', metric: 'direct_low' },
    ],
    ['down 10% in 7d', { when: change({ direction: 'down', basis_points: 1_000, window_days: 7 }) }],
    ['UP 12.5 %', { when: change({ direction: 'up', basis_points: 1_250 }) }],
    ['either 0.01%', { when: change({ basis_points: 1 }) }],
    ['up 5 USD', { when: change({ direction: 'up', amount: 500 }), currency: 'USD' }],
    [
      'either 10% and 1 USD in 30 d',
      { when: change({ basis_points: 1_000, amount: 100, window_days: 30 }), currency: 'USD' },
    ],
    ['new high in 30d', { when: { type: 'new_high', window_days: 30 } }],
    ['mid new low in 365d', { when: { type: 'new_low', window_days: 365 }, metric: 'mid' }],
    ['available', { when: { type: 'availability', becomes: 'available' } }],
    ['Withdrawn', { when: { type: 'availability', becomes: 'withdrawn' } }],
  ];
  for (const [text, parsed] of good) it(text, () => expect(parseWhen(text)).to.deep.equal(parsed));

  it('rejects anything else', () => {
    for (const text of [
      '',
      '10 USD',
      '<= 10',
      '<= 10 XXX',
      '<= 10.005 USD',
      '<= -1 USD',
      '!= 1 USD',
      'down',
      'down in 7d',
      'down 10% 1 USD',
      'down and 1 USD',
      'down 10% and',
      'up 1.005%',
      'up 10% in 7',
      'new high',
      'high > 5 USD',
      'soon',
    ]) {
      expect(() => parseWhen(text), text).to.throw(/expected/);
    }
  });

  it('parses a hysteresis as a percentage or an amount', () => {
    expect(parseHysteresis('5%', 'USD')).to.deep.equal({ basis_points: 500 });
    expect(parseHysteresis('0.50', 'USD')).to.deep.equal({ amount: 50 });
    for (const text of ['', 'five', '1.005%', '0.005'])
      expect(() => parseHysteresis(text, 'USD'), text).to.throw(/expected/);
  });
});
