/** Goal: a notice is known to be eBay's by eBay's own key, which is asked for seldom, whatever is sent. */
import { expect } from 'chai';
import { readConfig } from '../../src/app/config.js';
import { type OpenEbayNotices, openEbayNotices } from '../../src/app/open-ebay-notices.js';
import type { EbayDeletions } from '../../src/api/services.js';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { createSeededMarket } from '../../src/embedded/sandbox/seeded-market.js';
import { type Sandbox, startSandbox } from '../../src/embedded/sandbox/server.js';
import { type ApiFixture, openApiFixture } from '../support/api-fixture.js';

const path = '/ebay/account-deletion';

describe("the signature of eBay's notices", () => {
  let sandbox: Sandbox;
  let notices: OpenEbayNotices;
  let fixture: ApiFixture;
  /** Milliseconds by which the clock of the process is ahead. */
  let aheadMs = 0;

  before(async () => {
    const runtime = systemRuntime();
    const start = new Date('2026-10-01T21:00:00Z');
    sandbox = await startSandbox({ market: createSeededMarket({ seed: 3 }), runtime, start });
    const config = readConfig({
      ...{ EBAY_URL: sandbox.url, EBAY_CLIENT_ID: 'id', EBAY_CLIENT_SECRET: 'secret' },
      EBAY_DELETION_TOKEN: 'a-verification-token_of_32_chars',
      EBAY_DELETION_URL: `https://prices.example${path}`,
    });
    const clock = { ...runtime, monotonicMs: () => runtime.monotonicMs() + aheadMs };
    notices = openEbayNotices({ config, runtime: clock, logger: silentLogger });
    fixture = await openApiFixture({ api: { ebayDeletions: notices.ebayDeletions as EbayDeletions } });
  });
  after(async () => {
    await fixture.close();
    await notices.close();
    await sandbox.close();
  });

  const post = (body: string, signature?: string): Promise<Response> =>
    fetch(`${fixture.api.url}${path}`, {
      ...{ method: 'POST', body },
      headers: {
        'content-type': 'application/json',
        ...(signature === undefined ? {} : { 'x-ebay-signature': signature }),
      },
    });
  const keysAsked = (): number =>
    Object.entries(sandbox.requests())
      .filter(([asked]) => asked.includes('/public_key/'))
      .reduce((sum, [, count]) => sum + count, 0);
  const madeUp = (kid: string): string =>
    Buffer.from(JSON.stringify({ alg: 'ecdsa', kid, signature: 'AAAA', digest: 'SHA1' })).toString('base64');

  it('is right: 204, and the key is asked for once an hour', async () => {
    for (const _ of [1, 2, 3]) {
      const { body, signature } = sandbox.ebayNotice();
      expect((await post(body, signature)).status).to.equal(204);
    }
    expect(keysAsked()).to.equal(1);
    aheadMs += 3_600_000;
    const answer = await fetch(`${sandbox.url}/control/ebay-notice`, { method: 'POST' });
    const { body, signature } = (await answer.json()) as { body: string; signature: string };
    expect((await post(body, signature)).status).to.equal(204);
    expect(keysAsked()).to.equal(2);
  });

  it('is wrong: 412, with what was expected, and the challenge is answered all the same', async () => {
    const { body, signature } = sandbox.ebayNotice();
    for (const [what, answer] of [
      ['no signature', await post(body)],
      ['no header of eBay', await post(body, 'abc')],
      ['another body', await post(body.replace('member', 'seller'), signature)],
      ['no body', await post('', signature)],
      ['a key that eBay does not have', await post(body, madeUp('11111111-2222-3333-4444-555555555555'))],
    ] as const) {
      expect(answer.status, what).to.equal(412);
      expect(answer.headers.get('cache-control'), what).to.equal('no-store');
      expect(((await answer.json()) as { detail: string }).detail, what).to.match(/^x-ebay-signature: expected/);
    }
    expect((await fetch(`${fixture.api.url}${path}?challenge_code=c0ffee`)).status).to.equal(200);
  });

  it('is not read beyond the size of a notice', async () => {
    const answer = await post('x'.repeat(65_537), sandbox.ebayNotice().signature);
    expect(answer.status).to.equal(413);
    expect(await answer.text()).to.include('65536 bytes');
  });

  it('cannot be checked while eBay has no answer: 503, and a key of before stays good', async () => {
    const { body, signature } = sandbox.ebayNotice();
    sandbox.faults.add({ status: 503, path: '/public_key/', count: 99 });
    aheadMs += 3_600_000;
    expect((await post(body, signature)).status).to.equal(204);
    expect((await post(body, madeUp('99999999-2222-3333-4444-555555555555'))).status).to.equal(503);
    sandbox.faults.clear();
    sandbox.faults.add({ kind: 'expired-token', count: 1 });
    for (const status of [400, 404]) sandbox.faults.add({ status, path: '/oauth2/token', count: 1 });
    for (const _ of [1, 2])
      expect((await post(body, madeUp('99999999-2222-3333-4444-555555555555'))).status).to.equal(503);
    sandbox.faults.clear();
    expect((await post(body, madeUp('99999999-2222-3333-4444-555555555555'))).status).to.equal(412);
  });

  it('has eBay asked a bounded number of times, whatever ids are sent, and still knows a good one', async () => {
    aheadMs += 3_600_000;
    const { body, signature } = sandbox.ebayNotice();
    expect((await post(body, signature)).status).to.equal(204);
    const before = keysAsked();
    const statuses = new Set<number>();
    for (let at = 0; at < 120; at += 1) statuses.add((await post(body, madeUp(`made-up-${at}`))).status);
    expect([...statuses].toSorted()).to.deep.equal([412, 503]);
    expect(keysAsked() - before).to.be.at.most(60);
    expect((await post(body, signature)).status).to.equal(204);
  });

  it('is not checked without the keys of an application: notices are acknowledged unread', () => {
    const open = openEbayNotices({
      ...{ runtime: systemRuntime(), logger: silentLogger },
      config: readConfig({
        ...{ EBAY_DELETION_TOKEN: 'a-verification-token_of_32_chars', EBAY_DELETION_URL: `https://p.example${path}` },
      }),
    });
    expect(open.ebayDeletions).to.have.keys('token', 'endpoint');
    const none = openEbayNotices({ runtime: systemRuntime(), logger: silentLogger, config: readConfig({}) });
    expect(none.ebayDeletions).to.equal(undefined);
  });
});
