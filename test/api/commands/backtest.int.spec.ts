/** Goal: a back-test over REST answers what the log says, to anybody, within bounds. */
import { expect } from 'chai';
import { limits } from '../../../src/base/limits.js';
import { weightOf } from '../../../src/api/rate-limit/rate-limit-step.js';
import { type ApiFixture, expectProblem, ids, lugiaPrice, openMarket, stampOf } from '../../support/api-fixture.js';

describe('POST /v1/alerts/backtest', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const ask = (body: object) => fixture.post('/v1/alerts/backtest', { card_id: ids.lugia, ...body });
  const fired = (body: any): [string, number][] =>
    body.decisions.flatMap(({ type, data }: any) =>
      type === 'AlertTriggered' ? [[data.effective_at, data.price]] : [],
    );

  it('says when a rule would have fired, in major units, with what it was decided from', async () => {
    const { status, body, headers } = await ask({ when: '>= 12 USD' });
    expect(status).to.equal(200);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('ledger-position')).to.equal(await fixture.log.head());
    expect(fired(body)).to.deep.equal([
      [stampOf('2025-09-08'), 12.1],
      [stampOf('2025-09-30'), 15],
    ]);
    expect(body).to.deep.include({ firings: 2, truncated: false });
    expect(body.rule).to.deep.include({
      printing: 'holofoil',
      when: { type: 'threshold', comparison: '>=', amount: 12 },
    });
    const [first] = body.decisions;
    expect(first.data).to.deep.include({ occasion: 'crossing', reference: { amount: 12, since: null } });
    expect(first.data.previous).to.include({ price: 11, effective_at: stampOf('2025-08-31') });
    const page = await fixture.log.readStream(`price-${ids.lugia}`, { direction: 'forwards', limit: 100 });
    const events = page.outcome === 'read' ? page.events : [];
    const triggering = events.find(({ id }) => id === first.data.triggering.event_id);
    expect(triggering?.position).to.equal(first.data.triggering.position);
    expect(triggering?.data).to.include({ market: 1_210 });
  });

  it('watches the one printing of the card, another that is named, or each', async () => {
    const printings = async (over: object): Promise<string[]> => {
      const { body } = await ask({ when: '>= 10 USD', ...over });
      return [...new Set<string>(body.decisions.map(({ data }: any) => data.printing_slug))].sort();
    };
    expect(await printings({})).to.deep.equal(['holofoil']);
    expect(await printings({ printing: 'reverseHolo' })).to.deep.equal(['reverse-holofoil']);
    expect(await printings({ printing: '*' })).to.deep.equal(['holofoil', 'reverse-holofoil']);
  });

  it('takes days whole, and follows a merged card', async () => {
    const within = { when: '>= 12 USD', on_create: 'skip', from: '2025-09-08', to: '2025-09-08' };
    expect(fired((await ask(within)).body)).to.have.length(1);
    expect(fired((await ask({ ...within, from: '2025-09-09', to: '2025-09-20' })).body)).to.deep.equal([]);
    const { body } = await ask({ card_id: ids.merged, when: '>= 12 USD' });
    expect([body.rule.card_id, body.firings]).to.deep.equal([ids.lugia, 2]);
  });

  it('takes graded prices in their own words', async () => {
    const { body } = await ask({
      when: 'low <= 9 USD',
      kind: 'asking',
      condition: 'NM',
      grade: 'PSA 10',
      language: 'en',
    });
    expect(fired(body)).to.deep.equal([[stampOf('2025-08-20'), 8]]);
    expect(body.decisions[0].data.grade).to.equal('PSA 10');
  });

  const refused: [string, object, number, string, string][] = [
    ['an unknown card', { card_id: 'pokemon-9', when: 'available' }, 404, 'CARD_NOT_FOUND', 'card_id'],
    ['no card id', { card_id: 'x', when: 'available' }, 400, 'VALIDATION_FAILED', 'card_id'],
    ['an unknown printing', { when: 'available', printing: 'Cosmos' }, 404, 'PRINTING_UNKNOWN', 'printing'],
    ['an unknown source', { when: 'available', source: 'ebay' }, 404, 'SOURCE_UNKNOWN', 'source'],
    ['a currency without prices', { when: '<= 1 EUR' }, 404, 'CURRENCY_UNKNOWN', 'currency'],
    ['no condition', {}, 400, 'VALIDATION_FAILED', 'when'],
    ['a number as a condition', { when: 7 }, 400, 'VALIDATION_FAILED', 'when'],
    ['a typing error', { when: 'cheap' }, 400, 'VALIDATION_FAILED', 'when'],
    ['an unknown type', { when: { type: 'drop' } }, 400, 'VALIDATION_FAILED', 'when.type'],
    ['an unknown key', { when: { type: 'availability', at: 1 } }, 400, 'VALIDATION_FAILED', 'when.at'],
    ['a text as amount', { when: { type: 'threshold', amount: '1' } }, 400, 'VALIDATION_FAILED', 'when.amount'],
    ['a half cent', { when: '<= 1.005 USD' }, 400, 'VALIDATION_FAILED', 'when'],
    ['a day that does not exist', { when: 'available', from: '2025-02-30' }, 400, 'VALIDATION_FAILED', 'from'],
    [
      'an end before the begin',
      { when: 'available', from: '2025-09-02', to: '2025-09-01' },
      400,
      'VALIDATION_FAILED',
      'to',
    ],
    ['an unknown field', { when: 'available', colour: 'red' }, 400, 'VALIDATION_FAILED', 'colour'],
  ];
  for (const [what, body, status, code, field] of refused) {
    it(`refuses ${what}`, async () => {
      expectProblem(await ask(body), status, code, field);
    });
  }

  it('is bounded in events, at once, and in the quota', async () => {
    const bounds = limits as { backtestEventsMax: number; backtestsAtOnceMax: number };
    const { backtestEventsMax } = bounds;
    bounds.backtestEventsMax = 3;
    try {
      const { body } = await ask({ when: '>= 12 USD' });
      expect([body.truncated, body.firings]).to.deep.equal([true, 0]);
    } finally {
      bounds.backtestEventsMax = backtestEventsMax;
    }
    expect(weightOf('/v1/alerts/backtest')).to.equal(10);
    const asked = Array.from({ length: bounds.backtestsAtOnceMax * 5 }, () => ask({ when: '>= 12 USD' }));
    const answers = await Promise.all(asked);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expectProblem(answer, 503, 'BACKTESTS_IN_ALL');
      expect(answer.headers.get('retry-after')).to.match(/^\d+$/);
    }
    expect(answers.some(({ status }) => status === 200)).to.equal(true);
    expect((await ask({ when: '>= 12 USD' })).status, 'afterwards').to.equal(200);
  });

  it('stays exact when the price moves on', async () => {
    await fixture.observe(lugiaPrice(900, stampOf('2025-10-01')));
    await fixture.observe(lugiaPrice(1_300, stampOf('2025-10-02')));
    const { body } = await ask({ when: '>= 12 USD', on_create: 'skip', from: '2025-10-01' });
    expect(fired(body)).to.deep.equal([[stampOf('2025-10-02'), 13]]);
  });
});
