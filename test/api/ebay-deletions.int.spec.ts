/** Goal: eBay's challenge is answered as it is computed there, its notices are acknowledged, and nothing of them is kept. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { type ApiFixture, openApiFixture } from '../support/api-fixture.js';

const path = '/ebay/account-deletion';
const ebayDeletions = { token: 'a-verification-token_of_32_chars', endpoint: `https://prices.example${path}` };

describe("eBay's notices of closed accounts", () => {
  let fixture: ApiFixture;
  let url: string;
  before(async () => {
    fixture = await openApiFixture({ api: { ebayDeletions } });
    url = `${fixture.api.url}${path}`;
  });
  after(() => fixture.close());

  it('answers the challenge', async () => {
    const answer = await fetch(`${url}?challenge_code=c0ffee`);
    const expected = createHash('sha256').update(`c0ffee${ebayDeletions.token}${ebayDeletions.endpoint}`).digest('hex');
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.match(/^application\/json/);
    expect(await answer.json()).to.deep.equal({ challengeResponse: expected });
  });

  it('refuses a challenge without its code', async () => {
    for (const query of ['', '?challenge_code=', '?challenge_code=a&challenge_code=b']) {
      const answer = await fetch(`${url}${query}`);
      expect(answer.status, query).to.equal(400);
      expect(await answer.text()).to.include('challenge_code');
    }
  });

  it('acknowledges a notice, whatever it holds', async () => {
    for (const body of [JSON.stringify({ notification: { data: { username: 'card.shop.77' } } }), 'no json', '']) {
      const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      expect(answer.status).to.equal(204);
    }
    expect((await fetch(url, { method: 'PUT' })).status).to.equal(405);
  });

  it('does not exist where it is not configured', async () => {
    const other = await openApiFixture();
    try {
      expect((await fetch(`${other.api.url}${path}?challenge_code=c0ffee`)).status).to.equal(404);
    } finally {
      await other.close();
    }
  });
});
