/** Goal: keys, codes and tokens are in no log line, result, event, table, stored file or state, whether the run ends well or not. */
import { expect } from 'chai';
import { askForConsent, type AuthoriseDeps, takeConsent } from '../../../src/collecting/authorise.js';
import type { CopyMatcher } from '../../../src/collecting/source.js';
import { createEbaySource } from '../../../src/sources/ebay/ebay.js';
import { hang, status } from '../../collecting/market.js';
import { type Ground, openGround, openWorld, settings, timing, type World } from '../../collecting/world.js';
import { everythingKept, formsOf, loggerInto, saidIn } from '../../support/everything-kept.js';

const keys = { clientId: 'application-id-41f0', clientSecret: 'secret-9c41d2' };
const words = ['simulated-token', 'simulated-refresh', 'simulated-code'];
const basic = Buffer.from(`${keys.clientId}:${keys.clientSecret}`).toString('base64');
const secrets = [...[...Object.values(keys), ...words].flatMap(formsOf), basic];

describe('secrets of eBay', () => {
  let ground: Ground;
  let world: World;
  let said: unknown[];
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    said = [];
  });
  afterEach(() => world.close());
  after(() => ground.close());

  const impatient = { ...timing, attemptMs: 300, requestMs: 2_000 };
  const source = () =>
    createEbaySource('ebay', {
      ...{ ...settings, ...keys, url: world.market.url, authUrl: world.market.url, redirectName: 'Shop-ledger' },
      ...{ marketplace: 'EBAY_US', pages: 1, details: 0 },
    });
  const deps = (): AuthoriseDeps => ({ ...world, source: source(), userAgent: 'Test/1.0.0', timing: impatient });
  /** Has a member agree. Returns the state of the page. */
  const agree = async (): Promise<string> => {
    const { page } = await askForConsent(deps());
    await takeConsent(deps(), (await fetch(page)).url, new AbortController().signal);
    return new URL(page).searchParams.get('state') as string;
  };
  const card = { cardId: 'pokemon-101', game: 'pokemon', name: 'Product', number: null, language: null } as const;
  const matcher: CopyMatcher = { matchListing: () => ({ outcome: 'unmatched' }) };
  const cardByCard = () => ({
    cardsInTurn: () => Promise.resolve([card]),
    matcher: () => Promise.resolve(matcher),
  });

  for (const [name, spoil] of [
    ['a good run', () => undefined],
    ['a run that is refused', () => world.market.fault('/item_summary/', status(401), 2)],
    ['a run that waits in vain', () => world.market.fault('/item_summary/', hang, 9)],
    ['a run whose token expires', () => world.market.fault('/item_summary/', { kind: 'expired-token' })],
    ['a run whose token cannot be had', () => world.market.fault('/oauth2/token', status(503), 9)],
    ['a run whose token cannot be read', () => world.market.fault('/oauth2/token', { kind: 'half' }, 9)],
    ['a run whose keys are refused', () => world.market.fault('/oauth2/token', status(401))],
    ['a run whose consent has ended', () => world.market.fault('/oauth2/token', { kind: 'ended-consent' })],
  ] as const) {
    it(`stay out of ${name}, with the consent of a member`, async () => {
      const state = await agree();
      spoil();
      const collector = world.collector({ source: source(), cardByCard, logger: loggerInto(said), timing: impatient });
      const result = await world.collect(undefined, collector);
      const kept = await everythingKept(world.database, await world.events());
      const everything = [kept, saidIn(said), saidIn(result), saidIn(await collector.state())].join('\n');
      expect(everything).to.contain('/oauth2/token');
      for (const secret of [...secrets, state]) expect(everything).not.to.contain(secret);
    });
  }

  it('stay out of what is kept and said of an exchange that fails', async () => {
    const errors: unknown[] = [];
    for (const spoil of [
      () => undefined,
      () => world.market.fault('/oauth2/token', { kind: 'half' }, 9),
      () => world.market.fault('/oauth2/token', status(500), 9),
      () => world.market.fault('/oauth2/token', hang, 9),
    ]) {
      spoil();
      const { page } = await askForConsent(deps());
      const pasted = `${(await fetch(page)).url}x`.replace(/&code=/, '&code=SECRET');
      await takeConsent(deps(), pasted, new AbortController().signal).catch((error: unknown) => errors.push(error));
      errors.push(await takeConsent(deps(), 'no code', new AbortController().signal).catch((error: unknown) => error));
    }
    expect(errors).to.have.length(8);
    const everything = [await everythingKept(world.database, []), saidIn(errors)].join('\n');
    for (const secret of [...secrets, 'SECRETv', 'no code']) expect(everything).not.to.contain(secret);
  });
});
