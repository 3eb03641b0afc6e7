/** Goal: titles and ids of other markets lead to cards, or say why they do not, mixed and in their order. */
import { expect } from 'chai';
import { limits } from '../../../src/base/limits.js';
import { type Answer, type ApiFixture, expectProblem, ids, openMarket } from '../../support/api-fixture.js';

describe('resolving', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const resolve = (...queries: readonly object[]): Promise<Answer> => fixture.post('/v1/resolve', { queries });
  const matches = async (...queries: readonly object[]): Promise<(string | null)[]> => {
    const { status, body } = await resolve(...queries);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body.results.map(({ match }: { match: { card_id: string } | null }) => match?.card_id ?? null);
  };

  it('finds the card of a title, with printing, language, grade, score and the reasons', async () => {
    const query = { text: 'Lugia VSTAR 139/195 Silver Tempest PSA 10', game: 'pokemon' };
    const { body, headers } = await resolve(query);
    const [{ match, candidates, reasons, query: asked }] = body.results;
    expect(asked).to.deep.equal(query);
    expect(match).to.include({ card_id: ids.lugia, name: 'Lugia VSTAR', language: 'en', condition: null });
    expect(match.grade).to.deep.equal({ grader: 'PSA', grade: '10', qualifier: null });
    expect(match.score).to.be.within(0.7, 1);
    expect(candidates[0]).to.include({ card_id: ids.lugia, score: match.score });
    expect(candidates[0].reasons).to.include('name');
    expect(reasons).to.deep.equal([]);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('ledger-position')).to.match(/./);
  });

  it('says why a title matches nothing', async () => {
    const { body } = await resolve(
      { text: 'Lugia VSTAR 139/195 Silver Tempest x4 playset' },
      { text: 'Lugia VSTAR 139/195 Silver Tempest Japanese' },
      { text: 'Lugia VSTAR 140/195 Silver Tempest' },
    );
    expect(body.results.map(({ reasons }: { reasons: string[] }) => reasons[0])).to.deep.equal([
      'lot',
      'wrong_language',
      'no card has the number 140/195',
    ]);
  });

  it('finds cards by ids of any market, mixed with texts, in the order of the queries', async () => {
    const { body } = await fixture.get(`/v1/cards/${ids.lugia}`);
    const cardmarket = Number(body.external_ids.cardmarket);
    expect(
      await matches(
        { tcgplayer: 1 },
        { text: 'nothing of this' },
        { cardmarket },
        { tcgplayer: 100 },
        { tcgdex: 'x-1' },
      ),
    ).to.deep.equal([ids.leader, null, ids.lugia, ids.lugia, null]);
  });

  it('follows ids of merged cards, and knows sealed products by their ids', async () => {
    expect(await matches({ tcgplayer: 109 }, { tcgplayer: 110 })).to.deep.equal([ids.lugia, ids.box]);
  });

  it('refuses what is no question, naming it', async () => {
    expectProblem(await resolve({}), 400, 'VALIDATION_FAILED', 'queries[0]');
    expectProblem(await resolve({ tcgplayer: 1 }, { tcgplayer: 1, text: 'x' }), 400, 'VALIDATION_FAILED', 'queries[1]');
    expectProblem(await resolve({ text: '  ' }), 400, 'VALIDATION_FAILED', 'queries[0].text');
    expectProblem(await resolve({ tcgplayer: -1 }), 400, 'VALIDATION_FAILED', 'queries[0].tcgplayer');
    expectProblem(await resolve({ tcgdex: 'a b' }), 400, 'VALIDATION_FAILED', 'queries[0].tcgdex');
    expectProblem(await resolve({ tcgplayer: 1, game: 'pokemon' }), 400, 'VALIDATION_FAILED', 'queries[0].game');
    expect((await resolve({ ebay: 1 })).status).to.equal(400);
    expect((await resolve()).status).to.equal(400);
    expect((await resolve({ text: 'x'.repeat(limits.titleCharsMax + 1) })).status).to.equal(400);
    const many = Array.from({ length: limits.resolveQueriesMax }, () => ({ tcgplayer: 1 }));
    expect((await resolve(...many)).status).to.equal(200);
    expect((await resolve(...many, { tcgplayer: 1 })).status).to.equal(400);
  });
});
