/** Goal: the matcher of a ledger follows its catalog, is built once for all who ask, and has only printings that were sold. */
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { createLedgerMatcher } from '../../src/matching/ledger-matcher.js';
import type { Database } from '../../src/postgres/database.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { numbers } from '../support/events.js';
import { type CorrectionWorld, openCorrections } from '../corrections/world.js';

describe('the matcher of a ledger', () => {
  let world: CorrectionWorld;
  beforeEach(async () => {
    world = await openCorrections('2025-10-25T12:00:00Z');
    await world.tell('SetListed', { set_id: 'pokemon-630', name: 'Fossil', abbreviation: 'FO' });
    await list('pokemon-1', 'Gengar', '5/62');
    await world.fold();
  });
  afterEach(() => world.close());

  const list = (card_id: string, name: string, number: string) =>
    world.tell('CardListed', { card_id, set_id: 'pokemon-630', name, number, clean_name: null });
  const outcomes = async (matcher: ReturnType<typeof createLedgerMatcher>, ...titles: readonly string[]) => {
    const current = await matcher.current();
    return titles.map((title) => current.matchListing({ title, game: 'pokemon' }).outcome);
  };
  const gengar = 'Gengar 5/62 Fossil';
  const raichu = 'Raichu 14/62 Fossil';

  it('has a new card after a while, and a withdrawn one no longer', async () => {
    const matcher = createLedgerMatcher(world);
    expect(await outcomes(matcher, gengar, raichu)).to.deep.equal(['matched', 'unmatched']);
    await list('pokemon-2', 'Raichu', '14/62');
    await world.tell('CardWithdrawn', { card_id: 'pokemon-1' });
    await world.fold();
    expect(await outcomes(matcher, gengar, raichu)).to.deep.equal(['matched', 'unmatched']);
    await world.runtime.advance(limits.matcherRestMs);
    expect(await outcomes(matcher, gengar, raichu)).to.deep.equal(['unmatched', 'matched']);
  });

  it('is built once for those who ask at once, and not again while nothing changed', async () => {
    let read = 0;
    const database: Pick<Database, 'query'> = {
      query: (text, values) => {
        if (text.includes('product_type')) read += 1;
        return world.database.query(text, values);
      },
    };
    const matcher = createLedgerMatcher({ database, runtime: world.runtime });
    await Promise.all([matcher.current(), matcher.current()]);
    const once = read;
    expect(once).to.be.greaterThan(0);
    await world.runtime.advance(limits.matcherRestMs);
    await matcher.current();
    expect(read).to.equal(once);
    await world.runtime.advance(limits.matcherKeptMs);
    await matcher.current();
    expect(read).to.equal(2 * once);
  });

  it('asks again after the database failed', async () => {
    let isDown = true;
    const database: Pick<Database, 'query'> = {
      query: (text, values) => (isDown ? Promise.reject(new Error('down')) : world.database.query(text, values)),
    };
    const matcher = createLedgerMatcher({ database, runtime: world.runtime });
    const failed = await matcher.current().catch((error: unknown) => (error as Error).message);
    expect(failed).to.equal('down');
    isDown = false;
    expect(await outcomes(matcher, gengar)).to.deep.equal(['matched']);
  });

  it('has the printings that were ever sold, and all where none was', async () => {
    const observe = (printing: string, market: number | null) =>
      world.observe({ card_id: 'pokemon-1', ...numbers(900), market, printing: printingOf(printing) });
    await observe('1st Edition Holofoil', null);
    await observe('Unlimited Holofoil', null);
    await world.fold();
    const printingOfGengar = async (): Promise<string | null | undefined> => {
      const result = (await createLedgerMatcher(world).current()).matchListing({ title: gengar, game: 'pokemon' });
      return result.outcome === 'matched' ? result.match.printing : undefined;
    };
    expect(await printingOfGengar()).to.equal(null);
    await world.runtime.advance(60_000);
    await world.observe({
      card_id: 'pokemon-1',
      ...numbers(950),
      printing: printingOf('Unlimited Holofoil'),
      effective_at: '2025-10-24T20:05:33Z',
    });
    await world.fold();
    expect(await printingOfGengar()).to.equal('unlimited-holofoil');
  });
});
