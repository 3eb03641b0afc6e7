/**
 * Goal: products that an earlier rule took for sealed are judged again at the next collection. Method: a market of three sets; an
 * event lists its cards as the earlier rule did; the next day their files are unchanged and not asked for.
 */
import { expect } from 'chai';
import { type CardFacts } from '../../src/domain/cards/facts.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { newEvent } from '../../src/domain/upcasting.js';
import { product } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

describe('products judged again', () => {
  let ground: Ground;
  let world: World;
  before(async () => {
    ground = await openGround();
  });
  after(() => ground.close());
  beforeEach(async () => {
    world = await openWorld(ground);
    world.market.group(10).products = [
      product(101, 10, { name: 'Usopp (Parallel)', extendedData: [] }),
      product(102, 10, { name: 'Base Booster Box', extendedData: [] }),
    ];
    world.market.group(11).products = [product(111, 11, { name: 'Nami', extendedData: [] })];
  });
  afterEach(() => world.close());

  const types = async (): Promise<Record<string, string>> => {
    await world.caughtUp();
    const rows = await world.database.query<{ card_id: string; product_type: string }>(
      'select card_id, product_type from catalog.cards order by card_id',
    );
    return Object.fromEntries(rows.map((row) => [row.card_id, row.product_type]));
  };
  /** Lists every card as sealed that has neither number nor rarity. */
  const asBefore = async (): Promise<void> => {
    for (const { stream, data } of await world.events('CardListed')) {
      const facts = data as unknown as CardFacts & { source: string; collection: string };
      if (facts.number !== null) continue;
      const listed = { ...facts, product_type: 'sealed' as const };
      const event = newEvent('CardRevised', uuidFromName(`before ${stream}`), listed as never);
      await world.log.append([{ stream, expectedRevision: 'any', events: [event] }], {
        correlation_id: world.runtime.uuid(),
        causation_id: null,
        actor: 'test',
      });
    }
  };

  it('are revised without a request for their files, once', async () => {
    await world.collect();
    const right = {
      'onepiece-201': 'single',
      'pokemon-101': 'unknown',
      'pokemon-102': 'sealed',
      'pokemon-111': 'unknown',
    };
    expect(await types()).to.deep.equal(right);
    await asBefore();
    expect(await types()).to.include({ 'pokemon-101': 'sealed', 'pokemon-111': 'sealed' });

    world.nextDay();
    expect(await world.collect()).to.include({ outcome: 'finished' });
    expect(await types()).to.deep.equal(right);
    expect(world.market.asked.filter((path) => path.endsWith('/products'))).to.deep.equal([]);
    const revised = (await world.events('CardRevised')).slice(-2);
    expect(revised.map(({ stream, data }) => [stream, data['product_type'], data['name']])).to.deep.equal([
      ['card-pokemon-101', 'unknown', 'Usopp (Parallel)'],
      ['card-pokemon-111', 'unknown', 'Nami'],
    ]);

    const count = (await world.events('CardRevised')).length;
    world.nextDay();
    await world.collect();
    expect(await world.events('CardRevised')).to.have.length(count);
  });

  it('are those of the sets at hand', async () => {
    await world.collect();
    await asBefore();
    world.nextDay();
    await world.collect(['pokemon-11']);
    expect(await types()).to.include({ 'pokemon-101': 'sealed', 'pokemon-111': 'unknown' });
  });

  it('are left to a source that says itself what a product is', async () => {
    await world.collect();
    await asBefore();
    world.nextDay();
    const { productTypeOf: _judge, ...source } = world.tcgcsv();
    await world.collect(undefined, world.collector({ source }));
    expect(await types()).to.include({ 'pokemon-101': 'sealed', 'pokemon-111': 'sealed' });
  });
});
