/** Goal: what cards are is read from the words that the sources really write, and never guessed. */
import { expect } from 'chai';
import { attributesOf, type CardAttributes } from '../../../src/domain/cards/attributes.js';
import { type Game, games } from '../../../src/domain/cards/card.js';
import { slugOf, wordAttributes, wordMeant, wordsOf } from '../../../src/domain/cards/vocabulary.js';

const none: CardAttributes = {
  rarity: null,
  colours: [],
  card_type: null,
  subtypes: [],
  stage: null,
  hp: null,
  cost: null,
};
const read = (game: Game, attributes: Record<string, string>, rarity: string | null = null) =>
  attributesOf({ game, rarity, attributes });
const pokemon = (CardType: string, more: Record<string, string> = {}): CardAttributes =>
  read('pokemon', { ...(CardType === '' ? {} : { CardType }), ...more }).attributes;

describe('what a card is', () => {
  it('reads a Pokémon: its energy types, stage and HP, under either name of the type', () => {
    const lugia = { HP: '280', Stage: 'VSTAR' };
    const expected = { ...none, colours: ['colorless'], card_type: 'pokemon', stage: 'vstar', hp: 280 };
    expect(pokemon('Colorless', lugia)).to.deep.equal(expected);
    expect(pokemon('', { ...lugia, 'Card Type': 'Colorless' })).to.deep.equal(expected);
    expect(pokemon('Darkness Metal', lugia).colours).to.deep.equal(['darkness', 'metal']);
    expect(pokemon('Fighting/Darkness', lugia).colours).to.deep.equal(['fighting', 'darkness']);
    expect(pokemon('Lighnting', lugia).colours).to.deep.equal(['lightning']);
    expect(pokemon('', { HP: '90', Stage: 'Stage 1' })).to.deep.equal({
      ...none,
      card_type: 'pokemon',
      stage: 'stage-1',
      hp: 90,
    });
    expect(pokemon('Water', { HP: '60', Stage: 'bASIC' }).stage).to.equal('basic');
  });

  it('reads Trainers in all spellings; theirs is no HP, save a doll of theirs', () => {
    const trainer = (subtype: string | null) => ({
      ...none,
      card_type: 'trainer',
      subtypes: subtype === null ? [] : [subtype],
    });
    for (const [typed, subtype] of [
      ['Trainer - Item', 'item'],
      ['Trainer — Item', 'item'],
      ['Supporter', 'supporter'],
      ['Support', 'supporter'],
      ['Trainer - Stadium', 'stadium'],
      ['Pokémon Tool', 'pokemon-tool'],
      ['Trainer - Pokemon Tool ', 'pokemon-tool'],
      ['TM', 'technical-machine'],
      ["Rocket's Secret Machine", 'rockets-secret-machine'],
      ['Trainer', null],
    ] as const) {
      expect(pokemon(typed), typed).to.deep.equal(trainer(subtype));
      expect(pokemon(typed, { HP: '0', Stage: typed }), typed).to.deep.equal(trainer(subtype));
    }
    expect(pokemon('', { Stage: 'Item', HP: '0' })).to.deep.equal(trainer('item'));
    expect(pokemon('Trainer', { HP: '10' })).to.deep.equal({ ...trainer(null), hp: 10 });
  });

  it('reads Energy, basic and special', () => {
    const energy = (subtype: string[], colours: string[] = []) => ({
      ...none,
      card_type: 'energy',
      subtypes: subtype,
      colours,
    });
    expect(pokemon('Basic Energy', { Stage: 'Energy', HP: '0' })).to.deep.equal(energy(['basic-energy']));
    expect(pokemon('Basic Lightning Energy')).to.deep.equal(energy(['basic-energy'], ['lightning']));
    expect(pokemon('Special Rainbow Energy')).to.deep.equal(energy(['special-energy']));
    expect(pokemon('', { Stage: 'Basic Energy', HP: '0' })).to.deep.equal(energy(['basic-energy']));
    expect(pokemon('Energy')).to.deep.equal(energy([]));
  });

  it('reads One Piece: several colours, types of the crew, cost; Stage is a card type there', () => {
    const { attributes } = read(
      'onepiece',
      { CardType: 'Leader', Color: 'Green;Red', Subtypes: 'Straw Hat Crew;The Seven Warlords of the Sea', Life: '4' },
      'L',
    );
    expect(attributes).to.deep.equal({
      ...none,
      rarity: 'leader',
      colours: ['green', 'red'],
      card_type: 'leader',
      subtypes: ['straw-hat-crew', 'the-seven-warlords-of-the-sea'],
    });
    const stage = read('onepiece', { CardType: 'Stage', Color: 'Blue', Cost: '0' }).attributes;
    expect(stage).to.deep.equal({ ...none, colours: ['blue'], card_type: 'stage', cost: 0 });
    expect(read('onepiece', { CardType: 'DON!!' }, 'DON!!').attributes).to.include({ card_type: 'don', rarity: 'don' });
  });

  it('leaves null what is not understood, and names it; silence is no such thing', () => {
    expect(read('pokemon', {})).to.deep.equal({ attributes: none, notUnderstood: [] });
    expect(read('pokemon', { CardType: ' ', HP: '' }, ' ')).to.deep.equal({ attributes: none, notUnderstood: [] });
    // The finish of a card, a rarity to come, a stage to come.
    const odd = read('pokemon', { CardType: 'Normal', Stage: 'Gigantamax', HP: '12o' }, 'Unconfirmed');
    expect(odd.attributes).to.deep.equal(none);
    expect(odd.notUnderstood).to.have.members(['rarity', 'card_type', 'colour', 'stage', 'hp']);
    const normal = read('pokemon', { CardType: 'Normal', Stage: 'Basic', HP: '120' });
    expect(normal.attributes).to.deep.equal({ ...none, card_type: 'pokemon', stage: 'basic', hp: 120 });
    expect(normal.notUnderstood).to.deep.equal(['colour']);
    const piece = read('onepiece', { CardType: 'Ship', Color: 'Red;Pink', Cost: '-', Subtypes: ';;' }, 'SSR');
    expect(piece.attributes).to.deep.equal(none);
    expect(piece.notUnderstood).to.have.members(['rarity', 'card_type', 'colour', 'cost']);
    // A colour alone is that of "Metal Energy" too.
    expect(pokemon('Metal')).to.deep.equal({ ...none, colours: ['metal'] });
    expect(pokemon('', { HP: '60' }).card_type).to.equal(null);
  });

  it('understands every rarity that the recorded catalogs have', () => {
    const rarities = {
      pokemon:
        'Common,Uncommon,Promo,Rare,Ultra Rare,Holo Rare,Code Card,Secret Rare,Double Rare,Illustration Rare,Shiny Holo Rare,' +
        'Special Illustration Rare,Classic Collection,Shiny Rare,Hyper Rare,ACE SPEC Rare,Prism Rare,Radiant Rare,Rare BREAK,' +
        'Rare Ace,Shiny Ultra Rare,Amazing Rare,Mega Hyper Rare,Black White Rare',
      onepiece: 'C,UC,R,SR,SEC,L,PR,DON!!,TR,SP',
    };
    for (const game of games)
      for (const rarity of rarities[game].split(','))
        expect(wordMeant(game, 'rarity', rarity), `${game} ${rarity}`).to.be.a('string');
  });

  it('has slugs that are spelled as they are read, each once', () => {
    for (const game of games)
      for (const attribute of wordAttributes)
        for (const slug of wordsOf(game, attribute)) {
          expect(slugOf(slug)).to.equal(slug);
          expect(wordMeant(game, attribute, slug.replaceAll('-', ' ').toUpperCase()), slug).to.equal(slug);
        }
  });
});
