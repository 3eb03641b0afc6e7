/** Goal: what cards are is read from the words that the sources really write, and never guessed. */
import { expect } from 'chai';
import { attributesOf, type CardAttributes, type StatedCard } from '../../../src/domain/cards/attributes.js';
import { type Game, games } from '../../../src/domain/cards/card.js';
import { slugOf, wordAttributes, wordMeant, wordsOf } from '../../../src/domain/cards/vocabulary.js';

const none: CardAttributes = {
  rarity: null,
  colours: [],
  card_type: null,
  subtypes: [],
  stage: null,
  attributes: [],
  hp: null,
  cost: null,
  power: null,
  counter: null,
  life: null,
};
const read = (game: Game, attributes: Record<string, string>, rarity: string | null = null) =>
  attributesOf({ game, name: 'A card', product_type: 'single', rarity, attributes });
/** Returns the subtypes of a Pokémon game's card with this name. */
const named = (name: string, attributes: Record<string, string> = {}, more: Partial<StatedCard> = {}) =>
  attributesOf({ game: 'pokemon', name, product_type: 'single', rarity: 'Ultra Rare', attributes, ...more }).attributes
    .subtypes;
const pokemon = (CardType: string, more: Record<string, string> = {}): CardAttributes =>
  read('pokemon', { ...(CardType === '' ? {} : { CardType }), ...more }).attributes;

