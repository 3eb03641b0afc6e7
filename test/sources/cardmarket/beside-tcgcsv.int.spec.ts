/**
 * Goal: prices in euros beside those in dollars change no number that one price of a card decides, and are shown as euros where
 * every price is. Method: two ledgers collect the same days, one of them from Cardmarket too, and are asked the same questions.
 */
import { expect } from 'chai';
import { cardmarketIdOf } from '../../../src/embedded/sandbox/cardmarket-products.js';
import { type Market, product, row, startMarket } from '../../collecting/market.js';
import { type LedgerOfDays, openLedgerOfDays } from '../../support/ledger-of-days.js';

const cards = [101, 102, 103, 111];
const days = 9;
/** Dollars of a card on a day: one climbs, one falls, one is out of stock for days, one stands. */
const dollars = (card: number, day: number): number | null =>
  (({ 101: 4 + day, 102: 30 - day, 103: day > 2 && day < 5 ? null : 12, 111: 7 }) as Record<number, number | null>)[
    card
  ] ?? null;

/** What depends on when the log was written, and not on a price. */
const elsewhere = ['position', 'recorded_at', 'revision', 'known_at', 'changed_at', 'collection', 'time'];
/** What says only how many prices there are beside those that are answered. */
const counted = ['other_currency'];
const left = new Set([...elsewhere, ...counted]);
const isOfCardmarket = (value: unknown): boolean => (value as { source?: unknown } | null)?.source === 'cardmarket';
/** Returns an answer without the prices of Cardmarket that it lists beside others. */
const comparable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.filter((each) => !isOfCardmarket(each)).map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !left.has(name))
      .map(([name, each]) => [name, comparable(each)]),
  );
};

