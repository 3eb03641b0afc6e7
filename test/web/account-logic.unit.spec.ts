/** Goal: what the account pages derive from answers. Method: answers as small as they can be. */
import { expect } from 'chai';
import { rearmWords, stateOf } from '../../src/web/pages/account/alerts/state.js';
import { importData } from '../../src/web/pages/account/keys/import-data.js';
import { listRuleWords, wholeRule } from '../../src/web/pages/account/watchlists/list-rule.js';
import { totalsOf } from '../../src/web/pages/account/watchlists/totals.js';
import { returnPath } from '../../src/web/return-path.js';

const money = (amount: number): string => `$${amount.toFixed(2)}`;
const moment = (time: string): string => time;

describe('the state of an alert', () => {
  const watch = (state: 'armed' | 'cooling' | 'fired') => ({ state }) as never;

  it('is that of its prices while it is active', () => {
    expect(stateOf({ status: 'active', watches: [] })).to.equal('armed');
    expect(stateOf({ status: 'active', watches: [watch('fired')] })).to.equal('fired');
    expect(stateOf({ status: 'active', watches: [watch('cooling'), watch('fired')] })).to.equal('fired');
    expect(stateOf({ status: 'active', watches: [watch('cooling')] })).to.equal('cooling');
    expect(stateOf({ status: 'active', watches: [watch('fired'), watch('armed')] })).to.equal('armed');
  });

  it('is its status else', () => {
    for (const status of ['paused', 'done', 'expired'] as const)
      expect(stateOf({ status, watches: [watch('fired')] })).to.equal(status);
  });

  it('says what arms it again', () => {
    const words = (rearm: object | null) => rearmWords({ currency: 'USD', rearm: rearm as never }, { money, moment });
    expect(words(null)).to.equal(null);
    expect(words({ above: null, below: null, not_before: null })).to.equal(null);
    expect(words({ above: 10.5, below: null, not_before: 'May 3' })).to.equal('above $10.50, not before May 3');
  });
});

describe('the address after a sign-in', () => {
  const at = (to: string | null): string => returnPath(to, 'https://cards.example');

  it('is within this site', () => {
    expect(at('/cards/pokemon-1?range=30d#chart')).to.equal('/cards/pokemon-1?range=30d#chart');
    for (const elsewhere of ['//evil.example/x', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', ''])
      expect(at(elsewhere), elsewhere).to.equal('/account');
  });

  it('is the account where none is given, and not the sign-in again', () => {
    expect(at(null)).to.equal('/account');
    expect(at('/sign-in?to=/sign-in')).to.equal('/account');
  });
});

describe('the rule of a watchlist', () => {
  it('is said whatever form it was given in', () => {
    const words = (rule: object): string => listRuleWords(rule, money);
    expect(words({ when: 'down 10% in 7d' })).to.equal('when the market price falls by 10 % or more within 7 days');
    expect(words({ alert_type: 'price_drop', price_threshold: 5 })).to.equal(
      'when the market price is at or below $5.00',
    );
    expect(words({ alert_type: 'price_increase', price_threshold: 5, comparison_operator: '>' })).to.equal(
      'when the market price is above $5.00',
    );
    expect(words({ alert_type: 'availability' })).to.equal('when it is offered, for the first time or again');
    expect(words({ when: { type: 'new_high', window_days: 30 } })).to.equal(
      'when the market price is the highest of 30 days',
    );
  });

  it('has a band in any form', () => {
    expect(wholeRule({ when: '<= 1 USD', hysteresis: '5%' }).hysteresis).to.deep.equal({ basis_points: 500 });
    expect(wholeRule({ when: '<= 1 USD', hysteresis: '0.50' }).hysteresis).to.deep.equal({ amount: 0.5 });
  });
});

describe('the totals of a watchlist', () => {
  const card = (amount: number | null, from: number | null, over: object = {}) =>
    ({
      current_price: {
        ...{ printing: 'Normal', source: 'tcgcsv', currency: 'USD', withdrawn: false },
        market_price: amount,
        ...over,
      },
      price_stats: [
        { printing: 'Normal', source: 'tcgcsv', '7_day_change': from === null ? null : { from_price: from } },
      ],
    }) as never;

  it('are exact sums by currency', () => {
    expect(totalsOf([card(0.1, 0.1), card(0.2, 0.2), card(5, null, { currency: 'EUR' })])).to.deep.equal([
      { currency: 'USD', amount: 0.3, before: 0.3, priced: 2 },
      { currency: 'EUR', amount: 5, before: null, priced: 1 },
    ]);
  });

  it('leave out what has no price', () => {
    expect(totalsOf([undefined, card(null, 1), card(3, 1, { withdrawn: true })])).to.deep.equal([]);
  });
});

describe('the formula of a sheet token', () => {
  it('reads sets by the token', () =>
    expect(importData('https://cards.example', 'tcgl_sheet_x')).to.equal(
      '=IMPORTDATA("https://cards.example/v1/sets?limit=100&format=csv&token=tcgl_sheet_x")',
    ));
});
