/** Goal: what TCGdex says of Cardmarket's products is read in each of its forms. Method: lines as its database has them. */
import { expect } from 'chai';
import { readTcgdexProducts } from '../../src/matching/read-tcgdex.js';

const lines = (...cards: readonly object[]): string => cards.map((card) => JSON.stringify(card)).join('\n');

describe('cards of TCGdex', () => {
  it('name the products of a card, of its variants, and of both', () => {
    const ids = (cardmarket?: number, tcgplayer?: number) => ({ thirdParty: { cardmarket, tcgplayer } });
    const text = lines(
      { localId: '1', name: { en: 'Alakazam', fr: 'Alakazam' }, variants: [{ type: 'holo', ...ids(11, 21) }] },
      { localId: 4, name: 'Charizard', variants: { normal: true }, ...ids(12, 22), attacks: [{}] },
      { localId: 'TG01', name: 'Flareon', variants_detailed: [{ ...ids(13, 23) }, { ...ids(13, 24) }, ids(14, 25)] },
      { localId: '5', name: { en: 'Clefairy' }, ...ids(15), variants: [{ type: 'normal' }, ids(undefined, 26)] },
      { localId: '6', name: { ja: 'ピクシー' }, ...ids(16, 27) },
      { localId: '7', name: { en: 'Again' }, variants: [{ type: 'holo', ...ids(12, 28) }], thirdParty: null },
    );
    const said = readTcgdexProducts(text).map(({ id, name, number, said_to_be }) => [id, name, number, said_to_be]);
    expect(said).to.deep.equal([
      ['11', 'Alakazam', '1', ['pokemon-21']],
      ['12', 'Charizard', '4', ['pokemon-22', 'pokemon-28']],
      ['13', 'Flareon', 'TG01', ['pokemon-23', 'pokemon-24']],
      ['14', 'Flareon', 'TG01', ['pokemon-25']],
    ]);
    expect(readTcgdexProducts(text)[0]).to.include({ system: 'cardmarket', game: 'pokemon' });
  });

  for (const [why, line, message] of [
    ['that is no JSON', '{"localId":', /line 2: expected a JSON object/],
    ['without a name', JSON.stringify({ localId: '1' }), /line 2: name: /],
    ['with an id of another type', lines({ localId: '1', name: 'x', thirdParty: { cardmarket: 'y' } }), /thirdParty/],
  ] as const) {
    it(`names the line of a card ${why}`, () => {
      expect(() => readTcgdexProducts(`${lines({ localId: '1', name: 'x' })}\n${line}`)).to.throw(message);
    });
  }
});
