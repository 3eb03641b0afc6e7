/** Goal: what is odd of a set or a card costs that one, and neither the sets behind it nor what was known of it. */
import { expect } from 'chai';
import type { FileContent, Source } from '../../src/collecting/source.js';
import { product, row } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

describe('a collection of odd sets and cards', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  const collect = async (source?: Source) => {
    const result = await world.collect(undefined, world.collector(source === undefined ? {} : { source }));
    await world.caughtUp();
    return result;
  };
  /** The source tcgcsv, with a parser that changes what it read. */
  const reading = (change: (content: FileContent) => FileContent): Source => {
    const source = world.tcgcsv();
    return {
      ...source,
      fetch: (run) =>
        source.fetch({
          ...run,
          get: (file) => run.get({ ...file, read: (text) => change(file.read(text)) as ReturnType<typeof file.read> }),
        }),
    };
  };

  it('facts that no event can state are named, and the rest is recorded', async () => {
    const source = reading((content) => ({
      ...content,
      ...(content.sets === undefined
        ? {}
        : {
            sets: {
              ...content.sets,
              sets: content.sets.sets.map((set) =>
                set.set_id === 'pokemon-10' ? { ...set, published_on: '0000-00-00' } : set,
              ),
            },
          }),
      ...(content.cards === undefined
        ? {}
        : {
            cards: content.cards.map((list) => ({
              ...list,
              cards: list.cards.map((card) => {
                if (card.card_id === 'pokemon-101') return { ...card, name: '' };
                if (card.card_id === 'pokemon-102') return { ...card, attributes: { Text: 'x'.repeat(300_000) } };
                return card;
              }),
            })),
          }),
    }));
    const result = await collect(source);
    expect(result).to.include({ outcome: 'finished', sets: 3, rows: 4, changed: 4, quarantined: 3 });
    const details = ('omissions' in result ? result.omissions : []).map(({ set_id, detail }) => [set_id, detail]);
    expect(details).to.deep.equal([
      ['pokemon-10', 'pokemon-10: published_on: not in the calendar'],
      ['pokemon-10', 'pokemon-101: name: Too small: expected string to have >=1 characters'],
      ['pokemon-10', 'pokemon-102: CardListed is larger than 262144 bytes'],
    ]);
    expect((await world.events('CardListed')).map(({ data }) => data['card_id'])).to.have.members([
      'pokemon-111',
      'onepiece-201',
    ]);
  });

  it('a set whose row cannot be read keeps its facts, and its prices are collected', async () => {
    await collect();
    world.nextDay();
    world.market.group(11).name = '';
    world.market.group(11).prices = [row(111, 9)];
    expect(await collect()).to.include({ outcome: 'finished', sets: 3, changed: 1, withdrawn: 0, quarantined: 1 });
    expect(await world.prices()).to.include({ 'pokemon-111 normal': 900 });
    expect(await world.events('SetRevised')).to.deep.equal([]);
    expect(await world.events('SetWithdrawn')).to.deep.equal([]);
  });

  it('a product without a price that two sets list stays where it is', async () => {
    for (const id of [10, 11]) world.market.group(id).products.push(product(150, id));
    await collect();
    const listed = (await world.events('CardListed')).filter(({ data }) => data['card_id'] === 'pokemon-150');
    expect(listed.map(({ data }) => data['set_id'])).to.deep.equal(['pokemon-10']);
    for (const day of ['2025-03-02', '2025-03-03']) {
      world.nextDay();
      for (const id of [10, 11]) world.market.group(id).modifiedOn = `${day}T00:00:00`;
      await collect();
    }
    expect(await world.events('CardRevised')).to.deep.equal([]);
  });

  it('a set that two rows list with other names is not revised every day', async () => {
    const twice = (response: { end(body: string): unknown }): void => {
      const group = { groupId: 10, categoryId: 3, modifiedOn: '2025-01-01T00:00:00' };
      const results = [
        { ...group, name: 'Ten' },
        { groupId: 11, categoryId: 3, name: 'Eleven' },
        { ...group, name: 'X' },
      ];
      response.end(JSON.stringify({ success: true, results }));
    };
    for (let day = 0; day < 3; day += 1) {
      world.market.fault('/3/groups', twice);
      expect(await collect()).to.include({ outcome: 'finished', quarantined: 1 });
      world.nextDay();
    }
    expect(await world.events('SetListed')).to.have.length(3);
    expect(await world.events('SetRevised')).to.deep.equal([]);
  });

  it('rows that fill more than one append are set aside', async () => {
    world.market.group(10).prices = [
      row(101, 2),
      ...Array.from({ length: 400 }, (_, at) => ({ productId: 'x', at, junk: '€'.repeat(4_000) })),
      ...Array.from({ length: 400 }, (_, at) => ({
        ...row(102, 2),
        lowPrice: -1,
        subTypeName: `P${at}`,
        junk: '€'.repeat(4_000),
      })),
    ];
    expect(await collect()).to.include({ outcome: 'finished', sets: 3, quarantined: 800 });
    expect(await world.prices()).to.include({ 'pokemon-101 normal': 200, 'pokemon-111 normal': 200 });
  });
});
