/**
 * Goal: every operation is closed to whom it should be. Method: each operation of the OpenAPI document is asked by anonymous
 * requests, other users, keys without the scope, expired and made-up credentials, and administrators. New operations are covered by
 * themselves; one on a thing of a user must say here how that user gets one.
 */
import { expect } from 'chai';
import {
  type Answer,
  type ApiFixture,
  expectProblem,
  ids,
  openMarket,
  type SentRequest,
  sets,
} from '../support/api-fixture.js';
import { addChannel } from '../support/channels.js';
import { type SignedUp, signUp } from '../support/accounts.js';
import { formatKey, keyEntropyBytes } from '../../src/accounts/api-key-format.js';
import type { Scope } from '../../src/domain/accounts/principal.js';
import { scopes as allScopes } from '../../src/domain/accounts/principal.js';
import { readDocument } from '../support/openapi.js';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly name: string;
  /** `undefined`: open to everybody. */
  readonly scopes: readonly Scope[] | undefined;
  /** A read of prices, open unless the configuration closes it. */
  readonly isOpenRead: boolean;
  /** An API key does not do. */
  readonly needsLogin: boolean;
  readonly hasBody: boolean;
}

const operations: readonly Operation[] = Object.entries<Record<string, any>>(readDocument()['paths']).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, { security, requestBody }]): Operation => {
      const alternatives = security as Record<string, Scope[]>[];
      return {
        method: method.toUpperCase(),
        path,
        name: `${method.toUpperCase()} ${path}`,
        scopes:
          alternatives.length === 0
            ? undefined
            : [...new Set(alternatives.flatMap((each) => Object.values(each).flat()))],
        isOpenRead: alternatives.some((each) => Object.keys(each).length === 0),
        needsLogin: alternatives.length > 0 && !alternatives.some((each) => Object.hasOwn(each, 'api_key')),
        hasBody: requestBody !== undefined,
      };
    }),
);
const closed = operations.filter(({ scopes, isOpenRead }) => scopes !== undefined && !isOpenRead);
const openReads = operations.filter(({ isOpenRead, path }) => isOpenRead && path !== '/prices/stream');

const nobody = '00000000-0000-4000-8000-000000000000';
const parameters: Readonly<Record<string, string>> = {
  card_id: ids.lugia,
  set_id: sets.base,
  game: 'pokemon',
  file: 'cards.parquet',
  source: 'tcgcsv',
};
const pathOf = ({ path }: Operation, id = nobody): string =>
  `/v1${path.replace(/\{(\w+)\}/g, (_all, name: string) => parameters[name] ?? id)}`;

/** Makes a thing of a user that an operation is on; returns its id. By the path of the document. */
const things: Readonly<Record<string, (fixture: ApiFixture, owner: SignedUp) => Promise<string>>> = {
  '/api-keys/{id}': async (fixture, { bearer }) =>
    (await fixture.post('/v1/api-keys', { name: 'mine' }, { authorization: `Bearer ${bearer}` })).body.id,
  ...Object.fromEntries(
    ['', '/test', '/rotate-secret'].map((of) => [
      `/channels/{channel_id}${of}`,
      async (fixture: ApiFixture, { userId }: SignedUp) =>
        (await addChannel(fixture, userId, fixture.runtime.uuid())).id,
    ]),
  ),
  ...Object.fromEntries(
    ['', '/history', '/pause', '/resume', '/test'].map((of) => [
      `/alerts/{id}${of}`,
      async (fixture: ApiFixture, { userId }: SignedUp) => {
        const alert_id = fixture.runtime.uuid();
        await fixture.tell('AlertCreated', { alert_id, owner: userId }, userId);
        await fixture.fold(['alerts']);
        return alert_id;
      },
    ]),
  ),
  '/watchlists/{id}': async (fixture, { bearer }) =>
    (await fixture.post('/v1/watchlists', { name: 'mine' }, { authorization: `Bearer ${bearer}` })).body.watchlist_id,
  '/feeds/{feed}': async (fixture, { bearer }) =>
    (await fixture.post('/v1/feeds', { of: 'movers' }, { authorization: `Bearer ${bearer}` })).body.feed.feed_id,
};

