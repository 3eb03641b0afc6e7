/**
 * Goal: prices that disagree with those of another marketplace are told over REST with their reasons, as they stand now and as they stood
 * or were known then, and take no part in the reliable movers. Method: two sets and two marketplaces, one card for each rule.
 */
import { expect } from 'chai';
import { uuidFromName } from '../../../src/domain/ids.js';
import { dayMs, instantOf } from '../../../src/domain/instant.js';
import { suspectMappings } from '../../../projections/trending/suspect-list.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { type ApiFixture, expectProblem, openApiFixture } from '../../support/api-fixture.js';

const set = 'pokemon-10';
const other = 'pokemon-11';
const lastDay = 31;
const firstMs = Date.parse('2025-09-01T20:05:33Z');
const stampOf = (day: number): string => instantOf(new Date(firstMs + day * dayMs));
/** Cardmarket's guide is written in the night. */
const nightOf = (day: number): string => instantOf(new Date(firstMs + day * dayMs + 5 * 3_600_000));

/** Cents of euros, dearest first; dollars are 1.2 times as much, give or take a tenth. */
const euros = [4_000, 2_500, 1_800, 1_200, 900, 700, 500, 400, 300, 200, 150, 100, 80, 60, 20];
const dollars = (eur: number, at: number): number => Math.round(eur * 1.2 * (1 + ((at % 3) - 1) / 10));
const card = (at: number): string => `pokemon-${1_000 + at}`;

