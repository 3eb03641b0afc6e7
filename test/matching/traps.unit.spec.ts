/** Goal: what real catalogs get wrong or say in two ways leads to no wrong card. Method: made-up catalogs, one a trap. */
import { expect } from 'chai';
import type { Game } from '../../src/domain/cards/card.js';
import { createMatcher } from '../../src/matching/matcher.js';
import type { Matcher } from '../../src/matching/types.js';

type Row = readonly [id: number, set: string, name: string, number: string | null, ...printings: string[]];

const matcherOf = (game: Game, sets: Readonly<Record<string, string | null>>, rows: readonly Row[]): Matcher => {
  const names = Object.keys(sets);
  const idOf = (set: string): string => `${game}-${names.indexOf(set) + 1}`;
  return createMatcher({
    sets: names.map((name) => {
      const abbreviation = sets[name] ?? null;
      return { set_id: idOf(name), game, name, abbreviation, published_on: null };
    }),
    cards: rows.map(([id, set, name, number, ...printings]) => {
      const facts = { rarity: null, product_type: 'single', language: null } as const;
      return { card_id: `${game}-${id}`, game, set_id: idOf(set), name, number, printings, ...facts };
    }),
  });
};
const found = (matcher: Matcher, title: string): string | null => {
  const result = matcher.matchListing({ title });
  return result.outcome === 'matched' ? result.match.card_id : null;
};

