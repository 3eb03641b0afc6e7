import { expect } from 'chai';
import { jump, validateRows } from '../../src/collecting/validate-rows.js';
import { categoryOf } from '../../src/sources/tcgplayer-rows/categories.js';
import { readPriceRow } from '../../src/sources/tcgplayer-rows/price-row.js';
import { priceKeyText } from '../../src/domain/prices/price-key.js';
import { row } from './market.js';

const pokemon = categoryOf(3)!;
const gate = (...rows: unknown[]) =>
  validateRows(
    'tcgcsv',
    rows.map((raw) => readPriceRow(pokemon, raw)),
  );
const reasons = (...rows: unknown[]): string[] =>
  [...gate(...rows).cards.values()].flatMap(({ quarantined }) => quarantined.map(({ reason }) => reason));
/** The text of a card's key with a printing. */
const key = (cardId: string, printing = 'normal'): string => `${cardId}|tcgcsv|market|${printing}||||USD`;

describe('the validation of rows', () => {
  it('reads the five numbers to the cent, nulls included', () => {
    const { cards } = gate(
      row(1, 0.1, { lowPrice: 0.05, midPrice: 245, highPrice: 99999.99, directLowPrice: null }),
      row(2, null),
    );
    const price = cards.get('pokemon-1')?.prices.get(key('pokemon-1'));
    expect(price?.numbers).to.deep.equal({ low: 5, mid: 24_500, high: 9_999_999, market: 10, direct_low: null });
    expect(cards.get('pokemon-2')?.prices.get(key('pokemon-2'))?.numbers.market).to.equal(null);
  });

  it('keeps the name of the printing beside its slug', () => {
    const { cards } = gate(row(1, 1, { subTypeName: 'Reverse Holofoil' }));
    expect(cards.get('pokemon-1')?.prices.get(key('pokemon-1', 'reverse-holofoil'))?.key.printing.name).to.equal(
      'Reverse Holofoil',
    );
  });

  it('accepts market below low and above high', () => {
    expect(reasons(row(1, 0.5), row(2, 50))).to.deep.equal([]);
  });

  it('sets aside low > mid', () => {
    expect(reasons(row(1, 1, { lowPrice: 2.5 }), row(2, 1, { lowPrice: 9 }))).to.deep.equal(['order', 'order']);
  });

  it('sets aside a high below low or mid alone, and keeps what was sent', () => {
    const rows = [
      row(1, 16, { highPrice: 0.99 }),
      row(2, 1, { midPrice: 4 }),
      row(3, 1, { lowPrice: 4, midPrice: null }),
    ];
    const { cards } = gate(...rows);
    const prices = [1, 2, 3].map((at) => cards.get(`pokemon-${at}`)?.prices.get(key(`pokemon-${at}`)));
    expect(prices.map((price) => price?.numbers)).to.deep.equal([
      { low: 100, mid: 200, high: null, market: 1_600, direct_low: null },
      { low: 100, mid: 400, high: null, market: 100, direct_low: null },
      { low: 400, mid: null, high: null, market: 100, direct_low: null },
    ]);
    expect(prices.map((price) => price?.sent.high)).to.deep.equal([99, 300, 300]);
    expect(prices[0]?.fault).to.equal('low 100, mid 200, high 99 are not in order: only the high is set aside');
    expect(reasons(...rows)).to.deep.equal([]);
  });

  it('reads 0 as no price, in any of the numbers', () => {
    const none = { lowPrice: 0, midPrice: 0, highPrice: 0, directLowPrice: 0 };
    const { cards } = gate(row(1, 0, none), row(2, 5, { lowPrice: 0 }), row(3, 5, { highPrice: 0 }));
    const numbersOf = (at: number) => cards.get(`pokemon-${at}`)?.prices.get(key(`pokemon-${at}`))?.numbers;
    expect(numbersOf(1)).to.deep.equal({ low: null, mid: null, high: null, market: null, direct_low: null });
    expect(numbersOf(2)).to.deep.equal({ low: null, mid: 200, high: 300, market: 500, direct_low: null });
    expect(numbersOf(3)).to.deep.equal({ low: 100, mid: 200, high: null, market: 500, direct_low: null });
    expect(reasons(row(1, 0, none))).to.deep.equal([]);
  });

  it('sets aside amounts that are too precise, negative, out of range, or not decimal', () => {
    expect(
      reasons(row(1, 1.005), row(2, -1), row(3, 20_000_000.01), row(4, 1e-7), row(5, 1, { highPrice: 1e15 })),
    ).to.deep.equal(['precision', 'range', 'range', 'schema', 'range']);
  });

  it('sets aside another currency', () => {
    const [held] = gate({ ...row(1, 1), currency: 'EUR' }).cards.get('pokemon-1')?.quarantined ?? [];
    expect(held).to.deep.include({ reason: 'currency', price: null });
    expect(priceKeyText(held!.key!)).to.equal(key('pokemon-1'));
    expect(reasons({ ...row(1, 1), currency: 'USD' })).to.deep.equal([]);
  });

  it('sets aside a printing that is null, empty, or without a letter', () => {
    const result = gate(
      { ...row(1, 1), subTypeName: null },
      row(2, 1, { subTypeName: '  ' }),
      row(3, 1, { subTypeName: '???' }),
    );
    for (const card of result.cards.values()) {
      expect(card.quarantined.map(({ reason }) => reason)).to.deep.equal(['schema']);
      expect(card.unclear).to.equal(true);
    }
  });

  it('sets aside a row without a field that may be null', () => {
    const { directLowPrice: _gone, ...rest } = row(1, 1);
    const card = gate(rest).cards.get('pokemon-1');
    expect(card?.quarantined[0]?.reason).to.equal('schema');
    expect([...(card?.shown ?? [])]).to.deep.equal([key('pokemon-1')]);
  });

  it('sets aside bad rows one by one', () => {
    const { cards, unidentified } = gate(row(1, 1), null, 7, { productId: 'x' }, { productId: 1.5 }, row(2, 2));
    expect([...cards.keys()]).to.deep.equal(['pokemon-1', 'pokemon-2']);
    expect(unidentified.map(({ detail }) => detail)).to.deep.equal(
      Array.from({ length: 4 }, () => 'productId cannot be read'),
    );
  });

  it('counts a repeated row once', () => {
    const result = gate(row(1, 1), row(1, 1), null, null);
    expect(result.repeated).to.equal(2);
    expect(result.cards.get('pokemon-1')?.prices.size).to.equal(1);
    expect(gate(row(1, -1), row(1, -1))).to.include({ repeated: 1 });
  });

  it('sets aside all rows that contradict each other', () => {
    const card = gate(row(1, 1), row(1, 2), row(1, 3), row(1, -4)).cards.get('pokemon-1');
    expect(card?.prices.size).to.equal(0);
    expect(card?.quarantined.map(({ reason }) => reason)).to.deep.equal([
      'duplicate',
      'duplicate',
      'duplicate',
      'duplicate',
    ]);
    expect(card?.quarantined.map(({ price }) => price?.numbers.market ?? null)).to.deep.equal([100, 200, 300, null]);
  });

  it('keeps at most 50 rows of a card and counts the others', () => {
    const many = Array.from({ length: 200 }, (_, at) => row(1, 1 + at));
    const card = gate(...many, ...many.map((one) => ({ ...one, lowPrice: 'x' }))).cards.get('pokemon-1');
    expect(card?.quarantined).to.have.length(50);
    expect(card?.overflow).to.equal(350);
  });

  it('bounds the text of the row that it keeps', () => {
    const [held] =
      gate({ productId: 1, subTypeName: 'Normal', note: 'x'.repeat(50_000) }).cards.get('pokemon-1')?.quarantined ?? [];
    expect(held?.row).to.have.length(4_000);
  });
});

describe('a jump', () => {
  it('is a factor above 100, up or down, with small amounts raised to the floor', () => {
    expect(jump(500, 50_000)).to.equal(null);
    expect(jump(500, 50_001)).to.be.a('string');
    expect(jump(50_001, 4)).to.be.a('string');
    // 1 cent to 100 dollars would be 10,000-fold; the floor of 5 dollars makes it 20-fold.
    expect(jump(1, 10_000)).to.equal(null);
    expect(jump(1, 60_000)).to.be.a('string');
  });

  it('is none without a price before and after', () => {
    expect(jump(null, 1_000_000)).to.equal(null);
    expect(jump(1_000_000, null)).to.equal(null);
  });
});
