/**
 * Goal: /v1/prices/changes says of every price what stood after one event and what stands after another, whatever lies
 * between. Method: a random market is appended to a log; spans between any two of its positions are walked page by page, and
 * compared with a model that walks all events.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { priceHistory } from '../../../projections/price-history/projection.js';
import type { LogPosition, RecordedEvent } from '../../../src/domain/envelope.js';
import { dayMs, instantOf } from '../../../src/domain/instant.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { pages } from '../../../src/log/event-log.js';
import { type ApiFixture, expectProblem, openApiFixture } from '../../support/api-fixture.js';
import { checkProperty } from '../../support/check-property.js';
import { metadata } from '../../support/events.js';
import { eventsFor } from '../../support/folding.js';
import { eventsOfDays, marketDay } from '../../support/market-days.js';
import { countingFacts, type ModelFact } from '../../support/market-model.js';

describe('changes of prices between two positions', () => {
  let fixture: ApiFixture;
  /** The log. */
  let events: RecordedEvent[] = [];
  const read = async (): Promise<void> => {
    events = [];
    for await (const page of pages(fixture.log, { after: '0' as LogPosition, pageEvents: 1_000 }))
      events.push(...page.events);
  };

  before(async () => {
    fixture = await openApiFixture({ start: '2025-08-01T00:00:00Z' });
    const [days] = fc.sample(fc.array(marketDay, { minLength: 35, maxLength: 35 }), { numRuns: 1, seed: 7 });
    for (const { id, type, schema_version, data, stream, recorded_at } of eventsOfDays(days ?? []))
      await fixture.log.append(
        [{ stream, expectedRevision: 'any', events: [{ id, type, schema_version, data }] }],
        metadata,
        recorded_at,
      );
    await fixture.fold();
    await read();
    expect(events).to.have.length.above(150);
    expect(new Set(events.map(({ type }) => type)).size).to.be.above(5);
  });
  after(() => fixture.close());

  const cents = (amount: number | null): number | null => (amount === null ? null : Math.round(amount * 100));
  const text = (fact: ModelFact | undefined): string =>
    fact === undefined ? 'none' : fact.withdrawn ? 'withdrawn' : [fact.market, fact.low, fact.mid].join(' ');
  const stood = (price: Record<string, number | null> | null): string => {
    if (price === null) return 'none';
    const { withdrawn, market_price, low_price, mid_price } = price as Record<string, any>;
    return withdrawn ? 'withdrawn' : [cents(market_price), cents(low_price), cents(mid_price)].join(' ');
  };

  /** The model: one line a price, in the order of the last events. */
  const expectedChanges = (
    after: string,
    until: string,
    isWanted: (cardId: string) => boolean = () => true,
  ): string[] => {
    const upTo = (position: string) =>
      countingFacts(
        eventsFor(
          priceHistory,
          events.filter((event) => event.position <= position),
        ),
      );
    const [before, now] = [upTo(after), upTo(until)];
    const lines = [...now].flatMap(([text_, { key, facts }]) => {
      const [from, to] = [text(before.get(text_)?.facts.at(-1)), text(facts.at(-1))];
      if (from === to || !isWanted(key.card_id)) return [];
      const last = eventsFor(priceHistory, events).findLast(
        ({ position, data }) =>
          position <= until &&
          'card_id' in data &&
          [data.card_id, (data as any).source, (data as any).printing?.slug].join() ===
            [key.card_id, key.source, key.printing.slug].join(),
      );
      const position = String(last?.position);
      return [{ position, line: [position, key.card_id, key.source, key.printing.slug, from, '->', to].join(' ') }];
    });
    return lines.toSorted((a, b) => (a.position < b.position ? -1 : 1)).map(({ line }) => line);
  };

  /** Walks all pages, and returns the lines and the last answer. */
  const walk = async (query: string, between: () => Promise<void> = async () => undefined) => {
    const lines: string[] = [];
    let path: string | undefined = `/v1/prices/changes?${query}`;
    for (;;) {
      const answer: Awaited<ReturnType<ApiFixture['get']>> = await fixture.get(path);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
      for (const row of answer.body.changes)
        lines.push(
          [
            row.position,
            row.card_id,
            row.source,
            printingOf(row.printing).slug,
            stood(row.from),
            '->',
            stood(row.to),
          ].join(' '),
        );
      path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
      expect(answer.body.pagination.has_more).to.equal(path !== undefined);
      if (path === undefined) return { lines, body: answer.body };
      await between();
    }
  };

  it('are those of a model, between any two positions', async () => {
    let seen = 0;
    const place = fc.nat(10_000).map((at) => at / 10_000);
    await checkProperty(
      fc.asyncProperty(place, place, fc.constantFrom(1, 3, 100), fc.boolean(), async (a, b, limit, isOpen) => {
        const at = (of: number): string => String(events[Math.floor(of * (events.length - 1))]?.position);
        const [after, until] = [at(Math.min(a, b)), isOpen ? String(events.at(-1)?.position) : at(Math.max(a, b))];
        const { lines } = await walk(`after=${after}&limit=${limit}${isOpen ? '' : `&until=${until}`}`);
        expect(lines).to.deep.equal(expectedChanges(after, until));
        seen += lines.length;
      }),
      24,
    );
    expect(seen).to.be.above(40);
  });

  it('take times of recording, days to their end', async () => {
    const dayOf = (at: number): string => String(events[at]?.recorded_at).slice(0, 10);
    const day = dayOf(60);
    const dayEnd = (of: string): number => Date.parse(of) + dayMs - 1;
    const lastOf = (ms: number): string =>
      events.findLast(({ recorded_at, stream }) => Date.parse(recorded_at) <= ms && stream.startsWith('price-'))
        ?.position ?? '0';
    const next = dayOf(110);
    const { lines, body } = await walk(`after=${day}&until=${next}`);
    expect(lines).to.deep.equal(expectedChanges(lastOf(dayEnd(day)), lastOf(dayEnd(next))));
    expect(lines).to.not.deep.equal([]);
    expect([body.after, body.until]).to.deep.equal([lastOf(dayEnd(day)), lastOf(dayEnd(next))]);
    const precise = await walk(`after=${instantOf(new Date(dayEnd(day)))}&until=${body.until}`);
    expect(precise.lines).to.deep.equal(lines);
  });

  it('are filtered by game, card, source and set', async () => {
    const all = expectedChanges('0', String(events.at(-1)?.position));
    for (const [query, isKept] of [
      ['tcg_type=onepiece', (line: string) => line.includes(' onepiece-3 ')],
      ['card_id=pokemon-9', (line: string) => line.includes(' pokemon-9 ')],
      ['source=tcgcsv', (line: string) => line.includes(' tcgcsv ')],
      ['set_identifier=Silver Tempest', () => true],
    ] as const) {
      const middle = String(events[100]?.position);
      expect((await walk(`after=0&limit=100&${query}`)).lines, query).to.deep.equal(all.filter(isKept));
      expect((await walk(`after=0&limit=2&until=${middle}&${query}`)).lines, query).to.deep.equal(
        expectedChanges('0', middle).filter(isKept),
      );
    }
  });

  it('are walked to the position at which the walk began, whatever is recorded meanwhile', async () => {
    const until = String(events.at(-1)?.position);
    const before = expectedChanges('0', until);
    let told = 0;
    const { lines, body } = await walk('after=0&limit=1', async () => {
      if (told++ > 2) return;
      // The prices that the walk has yet to come to change again.
      for (const printing of ['Normal', 'Holofoil'])
        await fixture.observe({ card_id: 'onepiece-3', printing: printingOf(printing), market: 9_000 + told });
      await fixture.fold();
    });
    expect(told).to.be.above(2);
    expect(lines).to.deep.equal(before);
    expect(body.until).to.equal(until);
    await read();
    const next = await walk(`after=${body.until}`);
    expect(next.lines).to.deep.equal(expectedChanges(until, String(events.at(-1)?.position)));
    expect(next.lines).to.have.length(2);
    expect((await walk(`after=${next.body.until}`)).lines).to.deep.equal([]);
  });

  it('have amounts and the change of the market price', async () => {
    const { body } = await walk(`after=${String(events[100]?.position)}&limit=100`);
    const row = body.changes.find(({ change }: { change: unknown }) => change !== null);
    expect(row.change.amount).to.be.closeTo(row.to.market_price - row.from.market_price, 0.001);
    expect(row.to).to.include.keys('withdrawn', 'effective_at', 'event_id', 'high_price');
  });

  it('reject what they do not understand', async () => {
    const ask = (query: string) => fixture.get(`/v1/prices/changes${query}`);
    expectProblem(await ask(''), 400, 'VALIDATION_FAILED', 'after');
    expectProblem(await ask('?after=abc'), 400, 'INVALID_POSITION', 'after');
    expectProblem(await ask('?after=9999999999999998'), 400, 'INVALID_POSITION', 'after');
    expectProblem(await ask('?after=2025-02-30'), 400, 'VALIDATION_FAILED', 'after');
    expectProblem(await ask(`?after=${String(events[9]?.position)}&until=0`), 400, 'VALIDATION_FAILED', 'after');
    expectProblem(await ask('?after=0&source=ebay'), 404, 'SOURCE_UNKNOWN', 'source');
    expectProblem(await ask('?after=0&set_identifier=nowhere'), 404, 'SET_NOT_FOUND', 'set_identifier');
    expectProblem(await ask('?after=0&card_id=9'), 400, 'VALIDATION_FAILED', 'card_id');
    const link = (await ask('?after=0&limit=1')).headers.get('link') ?? '';
    const cursor = /cursor=([^&>]+)/.exec(link)?.[1] ?? '';
    expectProblem(await ask(`?after=0&tcg_type=pokemon&cursor=${cursor}`), 400, 'INVALID_CURSOR', 'cursor');
  });
});