describe('prices and mappings in doubt', () => {
  let fixture: ApiFixture;
  const price = async (
    card_id: string,
    source: string,
    market: number | null,
    day: number,
    printing = 'Normal',
  ): Promise<void> => {
    const at = source === 'tcgcsv' ? stampOf(day) : nightOf(day);
    const currency = source === 'tcgcsv' ? 'USD' : 'EUR';
    const key = { card_id, source, printing: printingOf(printing), currency, effective_at: at } as const;
    if (market === null) await fixture.tell('PriceWithdrawn', key);
    else await fixture.observe({ ...key, market, low: null, mid: null, high: null, direct_low: null });
  };
  const both = async (card_id: string, usd: number, eur: number, day = 0): Promise<void> => {
    await price(card_id, 'tcgcsv', usd, day);
    await price(card_id, 'cardmarket', eur, day);
  };
  const check = async (day: number, sources: readonly string[] = ['tcgcsv', 'cardmarket']): Promise<void> => {
    for (const source of sources)
      for (const scope of [set, other]) {
        const upstream_stamp = source === 'tcgcsv' ? stampOf(day) : nightOf(day);
        await fixture.tell('SnapshotTaken', {
          source,
          scope,
          upstream_stamp,
          run_id: uuidFromName(`${source} ${day}`),
        });
      }
  };
  const list = async (card_id: string, set_id = set): Promise<void> => {
    await fixture.tell('CardListed', { card_id, set_id, name: `Card ${card_id.slice(8)}` });
  };

  before(async () => {
    fixture = await openApiFixture({ start: stampOf(0) });
    const { tell, runtime, fold } = fixture;
    await tell('SetListed', { set_id: set, name: 'Ten' });
    await tell('SetListed', { set_id: other, name: 'Eleven' });
    for (const [at, eur] of euros.entries()) {
      await list(card(at));
      await both(card(at), dollars(eur, at), eur);
    }
    for (const name of ['pokemon-1', 'pokemon-2', 'pokemon-3', 'pokemon-5']) await list(name);
    // A common whose id at Cardmarket is that of a rare card.
    await tell('ExternalIdMapped', {
      card_id: 'pokemon-1',
      system: 'cardmarket',
      external_id: '273575',
      evidence: null,
    });
    await both('pokemon-1', 12, 2_600);
    // A card whose price at Cardmarket falls to a tenth on the 25th day.
    await both('pokemon-2', 860, 710);
    // One that is gone from Cardmarket by then.
    await both('pokemon-3', 10, 9_000);
    // Of another set, of which too few cards are priced by both: judged by nothing, as the game has fewer than 30.
    await list('pokemon-4', other);
    await both('pokemon-4', 10, 9_000);
    // A rare card that is sold at a dear price: it rises on the last day.
    await both('pokemon-5', 50_000, 4_000);
    await check(0);
    for (let day = 1; day <= lastDay; day += 1) {
      await runtime.advance(dayMs);
      // What moves daily is not thin.
      for (const at of [0, 1, 2]) await price(card(at), 'tcgcsv', dollars(euros[at] ?? 0, at) + day, day);
      await price('pokemon-5', 'tcgcsv', 50_000 + day * 1_000, day);
      if (day === 25) {
        await price('pokemon-2', 'cardmarket', 70, day);
        await price('pokemon-3', 'cardmarket', null, day);
      }
      await check(day);
    }
    await fold();
  });
  after(() => fixture.close());

  const ask = (query = '') => fixture.body(`/v1/coverage/suspects${query}`);
  const told = (body: { suspects: { card_id: string; suspect: string; evidence: string }[] }): string[] =>
    body.suspects.map(({ card_id, suspect, evidence }) => `${card_id} ${suspect} ${evidence}`);
  const all = ['pokemon-1 mapping ranks_differ', 'pokemon-5 price ranks_agree', 'pokemon-2 price agreed_before'];

  it('are told with their figures, the furthest first', async () => {
    const body = await ask();
    expect(body).to.deep.include({ as_of: nightOf(lastDay), known_at: null });
    expect(told(body)).to.deep.equal(all);
    expect(body.suspects[0]).to.deep.equal({
      suspect: 'mapping',
      evidence: 'ranks_differ',
      reason:
        '0.12 USD at tcgcsv, 26.00 EUR at cardmarket: a ratio of 0.0192; the median of 16 cards of the set is 1.2, ' +
        'and a factor of 4 from it is ordinary; of 18 cards it ranks 17 at tcgcsv and 3 at cardmarket',
      card_id: 'pokemon-1',
      name: 'Card 1',
      set: { set_id: set, name: 'Ten' },
      external_id: '273575',
      ratio: 0.0192,
      median_ratio: 1.2,
      factor: 4,
      compared_with: 'set',
      pairs: 16,
      first: {
        source: 'tcgcsv',
        printing: 'Normal',
        currency: 'USD',
        market_price: 0.12,
        effective_at: stampOf(0),
        rank: 17,
        suspect: false,
      },
      second: {
        source: 'cardmarket',
        printing: 'Normal',
        currency: 'EUR',
        market_price: 26,
        effective_at: nightOf(0),
        rank: 3,
        suspect: true,
      },
    });
    expect(body.suspects[2].reason).to.contain('they agreed at 8.60 USD and 7.10 EUR before');
    expect(body.suspects[2].first.suspect).to.equal(false);
  });

  it('are filtered, paged, and a table', async () => {
    expect(told(await ask('?suspect=mapping'))).to.deep.equal(all.slice(0, 1));
    expect(told(await ask(`?set_id=${other}`))).to.deep.equal([]);
    expect(told(await ask('?set_id=ten&source=cardmarket&tcg_type=pokemon'))).to.deep.equal(all);
    expect(told(await ask('?tcg_type=onepiece'))).to.deep.equal([]);
    const page = await fixture.get('/v1/coverage/suspects?limit=1&offset=1');
    expect(told(page.body)).to.deep.equal(all.slice(1, 2));
    expect(page.body.pagination).to.deep.equal({ total: 3, limit: 1, offset: 1, has_more: true });
    expect(page.headers.get('link')).to.equal('</v1/coverage/suspects?limit=1&offset=2>; rel="next"');
    const [head, first] = String((await fixture.get('/v1/coverage/suspects?format=csv&limit=1')).body).split(/\r?\n/);
    expect(head).to.match(/^suspect,evidence,reason,card_id,name,.*,first_source,.*,second_rank,second_suspect$/);
    expect(first).to.contain('mapping,ranks_differ,');
    expectProblem(await fixture.get('/v1/coverage/suspects?suspect=both'), 400, 'VALIDATION_FAILED', 'suspect');
    expectProblem(await fixture.get('/v1/coverage/suspects?set_id=nine'), 404, 'SET_NOT_FOUND', 'set_id');
    expectProblem(await fixture.get('/v1/coverage/suspects?source=nobody'), 404, 'SOURCE_UNKNOWN', 'source');
    expectProblem(await fixture.get('/v1/coverage/suspects?as_of=2025-09-31'), 400, 'VALIDATION_FAILED', 'as_of');
  });

  it('are those of another day, and of what was known on one', async () => {
    const before = await ask('?as_of=2025-09-20');
    expect(before.as_of).to.equal(stampOf(19));
    expect(told(before)).to.deep.equal([
      'pokemon-3 mapping ranks_differ',
      'pokemon-1 mapping ranks_differ',
      'pokemon-5 price ranks_agree',
    ]);
    expect(told(await ask('?as_of=2025-10-05&known_at=2025-09-20'))).to.deep.equal(told(before));
    expect(await ask('?as_of=2025-08-01')).to.deep.include({ as_of: null, suspects: [] });
  });

  it('stand in coverage as they are now', async () => {
    expect(told(await fixture.body('/v1/coverage'))).to.deep.equal(all);
    expect(told(await fixture.body(`/v1/coverage?set_id=${other}`))).to.deep.equal([]);
    expect(told(await fixture.body('/v1/coverage?to=2025-09-10&source=tcgcsv'))).to.deep.equal(all);
  });

  it('are counted by the audit, by source and set', async () => {
    const { sources, sets } = await fixture.body('/v1/coverage/audit?limit=100');
    const counts = (list: { source: string; suspects: number }[]) =>
      Object.fromEntries(list.map(({ source, suspects }) => [source, suspects]));
    // Of pokemon-5 either price may be wrong.
    expect(counts(sources)).to.deep.equal({ cardmarket: 3, tcgcsv: 1 });
    expect(counts(sets.filter(({ set_id }: { set_id: string }) => set_id === set))).to.deep.equal({
      cardmarket: 3,
      tcgcsv: 1,
    });
    expect(counts((await fixture.body('/v1/coverage/audit?source=tcgcsv')).sources)).to.deep.equal({ tcgcsv: 1 });
  });

  it('are shown where mappings are accepted and rejected, until one is rejected', async () => {
    const doubted = async (system: string): Promise<string[]> =>
      (await suspectMappings(fixture.database, { system, limit: 100 })).map(({ external_id }) => String(external_id));
    expect(await doubted('cardmarket')).to.deep.equal(['273575']);
    expect(await doubted('tcgdex')).to.deep.equal([]);
    const rejection = { card_id: 'pokemon-1', system: 'cardmarket', external_id: '273575', reason: 'another card' };
    await fixture.tell('ExternalIdRejected', rejection);
    await fixture.fold();
    expect(await doubted('cardmarket')).to.deep.equal([]);
  });

  it('take no part in the reliable movers, and are counted', async () => {
    const movers = await fixture.body('/v1/prices/trending?period=7d&reliable=true&limit=50');
    const cards = movers.trending.map(({ card_id }: { card_id: string }) => card_id);
    expect(cards).not.to.include('pokemon-5');
    expect(movers.excluded.suspect).to.equal(1);
    const any = await fixture.body('/v1/prices/trending?period=7d&limit=50');
    expect(any.trending.map(({ card_id }: { card_id: string }) => card_id)).to.include('pokemon-5');
    expect(any.excluded).not.to.have.property('suspect');
    const inEuros = await fixture.body(
      '/v1/prices/trending?period=7d&trend_type=losers&currency=EUR&min_observations=0&min_price=0&reliable=true',
    );
    expect(inEuros.excluded.suspect).to.equal(1);
  });

  it('are none where the other marketplace is not heard of any more, where a card was merged, and where the price was put right', async () => {
    const { tell, runtime, fold } = fixture;
    await tell('CardMerged', { card_id: 'pokemon-1', merged_into: card(3), reason: 'the same card' });
    await price('pokemon-5', 'tcgcsv', 4_900, lastDay + 1);
    await runtime.advance(dayMs);
    await check(lastDay + 1);
    await fold();
    expect(told(await ask())).to.deep.equal(all.slice(2));
    await runtime.advance(2 * dayMs);
    await check(lastDay + 3, ['tcgcsv']);
    await fold();
    expect(await ask()).to.deep.include({ as_of: stampOf(lastDay + 3), suspects: [] });
  });
});