describe('what a card is', () => {
  it('reads a Pokémon: its energy types, stage and HP, under either name of the type', () => {
    const lugia = { HP: '280', Stage: 'VSTAR' };
    const expected = {
      ...none,
      colours: ['colorless'],
      card_type: 'pokemon',
      subtypes: ['vstar'],
      stage: 'vstar',
      hp: 280,
    };
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

  it('reads subtypes of Pokémon from the endings and notes of their names', () => {
    const pokemonOf = { CardType: 'Fire', Stage: 'Basic', HP: '200' };
    for (const [name, subtypes] of [
      ['Charizard ex - 125/197', ['ex']],
      ['Mabosstiff ex (Cosmos Holo) [Staff]', ['ex']],
      ['Gardevoir ex - 2005 (Jeremy Maron)', ['ex']],
      ['Articuno EX (Team Plasma) (132 Full Art)', ['ex-upper-case', 'team-plasma']],
      ['Rayquaza EX -BW47', ['ex-upper-case']],
      ['M Gyarados EX - 27/122 (League Promo)', ['ex-upper-case', 'mega']],
      ['Mega Lucario ex', ['ex', 'mega']],
      ['Ho-Oh Ex (119 Full Art)', []],
      ['Snorlax GX - SM05', ['gx']],
      ["Ash's Pikachu-GX (Ash vs Team Rocket Deck Kit)", ['gx']],
      ['Reshiram & Charizard GX - SM201', ['gx', 'tag-team']],
      ['Mega Sableye & Tyranitar GX (Secret)', ['mega', 'gx', 'tag-team']],
      ['Zacian V - 138/202', ['v']],
      ['Rayquaza V 100/159', ['v']],
      ['Unown (V)', []],
      ['Unown [V]', []],
      ['Meowth VMAX - SWSH005', ['vmax']],
      ['Origin Forme Palkia VSTAR - 2022 (Rikuto Ohashi)', ['vstar']],
      ['VSTAR Token', []],
      ['Morpeko V-Union (SWSH287-290) (Set of 4)', ['v-union']],
      ['Noivern - 112/162 (XY BREAKthrough)', []],
      ['Empoleon BREAK - XY134 (XY Black Star Promos)', ['break']],
      ['Radiant Greninja', ['radiant']],
      ['Charizard Star (Delta Species)', ['star', 'delta-species']],
      ['Deoxys (Delta Species - Attack Forme)', ['delta-species']],
      ['Larvitar (Delta Species Stamp)', []],
      ['Giratina Prism Star', ['prism-star']],
      ['Charizard G LV.X - DP45', ['lv-x']],
      ['Arceus Lv.X (94)', ['lv-x']],
      ['Donphan (Prime)', ['prime']],
      ['Primeape', []],
      ['Darkrai & Cresselia Legend (Bottom)', ['legend']],
      ['Suicune & Entei LEGEND (94) - 2011 (Ross Cawthon)', ['legend']],
      ['Exeggutor', []],
      ['Starmie', []],
    ] as const) {
      expect(named(name, pokemonOf), name).to.deep.equal(subtypes);
      // A source may state nothing but the name.
      expect(named(name), name).to.deep.equal(subtypes);
    }
  });

  it('reads them from the stage too, once, and not from names of Trainers, products and code cards', () => {
    expect(named('Lugia VSTAR', { Stage: 'VSTAR', HP: '280' })).to.deep.equal(['vstar']);
    expect(named('Lugia', { Stage: 'Level-Up', HP: '120' })).to.deep.equal(['lv-x']);
    expect(named('Lugia', { Stage: 'Stage 1', HP: '120' })).to.deep.equal([]);
    expect(named('Radiant Trainer V', { CardType: 'Trainer - Item' })).to.deep.equal(['item']);
    expect(named('Lance Prism Star', { CardType: 'Supporter' })).to.deep.equal(['supporter', 'prism-star']);
    expect(named('Plasma Energy (Team Plasma)', { CardType: 'Special Energy' })).to.deep.equal([
      'special-energy',
      'team-plasma',
    ]);
    const code = { rarity: 'Code Card' };
    expect(named('Code Card - Battle Arena Deck: Keldeo EX vs Rayquaza EX', {}, code)).to.deep.equal([]);
    expect(named('Galar Collection with Zacian V', {}, { product_type: 'sealed' })).to.deep.equal([]);
    expect(named('Galar Collection with Zacian V', {}, { product_type: 'unknown' })).to.deep.equal([]);
    const piece = { game: 'onepiece', attributes: { Subtypes: 'Film' } } as const;
    expect(named('Miss All Sunday V', {}, piece)).to.deep.equal(['film']);
  });

  it('tells EX from ex, and nothing else by its case', () => {
    const meant = (text: string) => wordMeant('pokemon', 'subtype', text);
    expect(['ex', 'Ex', ' EX ', 'EX-Upper-Case', 'ex upper case'].map(meant)).to.deep.equal([
      'ex',
      'ex',
      'ex-upper-case',
      'ex-upper-case',
      'ex-upper-case',
    ]);
    expect(['gx', 'Gx', 'V-UNION', 'vunion', 'LV.X', 'Tag Team', 'TAG TEAM'].map(meant)).to.deep.equal([
      'gx',
      'gx',
      'v-union',
      'v-union',
      'lv-x',
      'tag-team',
      'tag-team',
    ]);
  });

  it('reads One Piece: several colours, types of the crew, cost; Stage is a card type there', () => {
    const { attributes } = read(
      'onepiece',
      {
        CardType: 'Leader',
        Color: 'Green;Red',
        Subtypes: 'Straw Hat Crew;The Seven Warlords of the Sea',
        Life: '4',
        Power: '5000',
        Attribute: 'Slash',
      },
      'L',
    );
    expect(attributes).to.deep.equal({
      ...none,
      rarity: 'leader',
      colours: ['green', 'red'],
      card_type: 'leader',
      subtypes: ['straw-hat-crew', 'the-seven-warlords-of-the-sea'],
      attributes: ['slash'],
      power: 5_000,
      life: 4,
    });
    const character = { CardType: 'Character', Power: '12000', Counterplus: '1000', Attribute: 'Slash;Special' };
    expect(read('onepiece', character).attributes).to.deep.equal({
      ...none,
      card_type: 'character',
      attributes: ['slash', 'special'],
      power: 12_000,
      counter: 1_000,
    });
    expect(read('onepiece', { Power: '0', Attribute: '' }).attributes).to.deep.equal({ ...none, power: 0 });
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
    const piece = read(
      'onepiece',
      { CardType: 'Ship', Color: 'Red;Pink', Cost: '-', Subtypes: ';;', Attribute: '?', Power: '5k', Life: '100' },
      'SSR',
    );
    expect(piece.attributes).to.deep.equal(none);
    expect(piece.notUnderstood).to.have.members([
      'rarity',
      'card_type',
      'colour',
      'attribute',
      'cost',
      'power',
      'life',
    ]);
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
    // Not all in upper case: EX is another word than ex.
    const inWords = (slug: string): string => `${slug.slice(0, 1).toUpperCase()}${slug.slice(1).replaceAll('-', ' ')}`;
    for (const game of games)
      for (const attribute of wordAttributes)
        for (const slug of wordsOf(game, attribute)) {
          expect(slugOf(slug)).to.equal(slug);
          expect(wordMeant(game, attribute, inWords(slug)), slug).to.equal(slug);
        }
  });
});
