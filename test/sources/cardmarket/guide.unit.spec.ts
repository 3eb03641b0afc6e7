/** Goal: each number of a guide is the price of the card that it is of, and nothing of it is lost or invented. */
import { expect } from 'chai';
import type { FileContent, PriceList, PriceRow } from '../../../src/collecting/source.js';
import type { Game } from '../../../src/domain/cards/card.js';
import { type GuideContext, readGuide } from '../../../src/sources/cardmarket/guide.js';
import { contextOf, guideRow, guideText } from './known.js';

const path = '/productCatalog/priceGuide/price_guide_6.json';
const read = (rows: readonly unknown[], game: Game = 'pokemon', changes: Partial<GuideContext> = {}): FileContent =>
  readGuide(contextOf(game, changes), path, guideText(rows));
const listOf = ({ prices = [] }: FileContent, setId: string): PriceList | undefined =>
  prices.find((list) => list.setId === setId);
const rowsOf = (content: FileContent): PriceRow[] => (content.prices ?? []).flatMap((list) => [...list.readRows()]);
/** What rows say, in short. */
const said = (content: FileContent): unknown[] =>
  rowsOf(content).map((row) => {
    if (row.outcome === 'unidentified' || row.key === null) return row;
    const { cardId, key } = row;
    const what =
      row.outcome === 'price'
        ? [row.amounts.low, row.amounts.market]
        : row.outcome === 'fault'
          ? row.detail
          : row.outcome;
    return [cardId, key.printing.slug, what];
  });

