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

  it('reads nothing of what was recorded before `from`', async () => {
    const { database, log, runtime } = fixture;
    const starts: string[] = [];
    const counted: typeof log = {
      ...log,
      readAll(options) {
        starts.push(options.after);
        return log.readAll(options);
      },
    };
    const api = await serveApi({ database, log: counted, runtime });
    try {
      const { events } = await log.readAll({ after: '0' as never, limit: 10_000 });
      const first = events.findIndex(({ recorded_at: at }) => at >= '2025-09-20');
      const since = async (query: string): Promise<Line[]> => {
        starts.length = 0;
        return lines(await (await fetch(`${api.url}/v1/events?limit=10000&${query}`)).text());
      };
      expect((await since('from=2025-09-20')).map(({ position }) => position)).to.deep.equal(
        events.slice(first).map(({ position }) => position),
      );
      expect(starts[0]).to.equal(events[first - 1]?.position);
      // A stamp lies at most two days ahead of its recording.
      await since('effective_from=2025-09-20');
      const begin = events.findIndex(({ recorded_at: at }) => at >= '2025-09-18');
      expect(starts[0]).to.equal(events[begin - 1]?.position);
      // Not before `after`.
      await since(`from=2025-09-20&after=${events[first + 5]?.position}`);
      expect(starts[0]).to.equal(events[first + 5]?.position);
    } finally {
      await api.close();
    }
  });

  it("filters by the source's stamp", async () => {
    const { events } = await fixture.log.readAll({ after: '0' as never, limit: 10_000 });
    const stampOf = (data: Readonly<Record<string, unknown>>): string =>
      (data['effective_at'] ?? data['upstream_stamp'] ?? '') as string;
    const found = await feed('&effective_from=2025-09-01&effective_to=2025-09-05', 50);
    const expected = events.filter(({ data }) => stampOf(data) >= '2025-09-01' && stampOf(data) < '2025-09-06');
    expect(found.map(({ position }) => position)).to.deep.equal(expected.map(({ position }) => position));
    // A correction of 5 September states a price of the 1st.
    expect(found.find(({ type }) => type === 'PriceCorrected')?.recorded_at).to.match(/^2025-09-05/);
    const wrong = await fixture.get('/v1/events?effective_from=2025-09-05&effective_to=2025-09-01');
    expectProblem(wrong, 400, 'VALIDATION_FAILED', 'effective_from');
  });

  it('shows the snapshot behind each event on request', async () => {
    const [snapshot] = lines(
      (await fixture.get('/v1/events?type=SnapshotTaken&limit=1&expand=provenance')).body,
    ) as (Line & {
      id: string;
      provenance: Record<string, unknown>;
    })[];
    expect(snapshot?.provenance).to.include({
      snapshot: snapshot?.id,
      source_url: 'https://example.test/3/3170/prices',
    });
    await fixture.observe({ card_id: ids.lugia, provenance: snapshot?.id ?? '', effective_at: '2025-10-01T20:05:33Z' });
    await fixture.fold();
    const path = `/v1/events?card_id=${ids.lugia}&from=2025-10-01`;
    const [priced] = lines((await fixture.get(`${path}&expand=provenance`)).body) as (Line & { provenance: unknown })[];
    expect(priced?.provenance).to.deep.equal(snapshot?.provenance);
    const [listed] = lines(
      (await fixture.get('/v1/events?type=SetListed&limit=1&expand=provenance')).body,
    ) as unknown[];
    expect(listed).to.include({ provenance: null });
    expect(lines((await fixture.get(path)).body)[0]).to.not.have.property('provenance');
    expectProblem(await fixture.get(`${path}&expand=all`), 400, 'VALIDATION_FAILED', 'expand');
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