describe('every operation', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const ask = (operation: Operation, bearer: string | null, path = pathOf(operation)): Promise<Answer> => {
    const request: SentRequest = {
      headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
      ...(operation.hasBody ? { body: {} } : {}),
    };
    return fixture.send(operation.method, path, request);
  };
  const isAdmins = ({ scopes = [] }: Operation): boolean => scopes.includes('admin');

  it('says in the document who may ask it', () => {
    expect(operations.length).to.be.above(30);
    expect(closed.length).to.be.above(5);
    expect(closed.filter(({ needsLogin }) => needsLogin).map(({ name }) => name)).to.include.members([
      ...['DELETE /me', 'PUT /me/password', 'PUT /me/email', 'POST /api-keys'],
    ]);
    for (const { name, scopes = [] } of operations) expect(allScopes, name).to.include.members([...scopes]);
    for (const { name, path } of operations)
      if (path.startsWith('/admin')) expect(closed.filter(isAdmins).map((each) => each.name)).to.include(name);
  });

  it('with scopes is closed to anonymous requests', async () => {
    for (const operation of closed) expectProblem(await ask(operation, null), 401, 'UNAUTHENTICATED');
  });

  it('is closed to credentials that expired, were made up, or belong to nobody', async () => {
    const expired = await signUp(fixture, { scopes: allScopes });
    await fixture.database.query(`update accounts.api_keys set expires_at = '2000-01-01' where id = $1`, [
      expired.credentialId,
    ]);
    const made = formatKey('live', fixture.runtime.secret(keyEntropyBytes));
    const { token: unknown } = fixture.accounts.tokens.issue({ userId: nobody, sessionId: nobody, scopes: allScopes });
    for (const bearer of [expired.bearer, made, `${made.slice(0, -1)}_`, unknown, 'x'])
      for (const operation of [...closed, ...openReads])
        expectProblem(await ask(operation, bearer), 401, 'UNAUTHENTICATED');
  });

  it('with scopes is closed to keys that lack one, even of an administrator', async () => {
    const { userId } = await signUp(fixture, { admin: true });
    for (const operation of closed) {
      const { scopes = [] } = operation;
      const others = allScopes.filter((scope) => !scopes.includes(scope));
      const lacking = await signUp(fixture, { userId, scopes: others });
      const refused = await ask(operation, lacking.bearer);
      expect([refused.status, refused.body.code], operation.name).to.deep.equal([403, 'FORBIDDEN']);
      expect(Object.keys(refused.body.details), operation.name).to.deep.equal(scopes);
    }
  });

  it('with scopes is open to a key that has just these, unless it needs a login', async () => {
    for (const operation of closed) {
      const { scopes = [] } = operation;
      const key = await signUp(fixture, { admin: isAdmins(operation), scopes });
      const { status, body } = await ask(operation, key.bearer);
      if (operation.needsLogin) expect([status, body.code], operation.name).to.deep.equal([403, 'FORBIDDEN']);
      else expect(status, `${operation.name} ${JSON.stringify(body)}`).to.not.be.oneOf([401, 403]);
    }
  });

  it('of administrators is closed to users, whatever a key of theirs says, and others are open to them', async () => {
    for (const operation of closed) {
      const user = await signUp(fixture);
      const key = await signUp(fixture, { scopes: allScopes });
      const asked = [await ask(operation, user.bearer)];
      if (!operation.needsLogin) asked.push(await ask(operation, key.bearer));
      for (const { status, body } of asked) {
        if (isAdmins(operation)) expect([status, body.code], operation.name).to.deep.equal([403, 'FORBIDDEN']);
        // PASSWORD_WRONG is 403, too.
        else expect(body.code, operation.name).to.not.be.oneOf(['UNAUTHENTICATED', 'FORBIDDEN']);
      }
      if (isAdmins(operation))
        expect(
          (await ask(operation, (await signUp(fixture, { admin: true })).bearer)).status,
          operation.name,
        ).to.not.be.oneOf([401, 403]);
    }
  });

  it('on a thing of a user finds nothing for other users, administrators included, and changes nothing', async () => {
    const owner = await signUp(fixture);
    const onThings = closed.filter((operation) => operation.path.includes('{') && !isAdmins(operation));
    expect(Object.keys(things)).to.have.members([...new Set(onThings.map(({ path }) => path))]);
    for (const operation of onThings) {
      const id = await (things[operation.path] as NonNullable<(typeof things)[string]>)(fixture, owner);
      for (const stranger of [await signUp(fixture), await signUp(fixture, { admin: true })]) {
        const { status, body } = await ask(operation, stranger.bearer, pathOf(operation, id));
        expect(status, `${operation.name} ${JSON.stringify(body)}`).to.be.oneOf([400, 404]);
      }
      // It is there: its owner gets another answer.
      const { status } = await ask(operation, owner.bearer, pathOf(operation, id));
      expect(status, operation.name).to.not.equal(404);
    }
  });

  it('that reads prices is open to everybody, and to credentials that hold', async () => {
    const user = await signUp(fixture);
    const key = await signUp(fixture, { scopes: ['account'] });
    for (const operation of openReads)
      for (const bearer of [null, user.bearer, key.bearer])
        expect((await ask(operation, bearer)).status, operation.name).to.not.be.oneOf([401, 403]);
  });
});