describe('a price guide', () => {
  it('is the prices of the sets whose cards it has, as of its own time', () => {
    const content = read([guideRow(1), guideRow(3), guideRow(77), guideRow(2)]);
    expect(content.prices?.map(({ setId, rows, cardIds, stamp }) => [setId, rows, cardIds, stamp])).to.deep.equal([
      ['pokemon-10', 2, ['pokemon-101', 'pokemon-102'], '2026-09-07T00:48:24Z'],
      ['pokemon-11', 1, ['pokemon-111'], '2026-09-07T00:48:24Z'],
    ]);
    expect(content).to.deep.include({ unmatched: 1, omissions: [] });
    expect(content.allPricesOf).to.deep.equal([
      { game: 'pokemon', language: null },
      { game: 'pokemon', language: 'ja' },
    ]);
  });

  it('states euros of a printing, and neither condition nor grade nor language', () => {
    const [price] = rowsOf(read([guideRow(1)]));
    expect(price).to.deep.include({
      outcome: 'price',
      cardId: 'pokemon-101',
      key: {
        kind: 'market',
        printing: { name: 'Normal', slug: 'normal' },
        condition: null,
        grade: null,
        language: null,
        currency: 'EUR',
      },
      amounts: { low: 0.5, mid: null, high: null, market: 1.1, direct_low: null },
      sampleSize: null,
    });
  });

  it('has a printing of its own in the columns for holo, and in those for foil of One Piece', () => {
    expect(said(read([guideRow(1)]))).to.deep.equal([
      ['pokemon-101', 'normal', [0.5, 1.1]],
      ['pokemon-101', 'holo-or-reverse-holo', [2, 3.25]],
    ]);
    const foil = { idProduct: 9, low: 1, trend: 2, 'low-foil': 3, 'trend-foil': 4, 'trend-holo': 99 };
    expect(said(read([foil], 'onepiece'))).to.deep.equal([
      ['onepiece-201', 'normal', [1, 2]],
      ['onepiece-201', 'foil', [3, 4]],
    ]);
  });

  it('takes 0 and null for none: a printing with neither number is not shown, a card without any neither', () => {
    const none = { low: null, trend: 0, 'low-holo': 0, 'trend-holo': null };
    const content = read([
      guideRow(1, { 'low-holo': null, 'trend-holo': 0 }),
      guideRow(2, { low: 0, 'low-holo': 0 }),
      guideRow(3, none),
    ]);
    expect(said(content)).to.deep.equal([
      ['pokemon-101', 'normal', [0.5, 1.1]],
      ['pokemon-102', 'normal', [0, 1.1]],
      ['pokemon-102', 'holo-or-reverse-holo', [0, 3.25]],
    ]);
    expect(listOf(content, 'pokemon-11')).to.include({ rows: 1, whole: true });
    expect(listOf(content, 'pokemon-11')?.cardIds).to.deep.equal([]);
  });

  it('tells of every set with a mapped card or a price, though it shows none of it', () => {
    expect(read([]).prices?.map(({ setId, rows }) => [setId, rows])).to.deep.equal([
      ['pokemon-10', 0],
      ['pokemon-11', 0],
    ]);
    const unmapped = read([], 'pokemon', { cardOf: new Map() });
    expect(unmapped.prices).to.deep.equal([]);
  });

  it('tells of the selected sets only', () => {
    const content = read([guideRow(1), guideRow(3)], 'pokemon', { selection: ['pokemon-11'] });
    expect(content.prices?.map(({ setId }) => setId)).to.deep.equal(['pokemon-11']);
    expect(content.unmatched).to.equal(0);
  });

  it('counts a product of another game, or without a card, and takes nothing of it', () => {
    const content = read([guideRow(9), guideRow(55, { low: 'odd' })]);
    expect(said(content)).to.deep.equal([]);
    expect(content.unmatched).to.equal(2);
  });

  it('proves nothing to be missing if a row names no product', () => {
    const content = read([guideRow(1), { ...guideRow(2), idProduct: 'two' }, null, 'x', [1]]);
    expect(content.allPricesOf).to.equal(undefined);
    expect(content.prices?.map(({ whole }) => whole)).to.deep.equal([false, false]);
    expect(content.omissions?.map(({ kind, place }) => [kind, place])).to.deep.equal([
      ['row', 'priceGuides.1.idProduct'],
      ['row', 'priceGuides.2'],
      ['row', 'priceGuides.3'],
      ['row', 'priceGuides.4'],
    ]);
  });

  it('sets the printing of an unreadable number aside, with its column, and not the other one', () => {
    expect(said(read([guideRow(1, { 'trend-holo': '3,25' }), guideRow(2, { low: {} })]))).to.deep.equal([
      ['pokemon-101', 'normal', [0.5, 1.1]],
      ['pokemon-101', 'holo-or-reverse-holo', 'trend-holo: Invalid input: expected number, received string'],
      ['pokemon-102', 'normal', 'low: Invalid input: expected number, received object'],
      ['pokemon-102', 'holo-or-reverse-holo', [2, 3.25]],
    ]);
  });

  it('says nothing of a printing whose columns a row lacks, and says so once for a column', () => {
    const { low: _low, trend: _trend, ...holoOnly } = guideRow(1);
    const { trend: _other, ...withoutTrend } = guideRow(2);
    const content = read([holoOnly, withoutTrend, guideRow(3)]);
    expect(said(content)).to.deep.equal([
      ['pokemon-101', 'normal', 'unstated'],
      ['pokemon-101', 'holo-or-reverse-holo', [2, 3.25]],
      ['pokemon-102', 'normal', [0.5, null]],
      ['pokemon-102', 'holo-or-reverse-holo', [2, 3.25]],
      ['pokemon-111', 'normal', [0.5, 1.1]],
      ['pokemon-111', 'holo-or-reverse-holo', [2, 3.25]],
    ]);
    expect(content.omissions).to.deep.equal([
      {
        kind: 'field',
        setId: null,
        place: 'priceGuides.0.low',
        detail: 'missing in 1 of 3 rows, of which this is the first',
      },
      {
        kind: 'field',
        setId: null,
        place: 'priceGuides.0.trend',
        detail: 'missing in 2 of 3 rows, of which this is the first',
      },
    ]);
  });

  it('without a column that every guide has is refused; without one for holo it says nothing of holo', () => {
    const renamed = (from: string) => {
      const { [from]: value, ...rest } = guideRow(1);
      return { ...rest, [`${from}Price`]: value };
    };
    for (const column of ['low', 'trend']) {
      expect(() => read([renamed(column)]))
        .to.throw(`${path}: priceGuides: no row has ${column}`)
        .with.property('code', 'SOURCE_PAYLOAD_INVALID');
    }
    expect(said(read([renamed('trend-holo')]))).to.deep.equal([
      ['pokemon-101', 'normal', [0.5, 1.1]],
      ['pokemon-101', 'holo-or-reverse-holo', 'unstated'],
    ]);
  });
});
