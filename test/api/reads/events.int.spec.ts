/** Goal: the log as a feed, resumable and filtered. Method: the market of test/support/api-fixture.ts over HTTP. */
import { expect } from 'chai';
import { type ApiFixture, ids, openMarket } from '../../support/api-fixture.js';

interface Line {
  readonly position: string;
  readonly type: string;
  readonly stream: string;
  readonly recorded_at: string;
}

describe('GET /v1/events', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const lines = (text: string): Line[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  /** Follows the feed by its links, and checks them against its positions. */
  const feed = async (query: string, limit: number): Promise<Line[]> => {
    const all: Line[] = [];
    let path: string | undefined = `/v1/events?limit=${limit}${query}`;
    while (path !== undefined) {
      const answer = await fixture.get(path);
      expect(answer.headers.get('content-type')).to.match(/^application\/x-ndjson/);
      const page = lines(answer.body);
      expect(page.length).to.be.at.most(limit);
      all.push(...page);
      path = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
      const after = answer.headers.get('ledger-position') ?? '';
      if (path !== undefined) expect(new URLSearchParams(path.split('?')[1]).get('after')).to.equal(after);
    }
    return all;
  };

  it('returns every event once, in log order, whatever the page size', async () => {
    const { events } = await fixture.log.readAll({ after: '0' as never, limit: 10_000 });
    const positions = events.map(({ position }) => position);
    for (const limit of [7, 100, 10_000]) {
      expect(
        (await feed('', limit)).map(({ position }) => position),
        `limit ${limit}`,
      ).to.deep.equal(positions);
    }
    const last = positions.at(-1) ?? '';
    const end = await fixture.get(`/v1/events?after=${last}`);
    expect([end.body, end.headers.get('ledger-position'), end.headers.get('link')]).to.deep.equal(['', last, null]);
  });

  it('filters by type, stream, card and time', async () => {
    const { events } = await fixture.log.readAll({ after: '0' as never, limit: 10_000 });
    const same = async (query: string, keep: (line: Line) => boolean): Promise<void> => {
      const expected = events.filter(keep).map(({ position }) => position);
      expect(expected.length, query).to.be.above(0);
      expect(
        (await feed(query, 3)).map(({ position }) => position),
        query,
      ).to.deep.equal(expected);
    };
    await same('&type=PriceCorrected', ({ type }) => type === 'PriceCorrected');
    await same(
      '&type=PriceCorrected&type=CardMerged',
      ({ type }) => type === 'PriceCorrected' || type === 'CardMerged',
    );
    await same(`&stream=price-${ids.leader}`, ({ stream }) => stream === `price-${ids.leader}`);
    await same(`&card_id=${ids.lugia}`, ({ stream }) => [`card-${ids.lugia}`, `price-${ids.lugia}`].includes(stream));
    await same('&from=2025-09-05&to=2025-09-06', ({ recorded_at: at }) => at >= '2025-09-05' && at < '2025-09-07');
    await same(
      '&from=2025-09-02T21:00:00Z&to=2025-09-03',
      ({ recorded_at: at }) => at >= '2025-09-02T21' && at < '2025-09-04',
    );
  });
});