describe('traps of catalogs', () => {
  it('numbers in names only: OP10', () => {
    const matcher = matcherOf('onepiece', { 'Royal Bloodlines': 'OP10' }, [
      [1, 'Royal Bloodlines', 'Trafalgar Law (119)', null, 'foil'],
      [2, 'Royal Bloodlines', 'Trafalgar Law (119) (Manga)', null, 'foil'],
      [3, 'Royal Bloodlines', 'Trafalgar Law (022)', null, 'normal'],
    ]);
    expect(found(matcher, 'Trafalgar Law OP10-119 SEC')).to.equal('onepiece-1');
    expect(found(matcher, 'Law OP10-119 Manga')).to.equal('onepiece-2');
    expect(found(matcher, 'Law OP10-022')).to.equal('onepiece-3');
    expect(found(matcher, 'Law OP10-118')).to.equal(null);
  });

  it('"(Parallel)" beside "(Alternate Art)" is the manga art; alone it is the alternate one', () => {
    const matcher = matcherOf('onepiece', { 'Emperors in the New World': 'OP09', 'Two Legends': 'OP08' }, [
      [1, 'Emperors in the New World', 'Gol.D.Roger', 'OP09-118', 'foil'],
      [2, 'Emperors in the New World', 'Gol.D.Roger (Parallel)', 'OP09-118', 'foil'],
      [3, 'Emperors in the New World', 'Gol.D.Roger (Alternate Art)', 'OP09-118', 'foil'],
      [4, 'Two Legends', 'Silvers Rayleigh', 'OP08-118', 'foil'],
      [5, 'Two Legends', 'Silvers Rayleigh (Parallel)', 'OP08-118', 'foil'],
    ]);
    expect(found(matcher, 'Gol D Roger OP09-118 SEC')).to.equal('onepiece-1');
    expect(found(matcher, 'Roger OP09-118 Manga Rare')).to.equal('onepiece-2');
    expect(found(matcher, 'Roger OP09-118 Alt Art')).to.equal('onepiece-3');
    expect(found(matcher, 'Rayleigh OP08-118 Alternate Art')).to.equal('onepiece-5');
    expect(found(matcher, 'Rayleigh OP08-118 Manga')).to.equal(null);
  });

  it('one number in several groups: the group has to be said, or is the ordinary one', () => {
    const pre = 'Wings of the Captain Pre-Release Cards';
    const best = 'Premium Booster -The Best-';
    const matcher = matcherOf('onepiece', { 'Wings of the Captain': 'OP06', [pre]: 'OP06 PRE', [best]: 'PRB-01' }, [
      [1, 'Wings of the Captain', 'Zeo', 'OP06-028', 'normal'],
      [2, pre, 'Zeo', 'OP06-028', 'normal'],
      [3, best, 'Zeo (Reprint)', 'OP06-028', 'normal'],
      [4, 'Wings of the Captain', 'Zeo (Alternate Art)', 'OP06-028', 'foil'],
      [5, best, 'Zeo (Alternate Art)', 'OP06-028', 'foil'],
    ]);
    expect(found(matcher, 'Zeo OP06-028')).to.equal('onepiece-1');
    expect(found(matcher, 'Zeo OP06-028 Pre-Release')).to.equal('onepiece-2');
    expect(found(matcher, 'Zeo OP06-028 PRB-01')).to.equal('onepiece-3');
    expect(found(matcher, 'Zeo OP06-028 Alternate Art PRB-01')).to.equal('onepiece-5');
    expect(found(matcher, 'Zeo OP06-028 Alternate Art')).to.equal(null);
  });

  it('jumbos, staff and prize packs beside the ordinary card', () => {
    const matcher = matcherOf(
      'pokemon',
      { 'SWSH07: Evolving Skies': 'SWSH07', 'Jumbo Cards': 'PR', 'Prize Pack Series Cards': null },
      [
        [1, 'SWSH07: Evolving Skies', 'Umbreon VMAX', '095/203', 'holofoil'],
        [2, 'Jumbo Cards', 'Umbreon VMAX', '095/203', 'holofoil'],
        [3, 'Prize Pack Series Cards', 'Umbreon VMAX', '095/203', 'holofoil'],
      ],
    );
    expect(found(matcher, 'Umbreon VMAX 095/203')).to.equal('pokemon-1');
    expect(found(matcher, 'Umbreon VMAX 95/203 Evolving Skies JUMBO')).to.equal('pokemon-2');
    expect(found(matcher, 'Umbreon VMAX 95/203 Prize Pack')).to.equal('pokemon-3');
    expect(found(matcher, 'Umbreon VMAX 95/203 Staff')).to.equal(null);
  });

  it('totals that are missing or wrong in the catalog', () => {
    const matcher = matcherOf('pokemon', { 'Supreme Victors': 'SV', 'SWSH04: Vivid Voltage': 'SWSH04' }, [
      [1, 'Supreme Victors', 'Charizard G Lv.X', '143', 'holofoil'],
      [2, 'SWSH04: Vivid Voltage', 'Boltund', '046/180', 'holofoil'],
      [3, 'SWSH04: Vivid Voltage', 'Pikachu V', '043/185', 'holofoil'],
      [4, 'SWSH04: Vivid Voltage', 'Pikachu VMAX', '044/185', 'holofoil'],
    ]);
    expect(found(matcher, 'Charizard G LV.X 143/147 Supreme Victors')).to.equal('pokemon-1');
    expect(found(matcher, 'Boltund 046/185 Vivid Voltage')).to.equal('pokemon-2');
    expect(found(matcher, 'Boltund 046/186 Vivid Voltage')).to.equal(null);
    expect(found(matcher, 'Pikachu V 043/180 Vivid Voltage')).to.equal(null);
  });

  it('a title of any length, alphabet or nonsense is answered', () => {
    const matcher = matcherOf('pokemon', { Fossil: 'FO' }, [[1, 'Fossil', 'Gengar', '5/62', 'holofoil']]);
    for (const title of [
      '',
      ' ',
      '/',
      '#',
      '(((',
      '\u0000',
      '5/62',
      '🔥'.repeat(200),
      'x '.repeat(2_000),
      '1/1/1/1 PSA PSA 10 10',
    ]) {
      expect(found(matcher, title), title.slice(0, 20)).to.equal(null);
    }
  });
});
