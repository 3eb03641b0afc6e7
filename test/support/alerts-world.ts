/** The API world with users and an alerter: what alerts over REST are tested in. */
import { expect } from 'chai';
import { silentLogger } from '../../src/base/logger.js';
import { numbers } from './events.js';
import { resetAlerter, runAlerterOnce } from './alerter.js';
import { signUp, type SignUpOptions } from './accounts.js';
import { type Answer, type ApiFixture, openMarket, stampOf } from './api-fixture.js';
import { printingOf } from '../../src/domain/prices/price-key.js';

/** Asks the API as one user. */
export interface Client {
  readonly userId: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  remove(path: string, headers?: Record<string, string>): Promise<Answer>;
}

export interface AlertsWorld {
  readonly fixture: ApiFixture;
  /** Adds a user. */
  client(options?: SignUpOptions): Promise<Client>;
  /** Runs the alerter and the projector to the head of the log. */
  settle(): Promise<void>;
  /** Observes market prices of a card, in cents, one a day from `from` on, each with its own decisions. */
  prices(
    cardId: string,
    from: string,
    cents: readonly (number | null)[],
    options?: { printing?: string; settleEach?: boolean },
  ): Promise<void>;
  close(): Promise<void>;
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** Opens the market with an alerter. */
export const openAlertsWorld = async (): Promise<AlertsWorld> => {
  const fixture = await openMarket();
  const { database, log, runtime } = fixture;
  await resetAlerter(database);
  const deps = { database, log, runtime, logger: silentLogger, holder: 'test' };
  const settle = async (): Promise<void> => {
    await runAlerterOnce(deps);
    await fixture.fold();
  };
  return {
    fixture,
    settle,
    async client(options = {}) {
      const { userId, bearer } = await signUp(fixture, options);
      const own = { authorization: `Bearer ${bearer}` };
      return {
        userId,
        get: (path) => fixture.get(path, own),
        post: (path, body, headers = {}) =>
          fixture.send('POST', path, { ...(body === undefined ? {} : { body }), headers: { ...own, ...headers } }),
        patch: (path, body, headers = {}) => fixture.send('PATCH', path, { body, headers: { ...own, ...headers } }),
        remove: (path, headers = {}) => fixture.send('DELETE', path, { headers: { ...own, ...headers } }),
      };
    },
    async prices(card_id, from, cents, { printing = 'Holofoil', settleEach = false } = {}) {
      for (const [at, price] of cents.entries()) {
        const effective_at = stampOf(dayAfter(from, at));
        await fixture.observe({ card_id, ...numbers(price), effective_at, printing: printingOf(printing) });
        if (settleEach) await settle();
      }
      await settle();
    },
    close: () => fixture.close(),
  };
};

/** Expects an answer of success and returns its body. */
export const bodyOf = ({ status, body }: Answer, expected: number): any => {
  expect(status, JSON.stringify(body)).to.equal(expected);
  return body;
};
