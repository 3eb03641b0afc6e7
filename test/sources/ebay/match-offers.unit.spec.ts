/** Goal: a graded copy never stands among ungraded ones, and a copy that is not sure is none. */
import { expect } from 'chai';
import { createMatcher } from '../../../src/matching/matcher.js';
import { knownOffers, matchOffers, worthAsking } from '../../../src/sources/ebay/match-offers.js';
import type { Offer } from '../../../src/sources/ebay/offers.js';

const set = {
  set_id: 'pokemon-604',
  game: 'pokemon',
  name: 'Base Set',
  abbreviation: 'BS',
  published_on: null,
} as const;
const card = (id: number, name: string, number: string, printings: readonly string[]) => ({
  ...({ card_id: `pokemon-${id}`, game: 'pokemon', set_id: set.set_id, name, number } as const),
  ...({ rarity: 'Holo Rare', product_type: 'single', language: null, printings } as const),
});
const matcher = createMatcher({
  sets: [set],
  cards: [
    card(1, 'Charizard', '004/102', ['holofoil']),
    card(2, 'Blastoise', '002/102', ['holofoil', 'reverse-holofoil']),
  ],
});
const charizard = {
  cardId: 'pokemon-1',
  game: 'pokemon',
  name: 'Charizard',
  number: '004/102',
  language: null,
} as const;
let id = 0;
const offer = (title: string, graded: boolean | null, price = 1_000): Offer => {
  id += 1;
  return { itemId: `v1|${id}|0`, title, price, shipping: null, graded };
};
const title = 'Charizard 4/102 Base Set Holo Pokemon TCG';
const known = (...offers: Offer[]) => knownOffers(matchOffers(charizard, offers, matcher));

describe('offers matched to a card', () => {
  it('keeps graded copies under their grade', () => {
    expect(known(offer(`${title} PSA 9`, true))[0]).to.deep.include({
      grade: { grader: 'PSA', grade: '9', qualifier: null },
      condition: null,
    });
    expect(known(offer(title, false))[0]).to.deep.include({ grade: null, condition: null, printing: 'holofoil' });
    expect(known(offer(`${title} NM`, false))[0]).to.deep.include({ condition: 'NM' });
  });

  it('takes no graded copy without a verdict, and no ungraded one with a grade in its title', () => {
    expect(known(offer(title, true), offer(`${title} PSA 10`, false))).to.deep.equal([]);
  });

  it('reads the verdict and the condition of details where they are known', () => {
    const [slab, raw] = [offer(title, true), offer(title, false)];
    const details = new Map([
      [slab.itemId, { grade: { grader: 'BGS', grade: '9.5', qualifier: null }, condition: null }],
      [raw.itemId, { grade: null, condition: 'LP' as const }],
    ]);
    const offers = knownOffers(matchOffers(charizard, [slab, raw], matcher, details), details);
    expect(offers.map(({ grade, condition }) => [grade?.grader ?? null, condition])).to.deep.equal([
      ['BGS', null],
      [null, 'LP'],
    ]);
  });

  it('asks for the details of those that need them, cheapest first', () => {
    const offers = [
      offer(title, true, 900),
      offer(`${title} PSA 9`, true),
      offer(`${title} NM`, false),
      offer(title, false, 500),
    ];
    const matched = matchOffers(charizard, offers, matcher);
    expect(worthAsking(matched, 5).map(({ price }) => price)).to.deep.equal([500, 900]);
    expect(worthAsking(matched, 1)).to.have.length(1);
    expect(worthAsking(matched, 0)).to.have.length(0);
  });

  it('leaves out lots, proxies and other cards, and counts what is not sure', () => {
    const offers = [
      offer(`LOT of 4x ${title}`, false),
      offer(`PROXY ${title}`, false),
      offer('Blastoise 2/102 Base Set Holo', false),
      offer('old pokemon card', null),
      offer(title, null),
    ];
    const { offers: matched, unmatched } = matchOffers(charizard, offers, matcher);
    expect(matched).to.have.length(1);
    expect(unmatched).to.equal(1);
  });
});
