/** Goal: the form of an alert says what the API reads. Method: the same conditions through the page's reader and the API's. */
import { expect } from 'chai';
import { parseWhen } from '../../src/alerting/parse-when.js';
import { conditionText, conditionWords, readCondition } from '../../src/web/pages/account/alerts/condition.js';
import {
  durationText,
  isComplete,
  optionSentences,
  printingName,
  ruleWords,
  termsOf,
} from '../../src/web/pages/account/alerts/rule.js';

const texts = [
  '<= 10 USD',
  '>= 10.05 USD',
  '< 2.5 EUR',
  '= 300 JPY',
  'down 10% in 7d',
  'up 12.5%',
  'either 0.01%',
  'up 5 USD',
  'either 10% and 1 USD in 30d',
  'new high in 30d',
  'new low in 365d',
  'available',
  'withdrawn',
];

const money = (amount: number): string => `$${amount.toFixed(2)}`;

const fieldsOf = (values: Record<string, string>) => ({
  text: (name: string) => values[name] ?? '',
  isTicked: (name: string) => name in values,
});

describe('conditions of the form of an alert', () => {
  for (const text of texts) {
    it(`${text}: is read, and written again`, () => {
      const read = readCondition(text);
      expect(conditionText(read!.when, read!.currency ?? 'USD')).to.equal(text);
    });

    it(`${text}: means what the API reads`, () => {
      const { when, currency } = parseWhen(text);
      const read = readCondition(text)!;
      const minor = read.currency === 'JPY' ? 1 : 100;
      const amount = read.when.amount == null ? read.when.amount : Math.round(read.when.amount * minor);
      expect({ ...read.when, ...(amount === undefined ? {} : { amount }) }).to.deep.equal(when);
      expect(read.currency).to.equal(currency);
    });
  }

  it('reads what people type: without blanks, in capitals, with a metric', () => {
    expect(readCondition(' <=10.5usd ')).to.deep.equal(readCondition('<= 10.5 USD'));
    expect(readCondition('low < 2.50 EUR')).to.deep.include({ metric: 'low', currency: 'EUR' });
  });

  it('reads nothing else', () => {
    for (const text of ['', 'cheap', '10 USD', 'up', '<= ten USD', 'new high', '<= 10 XXX'])
      expect(readCondition(text), text).to.equal(null);
  });

  it('says them in words', () => {
    const words = texts.map((text) => conditionWords(readCondition(text)!.when, money));
    expect(words.slice(0, 2)).to.deep.equal(['is at or below $10.00', 'is at or above $10.05']);
    expect(words[4]).to.equal('falls by 10 % or more within 7 days');
    expect(words[8]).to.equal('moves by 10 % and $1.00 or more within 30 days');
    expect(words[9]).to.equal('is the highest of 30 days');
    expect(words[12]).to.equal('is no longer offered');
  });
});

describe('rules of the form of an alert', () => {
  it('has the fields that are filled in, and defaults for the others', () => {
    const terms = termsOf(
      fieldsOf({
        kind_of_condition: 'threshold',
        ...{ 'when.comparison': '<=', 'when.amount': '10.50', hysteresis: ' 5% ', cooldown_seconds: '86400' },
        fires_at_once: 'on',
      }),
    );
    expect(terms).to.deep.equal({
      when: { type: 'threshold', comparison: '<=', amount: 10.5 },
      ...{ source: '*', kind: 'market', currency: 'USD', metric: 'market', condition: null, grade: null },
      ...{ language: null, hysteresis: '5%', cooldown_seconds: 86_400, repeat: 'always', on_create: 'fire' },
    });
  });

  it('has a percentage as hundredths of a percent, exactly', () => {
    const change = (percent: string) =>
      termsOf(fieldsOf({ kind_of_condition: 'change', 'when.direction': 'up', 'when.basis_points': percent })).when;
    expect(change('0.29')).to.deep.include({ basis_points: 29, amount: null, window_days: null });
    expect(change('1.15').basis_points).to.equal(115);
  });

  it('is not complete while what it compares with is missing', () => {
    const of = (values: Record<string, string>) => isComplete(termsOf(fieldsOf(values)).when);
    expect(of({ kind_of_condition: 'threshold', 'when.comparison': '<=' })).to.equal(false);
    expect(of({ kind_of_condition: 'change', 'when.direction': 'up' })).to.equal(false);
    expect(of({ kind_of_condition: 'new_high', 'when.window_days': '0' })).to.equal(false);
    expect(of({ kind_of_condition: 'withdrawn' })).to.equal(true);
  });

  const plain = { source: '*', kind: 'market', condition: null, grade: null, language: null } as const;

  it('says the whole rule in words', () => {
    const rule = { ...plain, printing: 'Holofoil', currency: 'USD', metric: 'market' } as const;
    expect(ruleWords({ ...rule, when: readCondition('<= 10 USD')!.when }, money)).to.equal(
      'when the market price (Holofoil) is at or below $10.00',
    );
    expect(
      ruleWords(
        {
          ...rule,
          ...{ kind: 'asking', metric: 'low', grade: 'PSA 10', source: 'tcgcsv' },
          when: { type: 'new_low', window_days: 1 },
        },
        money,
      ),
    ).to.equal('when the lowest price of offers (Holofoil, PSA 10) at tcgcsv is the lowest of 1 day');
    expect(ruleWords({ ...rule, printing: '*', when: readCondition('available')!.when }, money)).to.equal(
      'when it (each printing) is offered, for the first time or again',
    );
  });

  it('says options only where they differ from the usual', () => {
    const usual = { hysteresis: null, cooldown_seconds: 0, repeat: 'always', on_create: 'fire' } as const;
    expect(optionSentences(usual, money)).to.deep.equal([]);
    expect(
      optionSentences(
        { hysteresis: { basis_points: 500 }, cooldown_seconds: 3_600, repeat: 'once', on_create: 'skip' },
        money,
      ),
    ).to.have.length(4);
  });

  it('names durations in the largest whole unit, and printings by their names', () => {
    expect([3_600, 86_400, 259_200, 5_400, 59].map(durationText)).to.deep.equal([
      ...['1 hour', '1 day', '3 days', '90 minutes', '59 seconds'],
    ]);
    expect(printingName('1st-edition-holofoil', ['Holofoil', '1st Edition Holofoil'])).to.equal('1st Edition Holofoil');
    expect(printingName('normal', ['Holofoil'])).to.equal('normal');
  });
});
