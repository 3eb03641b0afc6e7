/** Goal: administrators pause, resume and limit a source over REST, and everybody sees it. */
import { expect } from 'chai';
import { type AlertsWorld, bodyOf, type Client, openAlertsWorld } from '../../support/alerts-world.js';
import { expectProblem } from '../../support/api-fixture.js';

describe('orders on a source over REST', () => {
  let world: AlertsWorld;
  let admin: Client;
  before(async () => {
    world = await openAlertsWorld();
    admin = await world.client({ admin: true });
  });
  after(() => world.close());

  const post = (what: string, body: object, name = 'tcgcsv') => admin.post(`/v1/admin/sources/${name}/${what}`, body);
  const shown = async () => bodyOf(await admin.get('/v1/sources'), 200).sources[0];

  it('pause and resume it', async () => {
    const answer = await post('pause', { reason: 'asked to' });
    expect(bodyOf(answer, 200)).to.deep.include({ outcome: 'appended', type: 'SourcePaused', source: 'tcgcsv' });
    expect(answer.headers.get('ledger-position')).to.equal(answer.body.position);
    const paused = await shown();
    expect(paused).to.include({ state: 'paused' });
    expect(Object.keys(paused.paused), 'not by whom').to.deep.equal(['since', 'reason']);
    expect(bodyOf(await post('pause', { reason: 'again' }), 200)).to.include({ outcome: 'already_recorded' });
    expect((await shown()).paused.reason).to.equal('asked to');
    expect(bodyOf(await post('resume', { reason: 'over' }), 200)).to.deep.include({ paused: null });
    expect(await shown()).to.deep.include({ paused: null });
  });

  it('limit it, at once and only downwards', async () => {
    const { budget } = await shown();
    expect(bodyOf(await post('limits', { requests_a_day: 7, reason: 'slow' }), 200).limits).to.deep.include({
      requests_a_day: 7,
      pause_ms: null,
      reason: 'slow',
    });
    expect((await shown()).budget).to.include({ max: 7 });
    expectProblem(
      await post('limits', { requests_a_day: Number(budget.max) + 1, reason: 'fast' }),
      400,
      'VALIDATION_FAILED',
      'requests_a_day',
    );
    expect(bodyOf(await post('limits', { requests_a_day: null, reason: 'over' }), 200).limits).to.equal(null);
    expect((await shown()).budget).to.deep.equal(budget);
  });

  it('say what is wrong', async () => {
    expectProblem(await post('pause', { reason: ' ' }), 400, 'VALIDATION_FAILED', 'reason');
    expectProblem(await post('pause', { reason: 'x' }, 'ebay'), 404, 'SOURCE_UNKNOWN', 'source');
    expectProblem(await post('limits', { reason: 'x' }), 400, 'VALIDATION_FAILED', 'requests_a_day');
    expectProblem(await post('limits', { pause_ms: 1.5, reason: 'x' }), 400, 'VALIDATION_FAILED');
  });
});
