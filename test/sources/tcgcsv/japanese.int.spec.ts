/** Category 85 from the sandbox marketplace to the read models, as `TCGCSV_CATEGORIES=85` collects it. */
import { expect } from 'chai';
import { listedCards, listedSets } from '../../../projections/catalog/listed.js';
import { latestPricesOfCard } from '../../../projections/latest-prices/queries.js';
import { readConfig } from '../../../src/app/config.js';
import { createSource } from '../../../src/app/sources.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { createSeededMarket } from '../../../src/embedded/sandbox/seeded-market.js';
import { type Sandbox, startSandbox } from '../../../src/embedded/sandbox/server.js';
import { type Ground, openGround, openWorld, type World } from '../../collecting/world.js';

describe('Japanese Pokémon of the sandbox', () => {
  let ground: Ground;
  let world: World;
  let sandbox: Sandbox;
  const market = createSeededMarket({ seed: 5 });
  before(async () => {
    ground = await openGround();
    world = await openWorld(ground);
    sandbox = await startSandbox({ market, runtime: systemRuntime(), start: new Date('2025-03-01T20:10:00Z') });
  });
  after(async () => {
    await sandbox.close();
    await world.close();
    await ground.close();
  });

  it('is collected in its language', async () => {
    const { sources } = readConfig({
      TCGCSV_URL: sandbox.url,
      TCGCSV_PAUSE_MS: '0',
      TCGCSV_MIN_INTERVAL: '0',
      TCGCSV_CATEGORIES: '85',
    });
    const source = createSource('sandbox-tcgcsv', sources['sandbox-tcgcsv']);
    const result = await world.collect(undefined, world.collector({ source }));
    expect(result).to.include({ outcome: 'finished', quarantined: 0 });
    expect(Object.keys(sandbox.requests()).filter((path) => /^\/tcgplayer\/(3|68)\//.test(path))).to.deep.equal([]);
    await world.caughtUp();
    const sets = [...(await listedSets(world.database)).values()];
    expect(sets).to.have.length(market.at(sandbox.time()).groups(85).length);
    for (const { game, language } of sets)
      expect({ game, language }).to.deep.equal({ game: 'pokemon', language: 'ja' });
    expect((await listedCards(world.database)).size).to.be.within(300, 2_000);
    const [cardId = ''] = Object.keys(await world.prices()).map((key) => key.split(' ')[0]);
    const prices = await latestPricesOfCard(world.database, cardId, world.runtime.now());
    expect(prices[0]).to.include({ source: 'sandbox-tcgcsv', language: 'ja', currency: 'USD' });
  });
});
