/** Goal: pictures of simulated cards are well-formed, the same each time, and show nothing that a name smuggles in. */
import { expect } from 'chai';
import { drawCard, type PicturedCard } from '../../../src/embedded/sandbox/card-picture.js';

const card: PicturedCard = {
  ...{ cardId: 'pokemon-97000001', game: 'pokemon', name: 'Galehorn Regent', number: '001/006' },
  ...{ rarity: 'Illustration Rare', colours: ['fire'], productType: 'single', setName: 'Harbour Tales' },
};

/** Returns the names of elements that are not closed, or closed without being open. */
const unbalanced = (svg: string): string[] => {
  const open: string[] = [];
  for (const [, end = '', name = '', , alone = ''] of svg.matchAll(/<(\/?)([a-zA-Z]+)((?:\s[^<>]*?)?)(\/?)>/g)) {
    if (end === '/') {
      if (open.pop() !== name) return [name];
    } else if (alone !== '/') open.push(name);
  }
  return open;
};

describe('pictures of simulated cards', () => {
  it('show name, number, rarity and set, and are the same each time', () => {
    const svg = drawCard(card);
    for (const text of ['Galehorn Regent', '001/006', 'Fire · Illustration Rare', 'Harbour Tales', 'SIMULATED'])
      expect(svg).to.include(`>${text}</text>`);
    expect(drawCard({ ...card })).to.equal(svg);
    expect(drawCard({ ...card, cardId: 'pokemon-97000002' })).to.not.equal(svg);
  });

  it('are well-formed for every game, rarity and kind, without numbers that are none', () => {
    for (const game of ['pokemon', 'onepiece'] as const)
      for (const productType of ['single', 'sealed', 'unknown'] as const)
        for (const rarity of [null, 'Common', 'SEC', 'no such rarity', 'constructor'])
          for (const colours of [[], ['water'], ['red', 'blue'], ['no such colour', 'toString']]) {
            const svg = drawCard({ ...card, game, productType, rarity, colours, number: null, setName: null });
            expect(unbalanced(svg)).to.deep.equal([]);
            expect(svg).to.not.match(/NaN|undefined|null|function/);
          }
  });

  it('load nothing and run nothing, whatever a card is called', () => {
    const name = `</text><script>alert("1")</script>\u0000\u0007 & '`;
    const svg = drawCard({ ...card, name, setName: name, number: name, rarity: name });
    expect(svg).to.not.match(/<script|on\w+=|[\u0000-\u0008]/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).to.not.match(/https?:|href|url\((?!#)/);
    expect(unbalanced(svg)).to.deep.equal([]);
  });
});