describe('Cardmarket beside tcgcsv', () => {
  let market: Market;
  let now = new Date('2025-03-01T20:30:00Z');
  let alone: LedgerOfDays;
  let beside: LedgerOfDays;

  const showDay = (day: number): void => {
    const show = (group: number, ids: readonly number[]): void => {
      Object.assign(market.group(group), {
        products: ids.map((id) => product(id, group, { name: `Card ${id}` })),
        prices: ids.flatMap((id) => {
          const price = dollars(id, day);
          const around = { lowPrice: (price ?? 1) * 0.9, midPrice: price ?? 1, highPrice: (price ?? 1) * 2 };
          return price === null
            ? []
            : [row(id, price, around), row(id, price * 3, { subTypeName: 'Reverse Holofoil', ...around })];
        }),
      });
    };
    show(10, [101, 102, 103]);
    show(11, [111]);
  };

  before(async function () {
    this.timeout(120_000);
    market = await startMarket();
    const url = market.url;
    const env = { TCGCSV_URL: url, TCGCSV_PAUSE_MS: '0', TCGCSV_MIN_INTERVAL: '0' };
    const euros = { CARDMARKET_URL: url, CARDMARKET_PAUSE_MS: '0', CARDMARKET_MIN_INTERVAL: '0' };
    const both = { ...env, ...euros, SOURCES: 'tcgcsv,cardmarket' };
    alone = await openLedgerOfDays(() => now, { ...env, SOURCES: 'tcgcsv' });
    beside = await openLedgerOfDays(() => now, both);
    for (let day = 0; day < days; day += 1) {
      market.stamp = new Date(Date.parse('2025-03-01T20:05:33Z') + day * 86_400_000).toISOString();
      now = new Date(Date.parse('2025-03-01T20:30:00Z') + day * 86_400_000);
      showDay(day);
      expect(await alone.collect('tcgcsv')).to.include({ outcome: 'finished' });
      expect(await beside.collect('tcgcsv')).to.include({ outcome: 'finished' });
      if (day === 0) {
        for (const id of cards) {
          const mapped = { card_id: `pokemon-${id}`, system: 'cardmarket', external_id: String(cardmarketIdOf(id)) };
          await beside.tell(`card-pokemon-${id}`, 'ExternalIdMapped', { ...mapped, evidence: null });
        }
        for (const ledger of [alone, beside]) {
          for (const printing of ['normal', '*']) {
            const rise = { type: 'threshold', comparison: '>=', amount: 700 } as const;
            await ledger.alert(`rise ${printing}`, { card_id: 'pokemon-101', printing, when: rise });
          }
        }
      }
      expect(await beside.collect('cardmarket')).to.include({ outcome: 'finished', quarantined: 0 });
      await alone.settle();
      await beside.settle();
    }
  });
  after(async () => {
    await beside.close();
    await alone.close();
    await market.close();
  });

  const both = async (path: string) => ({ alone: await alone.get(path), beside: await beside.get(path) });

  const questions = [
    '/v1/cards/search?q=card',
    '/v1/cards/search?min_price=6&max_price=12',
    '/v1/cards/search?sort=price_desc&change=7d',
    '/v1/sets/pokemon-10',
    '/v1/sets/pokemon-10/cards?change=24h',
    '/v1/sets/pokemon-10/value?period=7d',
    '/v1/games',
    '/v1/games/pokemon',
    '/v1/prices/trending?trend_type=gainers&period=7d',
    '/v1/prices/trending?trend_type=losers&period=24h',
    '/v1/prices/highs?period=7d',
    '/v1/prices/lows?period=7d',
    ...cards.flatMap((id) => [
      `/v1/cards/pokemon-${id}/prices/history?period=7d`,
      `/v1/cards/pokemon-${id}/prices/history?period=7d&interval=1d`,
      `/v1/cards/pokemon-${id}/prices/history?printing=normal&period=7d`,
      `/v1/cards/pokemon-${id}/prices/history?printing=reverse&period=7d`,
      `/v1/cards/pokemon-${id}/prices/explain`,
    ]),
  ];
  for (const path of questions) {
    it(`answers GET ${path} as without it`, async () => {
      const answers = await both(path);
      expect(answers.alone.status, answers.alone.text).to.equal(200);
      expect(comparable(answers.beside.body)).to.deep.equal(comparable(answers.alone.body));
    });
  }

  it('says the same of each card, and which product of Cardmarket it is', async () => {
    for (const id of cards) {
      const { alone: one, beside: two } = await both(`/v1/cards/pokemon-${id}`);
      expect(one.status).to.equal(200);
      const { external_ids, ...card } = two.body;
      const { external_ids: before, ...same } = one.body;
      expect(comparable(card)).to.deep.equal(comparable(same));
      expect(before).to.not.have.property('cardmarket');
      expect(external_ids).to.include({ cardmarket: String(cardmarketIdOf(id)) });
    }
  });

  it('draws the same charts', async () => {
    for (const id of cards) {
      const answers = await both(`/charts/pokemon-${id}.svg`);
      expect(answers.alone.text).to.include('<svg');
      expect(answers.beside.text).to.equal(answers.alone.text);
    }
  });

  it('fires the same alerts, for rules in dollars', async () => {
    const fired = async (ledger: LedgerOfDays) =>
      (await ledger.events('AlertTriggered')).map(({ data }) => {
        const { triggering: _one, previous: _two, ...said } = data as Record<string, unknown>;
        return comparable(said);
      });
    expect(await fired(alone)).to.have.length.greaterThan(1);
    expect(await fired(beside)).to.deep.equal(await fired(alone));
  });

  it('publishes the same prices of tcgcsv, and its own in euros beside them', async () => {
    const values = async (ledger: LedgerOfDays) =>
      (await ledger.messages())
        .filter(({ topic }) => /^tcg\.prices/.test(topic))
        .map(({ topic, key, value }) => ({ topic, key, value: JSON.parse(value) as Record<string, unknown> }));
    const [one, two] = [await values(alone), await values(beside)];
    const ofSource = (messages: typeof one, source: string) =>
      messages.filter(({ value }) => value['source'] === source);
    /** By topic and key, since the log's order of two cards is no part of what is said of either. */
    /** By topic and key, since the log's order of two cards is no part of what is said of either. */
    const stripped = (messages: typeof one) => {
      const byKey: Record<string, unknown[]> = {};
      for (const { topic, key, value } of messages) (byKey[`${topic} ${key}`] ??= []).push(comparable(value));
      return byKey;
    };
    expect(one.length).to.be.greaterThan(days);
    expect(stripped(ofSource(two, 'tcgcsv'))).to.deep.equal(stripped(one));
    const euros = ofSource(two, 'cardmarket');
    expect(euros.length + one.length).to.equal(two.length);
    expect(euros.length).to.be.greaterThan(days);
    for (const { value } of euros) expect(value).to.include({ currency: 'EUR', kind: 'market' });
  });

  it('shows both prices of a card, each in its currency', async () => {
    const { body } = await beside.get('/v1/cards/pokemon-101/prices');
    const text = JSON.stringify(body);
    expect(text).to.include('"currency":"EUR"').and.to.include('"currency":"USD"');
  });

  it('is in the list of sources, with its budget and its last run, and in the coverage', async () => {
    const { body } = await beside.get('/v1/sources');
    const listed = JSON.stringify(body);
    expect(listed).to.include('"cardmarket"');
    const coverage = await beside.get('/v1/coverage?source=cardmarket&from=2025-03-05&to=2025-03-05');
    expect(coverage.status, coverage.text).to.equal(200);
    expect(coverage.text).to.include('"cardmarket"').and.to.include('"collected"');
  });
});
