/** Goal: what people corrected or voided stays while the source repeats itself, and ends when the source says something new. */
import { expect } from 'chai';
import { correctPrice } from '../../src/corrections/correct-price.js';
import { voidObservation } from '../../src/corrections/void-observation.js';
import { row } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

const card = 'pokemon-101';
const key = `${card} normal`;

describe('a collection of a price that a person overruled', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  const order = { cardId: card, reason: 'a slip of the source', actor: 'operator-1' };
  const deps = () => ({ ...world, signal: new AbortController().signal });
  const correct = (market: number, at?: string) =>
    correctPrice(deps(), { ...order, price: { at }, numbers: { market } });
  const voids = (at: string) => voidObservation(deps(), { ...order, price: { at } });
  /** Moves to the next day, on which the source shows this price of the card; `null`: it does not show the card. */
  const collectDay = async (market: number | null) => {
    world.nextDay();
    world.market.group(10).prices = [...(market === null ? [] : [row(101, market)]), row(102, 2)];
    const { changed, unchanged, withdrawn, quarantined } = (await world.collect()) as unknown as Record<string, number>;
    return { changed, unchanged, withdrawn, quarantined };
  };
  const price = async (): Promise<unknown> => (await world.prices())[key];
  const history = async (): Promise<string[]> =>
    (await world.events()).filter(({ stream }) => stream === `price-${card}`).map(({ type }) => type);

  it('appends nothing while the source repeats the corrected number, over days and restarts', async () => {
    await world.collect();
    await correct(1.5);
    for (let days = 0; days < 3; days += 1) {
      expect(await collectDay(2)).to.include({ changed: 0, quarantined: 0, withdrawn: 0 });
      expect(await price()).to.equal(150);
    }
    expect(await history()).to.deep.equal(['PriceObserved', 'PriceCorrected']);
    expect(await collectDay(2.1)).to.include({ changed: 1 });
    expect(await price()).to.equal(210);
    // The source had the last word: from now on its own number counts again.
    expect(await collectDay(1.5)).to.include({ changed: 1 });
    expect(await collectDay(1.5)).to.include({ changed: 0 });
  });

  it('observes the right number once the source shows it, too', async () => {
    await world.collect();
    await correct(1.5);
    expect(await collectDay(1.5)).to.include({ changed: 1 });
    expect(await history()).to.deep.equal(['PriceObserved', 'PriceCorrected', 'PriceObserved']);
  });

  it('leaves a correction of an earlier day alone', async () => {
    await world.collect();
    await collectDay(3);
    await correct(1.5, '2025-03-01');
    expect(await collectDay(3)).to.include({ changed: 0 });
    expect(await price()).to.equal(300);
  });

  it('goes on without a voided number, and takes the next one', async () => {
    await world.collect();
    await collectDay(50);
    await voids('2025-03-02');
    expect(await price()).to.equal(200);
    expect(await collectDay(50)).to.include({ changed: 0 });
    expect(await price()).to.equal(200);
    expect(await collectDay(2.2)).to.include({ changed: 1 });
    expect(await price()).to.equal(220);
  });

  it('shows no price where the only one was voided, until the source changes or withdraws it', async () => {
    await world.collect();
    await voids('2025-03-01');
    expect(await price()).to.equal(undefined);
    expect(await collectDay(2)).to.include({ changed: 0 });
    expect(await price()).to.equal(undefined);
    expect(await collectDay(null)).to.include({ withdrawn: 1 });
    expect(await price()).to.equal('withdrawn');
    expect(await collectDay(null)).to.include({ withdrawn: 0 });
    expect(await collectDay(2)).to.include({ changed: 1 });
    expect(await price()).to.equal(200);
  });
});
