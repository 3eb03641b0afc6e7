/** Goal: the owner of an account agrees once, at the sandbox, and runs use the account's tokens until the consent ends. */
import { expect } from 'chai';
import { askForConsent, type AuthoriseDeps, readPasted, takeConsent } from '../../src/collecting/authorise.js';
import { forgetConsent, readConsentState } from '../../src/collecting/consents.js';
import { createSourceClient, type SourceClient } from '../../src/collecting/http/client.js';
import { openConsents } from '../../src/collecting/consents.js';
import { openRequestLog } from '../../src/collecting/http/request-log.js';
import type { Consent, Source } from '../../src/collecting/source.js';
import { createEbaySource } from '../../src/sources/ebay/ebay.js';
import { tcgplayerOf } from '../sources/tcgplayer/tcgplayer-world.js';
import { type Ground, openGround, openWorld, settings, timing, type World } from './world.js';
import { ledgerFailure } from '../support/ledger-failure.js';

describe("the consent of an account's owner", () => {
  let ground: Ground;
  let world: World;
  let client: SourceClient | null;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    client = null;
  });
  afterEach(async () => {
    await client?.close();
    await world.close();
  });
  after(() => ground.close());

  const ebay = (changes: object = {}): Source =>
    createEbaySource('ebay', {
      ...{ ...settings, url: world.market.url, authUrl: world.market.url, redirectName: 'Card_Shop-CardShop-ledger' },
      ...{ clientId: 'application', clientSecret: 'secret-9c41d2', marketplace: 'EBAY_US', pages: 1, details: 0 },
      ...changes,
    });
  const depsOf = (source: Source): AuthoriseDeps => ({ ...world, source, userAgent: 'Test/1.0.0', timing });
  const signal = new AbortController().signal;
  const take = (source: Source, pasted: string) => takeConsent(depsOf(source), pasted, signal);

  /** Agrees on the page of eBay. Returns the address that it leads to. */
  const agreeAtEbay = async (source = ebay()): Promise<string> => {
    const { page } = await askForConsent(depsOf(source));
    return (await fetch(page)).url;
  };
  /** Agrees on the page of a store. Returns the code that it shows. */
  const agreeAtStore = async (source: Source): Promise<string> => {
    const { page } = await askForConsent(depsOf(source));
    return /<code>(\w{6})<\/code>/.exec(await (await fetch(page)).text())?.[1] ?? '';
  };

  /** Gets a file by the client of a source, as a run does. */
  const get = (source: Source, path: string): Promise<unknown> => {
    const { database, runtime } = world;
    const requests = openRequestLog({ database, runtime, source });
    const consents = openConsents(world, source.name, source.authorisation?.consent as Consent);
    client ??= createSourceClient({ source, userAgent: 'Test/1.0.0', runtime, requests, timing, consents });
    return client.get({ path, runId: null, signal, check: (text) => JSON.parse(text) as unknown });
  };
  const search = '/buy/browse/v1/item_summary/search?q=Product';

  describe('at eBay', () => {
    it('is asked for on its page, by the name of the address that the page leads to', async () => {
      const page = new URL((await askForConsent(depsOf(ebay()))).page);
      expect(`${page.origin}${page.pathname}`).to.equal(`${world.market.url}/oauth2/authorize`);
      const { state, ...query } = Object.fromEntries(page.searchParams);
      expect(query).to.deep.equal({
        client_id: 'application',
        redirect_uri: 'Card_Shop-CardShop-ledger',
        response_type: 'code',
        scope: 'https://api.ebay.com/oauth/api_scope',
      });
      expect(state).to.match(/^[0-9a-f]{32}$/);
    });

    it('is stored for as long as eBay says, and runs send its tokens', async () => {
      const consent = await take(ebay(), await agreeAtEbay());
      expect(consent).to.deep.equal({
        ...{ granted_at: '2025-03-01T20:30:00Z', expires_at: '2026-08-31T08:30:00Z', refused_at: null },
      });
      await get(ebay(), search);
      const rows = await world.database.query(`select path, status from collecting.requests order by request_id`);
      const token = { path: '/identity/v1/oauth2/token', status: 200 };
      expect(rows.slice(0, 2)).to.deep.equal([token, token]);
    });

    it('takes a code alone, as it is and as it stands in an address', async () => {
      for (const encoded of [false, true]) {
        const code = new URL(await agreeAtEbay()).searchParams.get('code') ?? '';
        expect(code).to.include('^').and.include('#');
        expect(await take(ebay(), ` ${encoded ? encodeURIComponent(code) : code}\n`)).to.include({ refused_at: null });
      }
    });

    it('is refused with another state, an old page or a second use', async () => {
      const first = await agreeAtEbay();
      const second = await agreeAtEbay();
      const other = await ledgerFailure(take(ebay(), first));
      expect(other.code).to.equal('VALIDATION_FAILED');
      expect(other.message).to.equal('state: expected that of the page that was asked for last');
      world.runtime.advance(3_600_001);
      expect((await ledgerFailure(take(ebay(), second))).message).to.match(
        /^state: expected that of a page asked for within/,
      );
      expect(await readConsentState(world.database, 'ebay')).to.equal(null);
      const third = await agreeAtEbay();
      await take(ebay(), third);
      expect((await ledgerFailure(take(ebay(), third))).message).to.match(/^state: /);
      const code = new URL(third).searchParams.get('code') ?? '';
      expect(await ledgerFailure(take(ebay(), code))).to.deep.equal({
        code: 'VALIDATION_FAILED',
        message:
          'code: ebay refuses it (answered 400, invalid_grant); expected a code that is fresh and was not used yet: ask for another',
      });
      expect(await readConsentState(world.database, 'ebay')).to.include({ refused_at: null });
    });

    it('is refused by the keys, and nothing is stored', async () => {
      const pasted = await agreeAtEbay();
      const failure = await ledgerFailure(take(ebay({ clientSecret: 'wrong' }), pasted));
      expect(failure).to.deep.equal({
        code: 'SOURCE_REFUSED',
        message: '/identity/v1/oauth2/token: the credentials are refused (answered 401)',
      });
      expect(await readConsentState(world.database, 'ebay')).to.equal(null);
    });

    it('needs the RuName', async () => {
      const failure = await ledgerFailure(askForConsent(depsOf(ebay({ redirectName: undefined }))));
      expect(failure.code).to.equal('CONFIG_INVALID');
      expect(failure.message).to.match(/^EBAY_RU_NAME: expected the RuName/);
      expect(await world.database.query(`select * from collecting.consent_requests`)).to.deep.equal([]);
    });

    it('ends when the member ends it, and when it is forgotten here', async () => {
      await take(ebay(), await agreeAtEbay());
      await get(ebay(), search);
      world.market.fault('/oauth2/token', { kind: 'ended-consent' });
      world.runtime.advance(7_200_000);
      expect((await ledgerFailure(get(ebay(), search))).message).to.include('authorise again with');
      const asked = world.market.asked.length;
      expect((await ledgerFailure(get(ebay(), search))).message).to.include('was refused at 2025-03-01T22:30:00Z');
      expect(world.market.asked).to.have.length(asked);
      expect(await forgetConsent(world.database, 'ebay')).to.equal(true);
      await get(ebay(), search);
      expect(await forgetConsent(world.database, 'ebay')).to.equal(false);
    });

    it('ends a run as refused, with how to go on, in the log and in the state of the source', async () => {
      const source = ebay();
      await take(source, await agreeAtEbay());
      world.market.fault('/oauth2/token', { kind: 'ended-consent' });
      const card = { cardId: 'pokemon-101', game: 'pokemon', name: 'Product', number: null, language: null } as const;
      const cardByCard = () => ({
        cardsInTurn: () => Promise.resolve([card]),
        matcher: () => Promise.resolve({ matchListing: () => ({ outcome: 'unmatched' }) as const }),
      });
      const collector = world.collector({ source, cardByCard });
      const result = await world.collect(undefined, collector);
      expect(result).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED', retryable: false });
      expect(result).to.have.property('detail').that.includes('"tcg-ledger sources authorise ebay"');
      const { failure, consent } = await collector.state();
      expect(failure?.detail).to.include('authorise again');
      expect(consent).to.include({ refused_at: '2025-03-01T20:30:00Z' });
      await take(source, await agreeAtEbay());
      expect(await world.collect(undefined, collector)).to.include({ outcome: 'finished' });
      expect((await collector.state()).failure).to.equal(null);
    });

    it('costs requests of the budget, and leaves the last one to a run', async () => {
      const pasted = await agreeAtEbay();
      const { code } = await ledgerFailure(
        take(ebay({ dailyBudget: 2 }), pasted).then(() => take(ebay({ dailyBudget: 2 }), 'x')),
      );
      expect(code).to.equal('SOURCE_BUDGET_SPENT');
      const [row] = await world.database.query(`select count(*) as n from collecting.requests`);
      expect(row).to.deep.equal({ n: 1 });
    });
  });

  describe('at TCGplayer', () => {
    const store = (): Source => tcgplayerOf(world);

    it('is asked for on the page of the application, and its code exchanged for the token of the store', async () => {
      const { page } = await askForConsent(depsOf(store()));
      expect(page).to.equal(`${world.market.url}/admin/Apps/public-key-7f3a`);
      expect(await take(store(), await agreeAtStore(store()))).to.deep.equal({
        ...{ granted_at: '2025-03-01T20:30:00Z', expires_at: null, refused_at: null },
      });
      expect(world.market.asked).to.include('/token');
      const rows = await world.database.query<{ path: string }>(`select path from collecting.requests order by 1`);
      expect(rows.map(({ path }) => path)).to.deep.equal(['/app/authorize/{code}', '/token']);
    });

    it('is sent with the requests for bearer tokens, and ends with the store', async () => {
      const stores: unknown[] = [];
      world.market.onRequest = (path, response) => {
        if (path === '/token') stores.push(response.req.headers['x-tcg-access-token']);
        return undefined;
      };
      const code = await agreeAtStore(store());
      await take(store(), code);
      expect(await world.collect(undefined, world.collector({ source: store() }))).to.include({ outcome: 'finished' });
      expect(stores).to.deep.equal([undefined, `simulated-store-${code}`]);
      world.market.fault('/token', { kind: 'ended-consent' });
      const result = await world.collect(undefined, world.collector({ source: store() }));
      expect(result).to.include({ outcome: 'failed', code: 'SOURCE_REFUSED' });
      expect(result).to.have.property('detail').that.includes('"tcg-ledger sources authorise tcgplayer"');
    });

    it('is refused with a code that the page did not show, or one that was used', async () => {
      expect(await ledgerFailure(take(store(), 'ABC123'))).to.deep.equal({
        code: 'VALIDATION_FAILED',
        message:
          'code: tcgplayer refuses it (answered 400); expected a code that is fresh and was not used yet: ask for another',
      });
      const code = await agreeAtStore(store());
      await take(store(), code);
      expect((await ledgerFailure(take(store(), code))).code).to.equal('VALIDATION_FAILED');
    });
  });

  describe('what is pasted', () => {
    const consentOf = (source: Source): Consent => source.authorisation?.consent as Consent;
    for (const [pasted, expected] of [
      ['', /^code: expected a code of eBay/],
      ['two words', /^code: expected a code of eBay/],
      ['x'.repeat(1_025), /^code: expected a code of eBay/],
      ['https://shop.example/accepted?state=1', /in the parameter code of the address$/],
      ['https://shop.example/accepted?code=abc', /with the parameter state too/],
      ['https://shop.example/declined?error=access_denied', /there was no consent \(access_denied\)$/],
      ['https://shop.example/declined?error=%3Cscript%3E', /there was no consent \(an error\)$/],
    ] as const) {
      it(`is refused: ${pasted.slice(0, 60) || 'nothing'}`, () => {
        expect(() => readPasted(pasted, consentOf(ebay())))
          .to.throw(expected)
          .with.property('code', 'VALIDATION_FAILED');
      });
    }

    it('is read as a code, or as an address with code and state', () => {
      const ebayConsent = consentOf(ebay());
      expect(readPasted('https://a.example/x?state=s&code=v%5E1.1%23i&expires_in=299', ebayConsent)).to.deep.equal({
        ...{ code: 'v^1.1#i', state: 's' },
      });
      expect(readPasted(' v^1.1#100% ', ebayConsent)).to.deep.equal({ code: 'v^1.1#100%', state: null });
      expect(readPasted('ab12CD', consentOf(tcgplayerOf(world)))).to.deep.equal({ code: 'ab12CD', state: null });
    });

    it('is refused for a source without accounts', async () => {
      const { code, message } = await ledgerFailure(askForConsent(depsOf(world.tcgcsv())));
      expect(code).to.equal('VALIDATION_FAILED');
      expect(message).to.match(/^source tcgcsv: expected a source with accounts/);
    });
  });
});
