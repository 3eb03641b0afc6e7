/** Goal: administrators see what waits for a person, and what they accept or reject is an event with actor and reason. */
import { expect } from 'chai';
import { replaceReviews } from '../../../src/matching/reviews.js';
import { type ApiFixture, expectProblem, ids, openMarket } from '../../support/api-fixture.js';
import { type SignedUp, signUp } from '../../support/accounts.js';

describe('products that wait for a person', () => {
  let fixture: ApiFixture;
  let admin: SignedUp;
  before(async () => {
    fixture = await openMarket();
    admin = await signUp(fixture, { admin: true });
  });
  after(() => fixture.close());
  beforeEach(async () => {
    const candidates = [ids.parallel, ids.manga].map((card_id) => ({ card_id, score: 0.8, reasons: ['name'] }));
    const waits = { game: 'onepiece', name: 'Shanks (OP01-120)', reason: 'ambiguous', candidates } as const;
    const items = ['71', '72'].map((external_id) => ({ external_id, ...waits }));
    await fixture.fold();
    await fixture.runtime.advance(1_000);
    const at = fixture.runtime.now().toISOString();
    await replaceReviews(fixture.database, { system: 'cardmarket', of: { games: ['onepiece'] }, items, at });
  });

  const authorization = (): Record<string, string> => ({ authorization: `Bearer ${admin.bearer}` });
  const list = async (query = ''): Promise<any> =>
    (await fixture.get(`/v1/admin/matching${query}`, authorization())).body;
  const decide = (id: string, verdict: 'accept' | 'reject', body: object) =>
    fixture.post(`/v1/admin/matching/cardmarket/${id}/${verdict}`, body, authorization());

  it('are listed with candidates and scores, in pages, by marketplace', async () => {
    const { waiting, pagination } = await list('?limit=1');
    expect(waiting[0]).to.deep.include({ system: 'cardmarket', external_id: '71', reason: 'ambiguous' });
    expect(waiting[0].candidates[1]).to.deep.equal({ card_id: ids.manga, score: 0.8, reasons: ['name'] });
    expect(pagination).to.deep.equal({ total: 2, limit: 1, offset: 0, has_more: true });
    expect((await list('?limit=1&offset=1')).waiting[0].external_id).to.equal('72');
    expect((await list('?system=other')).pagination.total).to.equal(0);
  });

  it('are mapped when accepted: an event with the administrator as actor, and its position', async () => {
    const { status, body, headers } = await decide('71', 'accept', { card_id: ids.manga, reason: 'the same art' });
    expect([status, body.type, body.card_id, body.replaces]).to.deep.equal([200, 'ExternalIdMapped', ids.manga, null]);
    expect(headers.get('ledger-position')).to.equal(body.position);
    const { body: events } = await fixture.get(`/v1/events?type=ExternalIdMapped&card_id=${ids.manga}`);
    const event = JSON.parse(String(events).trim().split('\n').at(-1) ?? '');
    expect([event.metadata.actor, event.data.reason]).to.deep.equal([admin.userId, 'the same art']);
    await fixture.fold();
    expect((await list()).waiting.map(({ external_id }: any) => external_id)).to.deep.equal(['72']);
  });

  it('are proposed no more when rejected: an event for each card', async () => {
    const { body } = await decide('72', 'reject', { reason: 'other arts' });
    expect(body.rejected.map(({ type, card_id }: any) => [type, card_id])).to.deep.equal([
      ['ExternalIdRejected', ids.parallel],
      ['ExternalIdRejected', ids.manga],
    ]);
    expect((await list()).waiting.map(({ external_id }: any) => external_id)).to.deep.equal(['71']);
  });

  it('are unmapped when rejected after all', async () => {
    await decide('71', 'accept', { card_id: ids.manga, reason: 'the same art' });
    await fixture.fold();
    const ofCard = async (): Promise<unknown> => (await fixture.get(`/v1/cards/${ids.manga}`)).body.external_ids;
    expect(await ofCard()).to.have.property('cardmarket', '71');
    const { body } = await decide('71', 'reject', { reason: 'another art' });
    expect(body.rejected.map(({ card_id }: any) => card_id)).to.deep.equal([ids.manga]);
    await fixture.fold();
    expect(await ofCard()).not.to.have.property('cardmarket');
  });

  it('need a card where there are several, a reason, and to wait at all', async () => {
    expectProblem(await decide('71', 'accept', { reason: 'x' }), 400, 'VALIDATION_FAILED', 'card_id');
    expectProblem(
      await decide('71', 'accept', { card_id: ids.manga, reason: ' ' }),
      400,
      'VALIDATION_FAILED',
      'reason',
    );
    expectProblem(await decide('99', 'reject', { reason: 'x' }), 404, 'REVIEW_NOT_FOUND', 'external_id');
  });
});
