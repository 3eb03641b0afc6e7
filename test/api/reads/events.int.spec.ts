/** Goal: the log as a feed, resumable and filtered. Method: the market of test/support/api-fixture.ts over HTTP. */
import { expect } from 'chai';
import { type ApiFixture, expectProblem, ids, openMarket } from '../../support/api-fixture.js';
import { serveApi } from '../../support/serve-api.js';

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

  it('ends its pages at `to`: no link, and a position from which a later `to` continues', async () => {
    const { events } = await fixture.log.readAll({ after: '0' as never, limit: 10_000 });
    for (const to of ['2025-09-05', '2025-09-06T00:00:00Z', '2025-09-05T20:10:00.001Z']) {
      const endMs = to.includes('T') ? Date.parse(to) : Date.parse(to) + 86_400_000;
      const within = events.filter(({ recorded_at: at }) => Date.parse(at) < endMs);
      for (const limit of [7, within.length, within.length + 1, 10_000]) {
        const all = await feed(`&to=${to}`, limit);
        expect(all.map(({ position }) => position)).to.deep.equal(within.map(({ position }) => position));
      }
      const answer = await fixture.get(`/v1/events?to=${to}&limit=10000`);
      const end = answer.headers.get('ledger-position');
      expect([end, answer.headers.get('link')]).to.deep.equal([within.at(-1)?.position, null]);
      const rest = await feed(`&after=${end}`, 1_000);
      expect(rest.length).to.equal(events.length - within.length);
    }
  });

  it('refuses a position beyond the head, not the head itself', async () => {
    const head = await fixture.log.head();
    expect((await fixture.get(`/v1/events?after=${head}`)).status).to.equal(200);
    const next = String(Number(head) + 1).padStart(16, '0');
    for (const after of [next, '0000999999999999']) {
      const answer = await fixture.get(`/v1/events?after=${after}`);
      expectProblem(answer, 400, 'INVALID_POSITION', 'after');
      expect(answer.body.details.after).to.equal(`expected at most ${head}`);
    }
    // Logs with checkpoints between events give positions beyond their last event.
    const log = { ...fixture.log, positionsEndAtHead: false };
    const own = await serveApi({ database: fixture.database, log, runtime: fixture.runtime });
    try {
      expect((await fetch(`${own.url}/v1/events?after=${next}`)).status).to.equal(200);
    } finally {
      await own.close();
    }
  });
});
