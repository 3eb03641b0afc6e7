/** Goal: keys and tokens are in no log line, result, event, table, stored file or state, whether the run ends well or not. */
import { expect } from 'chai';
import { askForConsent, takeConsent } from '../../../src/collecting/authorise.js';
import type { AuthoriseDeps } from '../../../src/collecting/authorise.js';
import { hang, status } from '../../collecting/market.js';
import { type Ground, openGround, openWorld, timing, type World } from '../../collecting/world.js';
import { everythingKept, formsOf, loggerInto, saidIn } from '../../support/everything-kept.js';
import { keys, tcgplayerOf } from './tcgplayer-world.js';

const basic = Buffer.from(`${keys.publicKey}:${keys.privateKey}`).toString('base64');
const secrets = [...[keys.publicKey, keys.privateKey, 'simulated-token', 'simulated-store'].flatMap(formsOf), basic];

describe('secrets of TCGplayer', () => {
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
  const deps = (): AuthoriseDeps => ({
    ...world,
    ...{ source: tcgplayerOf(world), userAgent: 'Test/1.0.0', timing: impatient },
  });

  /** Has a store agree. Returns the code that its page showed. */
  const agree = async (): Promise<string> => {
    const { page } = await askForConsent(deps());
    const code = /<code>(\w+)<\/code>/.exec(await (await fetch(page)).text())?.[1] ?? '';
    await takeConsent(deps(), code, new AbortController().signal);
    return code;
  };

  for (const [name, spoil] of [
    ['a good run', () => undefined],
    ['a run that is refused', () => world.market.fault('/pricing/group/11', status(401), 2)],
    ['a run that waits in vain', () => world.market.fault('/pricing/group/11', hang, 9)],
    ['a run whose token expires', () => world.market.fault('/pricing/group/11', { kind: 'expired-token' })],
    ['a run whose token cannot be had', () => world.market.fault('/token', status(503), 9)],
    ['a run whose token cannot be read', () => world.market.fault('/token', { kind: 'half' }, 9)],
    ['a run whose keys are refused', () => world.market.fault('/token', status(400))],
    ['a run whose consent has ended', () => world.market.fault('/token', { kind: 'ended-consent' })],
  ] as const) {
    for (const isStore of [false, true]) {
      it(`stay out of ${name}, ${isStore ? 'with the token of a store' : 'by the application alone'}`, async () => {
        const code = isStore ? await agree() : null;
        spoil();
        const collector = world.collector({ source: tcgplayerOf(world), logger: loggerInto(said), timing: impatient });
        const result = await world.collect(undefined, collector);
        const kept = await everythingKept(world.database, await world.events());
        const everything = [kept, saidIn(said), saidIn(result), saidIn(await collector.state())].join('\n');
        expect(everything).to.contain('/token');
        for (const secret of [...secrets, ...(code === null ? [] : [code])]) expect(everything).not.to.contain(secret);
        if (isStore) expect(everything).to.contain('/app/authorize/{code}');
      });
    }
  }

  it('stay out of what is kept and said of an exchange that fails', async () => {
    const errors: unknown[] = [];
    for (const spoil of [
      () => undefined,
      () => world.market.fault('/app/authorize/', status(500), 9),
      () => world.market.fault('/app/authorize/', { kind: 'half' }, 9),
      () => world.market.fault('/app/authorize/', hang, 9),
      () => world.market.fault('/token', status(400), 1),
    ]) {
      spoil();
      await takeConsent(deps(), 'SECRETCODE', new AbortController().signal).catch((error: unknown) =>
        errors.push(error),
      );
    }
    expect(errors).to.have.length(5);
    const everything = [await everythingKept(world.database, []), saidIn(errors)].join('\n');
    for (const secret of [...secrets, 'SECRETCODE']) expect(everything).not.to.contain(secret);
  });
});
