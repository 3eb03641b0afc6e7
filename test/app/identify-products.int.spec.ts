/** Goal: products of Cardmarket become cards by themselves where only one can be meant, and not before the catalog is whole. */
import { expect } from 'chai';
import { cardmarketIdOf } from '../../src/embedded/sandbox/cardmarket-products.js';
import { type Market, product, row, startMarket } from '../collecting/market.js';
import { type LedgerOfDays, openLedgerOfDays } from '../support/ledger-of-days.js';

describe('products of Cardmarket', () => {
  let market: Market;
  let ledger: LedgerOfDays;
  let now = new Date('2025-03-01T20:30:00Z');
  const single = (id: number, name: string, number: string): object =>
    product(id, 20, { name, categoryId: 68, extendedData: [{ name: 'Number', displayName: 'Number', value: number }] });
  before(async () => {
    market = await startMarket();
    Object.assign(market.group(20), {
      name: 'Romance Dawn',
      products: [
        single(201, 'Roronoa Zoro (001)', 'OP01-001'),
        single(202, 'Roronoa Zoro (001) (Parallel)', 'OP01-001'),
        single(203, 'Nami', 'OP01-016'),
      ],
      prices: [201, 202, 203].map((id) => row(id, 5)),
    });
    const ofSource = (name: string) => ({
      [`${name}_URL`]: market.url,
      [`${name}_PAUSE_MS`]: '0',
      [`${name}_MIN_INTERVAL`]: '0',
    });
    ledger = await openLedgerOfDays(() => now, { ...ofSource('TCGCSV'), ...ofSource('CARDMARKET') });
  });
  after(async () => {
    await ledger.close();
    await market.close();
  });

  const mapped = async () =>
    (await ledger.events('ExternalIdMapped')).map(({ data }) => [data['card_id'], data['system'], data['external_id']]);

  it('are mapped to no card before a catalog was collected', async () => {
    const result = await ledger.collect('cardmarket');
    expect(result).to.include({ outcome: 'failed', code: 'NOT_READY', retryable: true, resumable: true });
    expect(await mapped()).to.deep.equal([]);
  });

  it('are mapped where name and number are those of one card alone, and priced in the same run', async () => {
    expect(await ledger.collect('tcgcsv')).to.include({ outcome: 'finished' });
    expect(await ledger.collect('cardmarket')).to.include({ outcome: 'finished', sets: 1, changed: 1 });
    expect(await mapped()).to.deep.equal([['onepiece-203', 'cardmarket', String(cardmarketIdOf(203))]]);
    const prices = await ledger.events('PriceObserved');
    const euros = prices.filter(({ data }) => data['currency'] === 'EUR').map(({ data }) => data['card_id']);
    expect(euros).to.deep.equal(['onepiece-203']);
  });

  it('stay as they are on the next day', async () => {
    market.stamp = '2025-03-02T20:05:33+0000';
    now = new Date('2025-03-02T20:30:00Z');
    expect(await ledger.collect('tcgcsv')).to.include({ outcome: 'finished' });
    expect(await ledger.collect('cardmarket')).to.include({ outcome: 'finished', sets: 1 });
    expect(await mapped()).to.have.length(1);
  });
});
