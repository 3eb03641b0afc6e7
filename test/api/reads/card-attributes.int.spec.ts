/**
 * Goal: cards are found by what they are, in any spelling, and counted by it; a mistyped word is an error that names what there
 * is. Method: cards of both games in the words of the source, over HTTP.
 */
import { expect } from 'chai';
import type { Game } from '../../../src/domain/cards/card.js';
import { type ApiFixture, expectProblem, openApiFixture } from '../../support/api-fixture.js';
import { numbers } from '../../support/events.js';

const set_id = 'pokemon-11';
const pieces = 'onepiece-12';

describe('what cards are, in lists', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture();
    const { tell, observe } = fixture;
    await tell('SetListed', { set_id, name: 'Silver Tempest', abbreviation: 'SIT' });
    await tell('SetListed', { set_id: pieces, game: 'onepiece', name: 'Romance Dawn', abbreviation: 'OP01' });
    const list = (
      game: Game,
      at: number,
      card: { name: string; number: string | null; rarity: string | null; attributes: Record<string, string> },
    ) =>
      tell('CardListed', {
        ...card,
        card_id: `${game}-${at}`,
        game,
        set_id: game === 'pokemon' ? set_id : pieces,
        clean_name: null,
        product_type: card.number === null ? 'sealed' : 'single',
      });
    const pokemon = (CardType: string, Stage: string, HP: string) => ({ CardType, Stage, HP });
    const piece = (CardType: string, Color: string, Cost: string, Subtypes: string, more = {}) => ({
      CardType,
      Color,
      Cost,
      Subtypes,
      ...more,
    });
    await list('pokemon', 1, {
      name: 'Lugia V',
      number: '10/195',
      rarity: 'Ultra Rare',
      attributes: pokemon('Colorless', 'Basic', '220'),
    });
    await list('pokemon', 2, {
      name: 'Lugia VSTAR',
      number: '9/195',
      rarity: 'Double Rare',
      attributes: pokemon('Colorless', 'VSTAR', '280'),
    });
    await list('pokemon', 3, {
      name: 'Serena',
      number: '164/195',
      rarity: 'Uncommon',
      attributes: pokemon('Trainer - Supporter', 'Supporter', '0'),
    });
    await list('pokemon', 4, {
      name: 'Fire Energy',
      number: '2/195',
      rarity: 'Common',
      attributes: { CardType: 'Basic Fire Energy' },
    });
    await list('pokemon', 5, {
      name: 'Cyclizar ex',
      number: '100/195',
      rarity: 'Hidden Rare',
      attributes: pokemon('Normal', 'Basic', '210'),
    });
    await list('pokemon', 6, { name: 'Silver Tempest Booster Box', number: null, rarity: null, attributes: {} });
    await list('onepiece', 1, {
      name: 'Luffy',
      number: 'OP01-003',
      rarity: 'L',
      attributes: piece('Leader', 'Green;Red', '', 'Straw Hat Crew;Supernovas', {
        Attribute: 'Strike',
        Power: '5000',
        Life: '4',
      }),
    });
    await list('onepiece', 2, {
      name: 'Zoro',
      number: 'OP01-025',
      rarity: 'SR',
      attributes: piece('Character', 'Red', '3', 'Straw Hat Crew', {
        Attribute: 'Slash;Special',
        Power: '6000',
        Counterplus: '1000',
      }),
    });
    await list('onepiece', 3, {
      name: 'Onigashima',
      number: 'OP01-110',
      rarity: 'C',
      attributes: piece('Stage', 'Purple', '1', 'Animal Kingdom Pirates', { Attribute: '?' }),
    });
    await observe({ card_id: 'pokemon-2', ...numbers(2_000) });
    await observe({ card_id: 'pokemon-1', ...numbers(300) });
    await fixture.fold();
  });
  after(() => fixture.close());

  const names = async (query: string): Promise<string[]> =>
    (await fixture.body(`/v1/cards/search?sort=name&${query}`)).cards.map(({ name }: { name: string }) => name);

  const finds: [query: string, cards: string[]][] = [
    ['rarity=double-rare', ['Lugia VSTAR']],
    ['rarity=Double Rare', ['Lugia VSTAR']],
    ['rarity=RR', ['Lugia VSTAR']],
    ['rarity=RR,ultra rare', ['Lugia V', 'Lugia VSTAR']],
    ['rarity=common', ['Fire Energy', 'Onigashima']],
    ['rarity=c&tcg_type=onepiece', ['Onigashima']],
    ['rarity=sr', ['Zoro']],
    ['colour=red', ['Luffy', 'Zoro']],
    ['color=Green', ['Luffy']],
    ['colour=red&color=red', ['Luffy', 'Zoro']],
    ['colour=colourless', ['Lugia V', 'Lugia VSTAR']],
    ['colour=fire,purple', ['Fire Energy', 'Onigashima']],
    ['card_type=trainer', ['Serena']],
    ['card_type=Pokémon', ['Cyclizar ex', 'Lugia V', 'Lugia VSTAR']],
    ['card_type=stage', ['Onigashima']],
    ['subtype=supporter', ['Serena']],
    ['subtype=basic energy', ['Fire Energy']],
    ['subtype=Straw Hat Crew', ['Luffy', 'Zoro']],
    ['subtype=straw-hat-crew&colour=green', ['Luffy']],
    ['subtype=V', ['Lugia V']],
    ['subtype=v,vstar', ['Lugia V', 'Lugia VSTAR']],
    ['subtype=ex', ['Cyclizar ex']],
    ['subtype=EX', []],
    ['attribute=Slash', ['Zoro']],
    ['attribute=special,strike', ['Luffy', 'Zoro']],
    ['attribute=wisdom', []],
    ['stage=basic', ['Cyclizar ex', 'Lugia V']],
    ['stage=Stage 1', []],
    ['hp_min=220&hp_max=280', ['Lugia V', 'Lugia VSTAR']],
    ['hp_max=210', ['Cyclizar ex']],
    ['cost_min=2', ['Zoro']],
    ['cost_min=1&cost_max=1', ['Onigashima']],
    ['power_min=5000&power_max=5999', ['Luffy']],
    ['power_min=5001', ['Zoro']],
    ['counter_min=1000', ['Zoro']],
    ['counter_max=999', []],
    ['life_min=4&life_max=4', ['Luffy']],
    ['life_min=5', []],
    ['kind=sealed', ['Silver Tempest Booster Box']],
    ['q=lugia&stage=vstar', ['Lugia VSTAR']],
    ['rarity=rr&min_price=10', ['Lugia VSTAR']],
  ];
  for (const [query, cards] of finds) {
    it(`finds ${cards.length} cards by ${query}`, async () => {
      expect(await names(query)).to.deep.equal(cards);
    });
  }

  it('shows what a card is beside the words of the source, in lists and alone; null where they are not understood', async () => {
    const [zoro] = (await fixture.body('/v1/cards/search?q=zoro')).cards;
    const expected = {
      rarity: 'super-rare',
      colours: ['red'],
      card_type: 'character',
      subtypes: ['straw-hat-crew'],
      stage: null,
      attributes: ['slash', 'special'],
      hp: null,
      cost: 3,
      power: 6_000,
      counter: 1_000,
      life: null,
    };
    expect([zoro.rarity, zoro.normalised]).to.deep.equal(['SR', expected]);
    const { card } = await fixture.body('/v1/cards/onepiece-2');
    expect([card.attributes.Color, card.normalised]).to.deep.equal(['Red', expected]);
    const [cyclizar] = (await fixture.body('/v1/cards/search?q=cyclizar')).cards;
    expect([cyclizar.rarity, cyclizar.normalised.rarity, cyclizar.normalised.colours]).to.deep.equal([
      'Hidden Rare',
      null,
      [],
    ]);
  });

  it('names the words that there are, of each game asked for', async () => {
    const problem = async (query: string, field: string): Promise<string> => {
      const answer = await fixture.get(`/v1/cards/search?${query}`);
      expectProblem(answer, 400, 'VALIDATION_FAILED', field);
      return answer.body.detail;
    };
    expect(await problem('rarity=dubble', 'rarity')).to.match(
      /"dubble".*pokemon has common, .*double-rare.*; onepiece has/,
    );
    expect(await problem('rarity=RR&tcg_type=onepiece', 'rarity'))
      .to.match(/onepiece has common, .*super-rare/)
      .and.not.match(/pokemon/);
    expect(await problem('rarity=rr,', 'rarity')).to.include('""');
    expect(await problem('colour=pink', 'colour')).to.match(/pokemon has grass.*onepiece has red/);
    expect(await problem('stage=basic&tcg_type=onepiece', 'stage')).to.include('onepiece has none');
    expect(await problem('subtype=straw hat', 'subtype')).to.match(/onepiece has straw-hat-crew, .* and others/);
    expect(await problem('card_type=monster', 'card_type')).to.include('pokemon, trainer, energy');
    expect(await problem('subtype=gmax&tcg_type=pokemon', 'subtype')).to.match(/pokemon has item, .*vmax/);
    expect(await problem('attribute=punch', 'attribute'))
      .to.include('pokemon has none')
      .and.include('onepiece has slash, strike, ranged, special, wisdom');
    await problem('power_min=2&power_max=1', 'power_min');
    await problem('counter_min=2&counter_max=1', 'counter_min');
    await problem('life_min=2&life_max=1', 'life_min');
    await problem('hp_min=20&hp_max=10', 'hp_min');
    await problem('cost_min=2&cost_max=1', 'cost_min');
    await problem('hp_min=1.5', 'hp_min');
    await problem('kind=sealed&product_type=single', 'product_type');
    await problem('colour=red&color=blue', 'color');
    expect(await problem('facets=rarity,size', 'facets')).to.include('"size"');
  });

  describe('facets', () => {
    const facets = async (query: string) => (await fixture.body(`/v1/cards/search?${query}`)).facets;
    const counts = (facet: { values: { value: string; count: number }[] }): Record<string, number> =>
      Object.fromEntries(facet.values.map(({ value, count }) => [value, count]));

    it('are absent unless asked for, and only those asked for', async () => {
      expect(await facets('q=lugia')).to.equal(null);
      expect(Object.keys(await facets('facets=stage,rarity'))).to.have.members(['rarity', 'stage']);
      expect(Object.keys(await facets('facets=all')).length).to.equal(11);
    });

    it('count cards by each value, and those not stated or not understood', async () => {
      const { rarity, colour, card_type, subtype, attribute, hp, cost, ...others } = await facets('facets=all&limit=1');
      expect(counts(rarity)).to.deep.equal({
        common: 2,
        'double-rare': 1,
        leader: 1,
        'super-rare': 1,
        'ultra-rare': 1,
        uncommon: 1,
      });
      expect([rarity.not_stated, rarity.not_understood]).to.deep.equal([1, 1]);
      // A card of two colours counts in both.
      expect(counts(colour)).to.deep.equal({ colorless: 2, red: 2, fire: 1, green: 1, purple: 1 });
      expect([colour.not_stated, colour.not_understood]).to.deep.equal([2, 1]);
      expect(card_type.values[0]).to.deep.equal({ value: 'pokemon', count: 3 });
      expect(counts(subtype)).to.deep.equal({
        'straw-hat-crew': 2,
        'animal-kingdom-pirates': 1,
        'basic-energy': 1,
        ex: 1,
        supernovas: 1,
        supporter: 1,
        v: 1,
        vstar: 1,
      });
      expect(counts(attribute)).to.deep.equal({ slash: 1, special: 1, strike: 1 });
      expect([attribute.not_stated, attribute.not_understood]).to.deep.equal([6, 1]);
      expect(counts(others.power)).to.deep.equal({ 5000: 1, 6000: 1 });
      expect(counts(others.counter)).to.deep.equal({ 1000: 1 });
      expect(counts(others.life)).to.deep.equal({ 4: 1 });
      expect(counts(hp)).to.deep.equal({ 210: 1, 220: 1, 280: 1 });
      expect(counts(cost)).to.deep.equal({ 1: 1, 3: 1 });
    });

    it('count under all filters but their own, and under the words and the price', async () => {
      const one = await facets('facets=rarity,stage&rarity=RR&card_type=pokemon');
      expect(counts(one.rarity)).to.deep.equal({ 'double-rare': 1, 'ultra-rare': 1 });
      const two = await facets('facets=subtype,rarity,attribute&subtype=vstar&tcg_type=pokemon');
      expect(counts(two.subtype)).to.deep.equal({ 'basic-energy': 1, ex: 1, supporter: 1, v: 1, vstar: 1 });
      expect(counts(two.rarity)).to.deep.equal({ 'double-rare': 1 });
      expect(counts(two.attribute)).to.deep.equal({});
      expect(one.rarity.not_understood).to.equal(1);
      expect(counts(one.stage)).to.deep.equal({ vstar: 1 });
      expect(counts((await facets('facets=rarity&q=lugia')).rarity)).to.deep.equal({
        'double-rare': 1,
        'ultra-rare': 1,
      });
      expect(counts((await facets('facets=rarity&q=lugai')).rarity)).to.deep.equal({
        'double-rare': 1,
        'ultra-rare': 1,
      });
      expect(counts((await facets('facets=rarity&min_price=10')).rarity)).to.deep.equal({ 'double-rare': 1 });
      const none = await facets('facets=rarity&q=?!');
      expect(none.rarity).to.deep.equal({ values: [], more: 0, not_stated: 0, not_understood: 0 });
    });
  });

  describe('GET /v1/sets/{set_id}/cards', () => {
    const numbersOf = async (query: string): Promise<(string | null)[]> =>
      (await fixture.body(`/v1/sets/${query}`)).cards.map(({ number }: { number: string | null }) => number);

    it('lists a set by number, products without one last, with prices', async () => {
      expect(await numbersOf('SIT/cards')).to.deep.equal(['2/195', '9/195', '10/195', '100/195', '164/195', null]);
      const { cards, pagination } = await fixture.body(`/v1/sets/${set_id}/cards`);
      expect(cards[1].current_price.market_price).to.equal(20);
      expect(pagination).to.deep.equal({ total: 6, limit: 20, offset: 0, has_more: false });
      expect(await numbersOf('romance dawn/cards')).to.deep.equal(['OP01-003', 'OP01-025', 'OP01-110']);
    });

    it('filters, sorts, counts and pages as the search does', async () => {
      expect(await numbersOf('SIT/cards?kind=single&rarity=rr')).to.deep.equal(['9/195']);
      expect(await numbersOf('SIT/cards?kind=sealed')).to.deep.equal([null]);
      expect(await numbersOf('SIT/cards?sort=price_desc&limit=2')).to.deep.equal(['9/195', '10/195']);
      const { facets: counted } = await fixture.body('/v1/sets/SIT/cards?facets=card_type');
      expect(counts(counted.card_type)).to.deep.equal({ pokemon: 3, trainer: 1, energy: 1 });
      const seen: (string | null)[] = [];
      let path: string | undefined = '/v1/sets/SIT/cards?limit=4';
      while (path !== undefined) {
        const { body, headers } = await fixture.get(path);
        seen.push(...body.cards.map(({ number }: { number: string | null }) => number));
        path = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
      }
      expect(seen).to.deep.equal(await numbersOf('SIT/cards'));
    });
    const counts = (facet: { values: { value: string; count: number }[] }): Record<string, number> =>
      Object.fromEntries(facet.values.map(({ value, count }) => [value, count]));

    it('names the sets that an unknown one may be, and keeps a cursor to its set', async () => {
      expectProblem(await fixture.get('/v1/sets/pokemon-1111/cards'), 404, 'SET_NOT_FOUND', 'set_id');
      const { headers } = await fixture.get('/v1/sets/SIT/cards?limit=1');
      const next = /^<(.*)>/.exec(headers.get('link') ?? '')?.[1] ?? '';
      expect((await fixture.get(next)).status).to.equal(200);
      expectProblem(await fixture.get(next.replace('SIT', pieces)), 400, 'INVALID_CURSOR', 'cursor');
    });
  });
});
