/** Goal: a search has words that eBay takes, pages are read as one list, and a run asks for no more than its budget carries. */
import { expect } from 'chai';
import type { CardByCard, FileContent, SourceFile, SourceRun } from '../../../src/collecting/source.js';
import { cardsEachRun, createEbaySource } from '../../../src/sources/ebay/ebay.js';
import { wordsOf } from '../../../src/sources/ebay/search.js';
import { listing, searchPage } from './answers.js';

const card = { cardId: 'pokemon-1', game: 'pokemon', name: 'Charizard', number: '4/102', language: null } as const;
const settings = {
  ...{ url: 'http://127.0.0.1', pauseMs: 0, minIntervalMs: 0, dailyBudget: 5_000 },
  ...({
    clientId: 'id',
    clientSecret: 'secret',
    authUrl: 'http://127.0.0.1:1',
    redirectName: undefined,
    marketplace: 'EBAY_US',
    pages: 3,
    details: 0,
  } as const),
};

/** Runs the source against pages. Returns the paths asked for, and the prices of the last file. */
const run = async (pages: readonly string[], matches = () => true) => {
  const asked: string[] = [];
  const contents: FileContent[] = [];
  const cardByCard: CardByCard = {
    cardsInTurn: () => Promise.resolve([card]),
    matcher: () =>
      Promise.resolve({
        matchListing: ({ title }) =>
          matches() && title !== 'what'
            ? {
                outcome: 'matched',
                match: { card_id: card.cardId, printing: 'holofoil', language: 'en', grade: null, condition: null },
              }
            : { outcome: 'unmatched' },
      }),
  };
  const source = createEbaySource('ebay', settings);
  await source.fetch({
    ...({ selection: null, catalogDue: false, identify: null } as unknown as SourceRun),
    cardByCard,
    isRecorded: () => false,
    eachSet: async (ids, work) => {
      for (const id of ids) await work(id);
    },
    get: <C extends FileContent>(file: SourceFile<C>) => {
      if (!asked.includes(file.path)) asked.push(file.path);
      const text = pages[asked.indexOf(file.path)] ?? searchPage([]);
      const content = file.read(file.reduce?.(text) ?? text);
      contents.push(content);
      return Promise.resolve(content);
    },
  });
  const offsets = asked.map((path) => Number(new URL(path, 'http://x').searchParams.get('offset')));
  return {
    asked,
    offsets,
    last: contents.at(-1) as FileContent,
    lists: contents.flatMap(({ prices }) => prices ?? []),
  };
};

const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => listing(from + at, 'Charizard 4/102 Holo', '10.00'));

describe('a search at eBay', () => {
  it('looks for name and number, without operators and what stands in brackets', () => {
    expect(wordsOf(card)).to.equal('Charizard 4/102');
    expect(wordsOf({ ...card, name: 'Charizard - 4/102 (Shadowless)' })).to.equal('Charizard 4/102');
    expect(wordsOf({ ...card, name: 'Roronoa Zoro (OP01-001)', number: 'OP01-001' })).to.equal('Roronoa Zoro OP01-001');
    expect(wordsOf({ ...card, name: 'Pikachu* "ex", -promo', number: null })).to.equal('Pikachu ex promo');
    expect(wordsOf({ ...card, language: 'ja' })).to.equal('Charizard 4/102 Japanese');
    expect(wordsOf({ ...card, name: 'x'.repeat(500) }).length).to.be.lessThan(80);
  });

  it('reads pages to their end as one list, each listing once', async () => {
    const { offsets, lists, last } = await run([
      searchPage(rows(1, 200), 203),
      searchPage([listing(200, 'Charizard 4/102 Holo', '10.00'), ...rows(201, 3)], 204, 200),
    ]);
    expect(offsets).to.deep.equal([0, 200]);
    const list = lists.at(-1);
    expect(list).to.deep.include({ setId: 'pokemon-1', cardIds: ['pokemon-1'], withoutPrice: [] });
    expect([...(list?.readRows() ?? [])][0]).to.include({ sampleSize: 203 });
    expect(last.unmatched).to.equal(0);
    // 203 different listings of 204: one moved to a page that was read, so nothing is proven to be gone.
    expect(list?.whole).to.equal(false);
  });

  it('stops at its pages, and then proves nothing to be gone', async () => {
    const { offsets, lists } = await run([0, 1, 2].map((page) => searchPage(rows(page * 200 + 1, 200), 5_000)));
    expect(offsets).to.deep.equal([0, 200, 400]);
    expect(lists.at(-1)?.whole).to.equal(false);
  });

  it('a search that is empty proves that nothing is offered', async () => {
    const { lists, asked } = await run([searchPage([])]);
    expect(asked).to.have.length(1);
    expect(lists).to.have.length(1);
    expect(lists[0]).to.deep.include({ whole: true, withoutPrice: ['pokemon-1'], rows: 0 });
  });

  it('counts what no card is known for', async () => {
    const { last } = await run([searchPage([...rows(1, 2), listing(9, 'what', '1.00')])]);
    expect(last.unmatched).to.equal(1);
  });

  it('asks for as many cards an hour as the budget carries', () => {
    expect(cardsEachRun({ dailyBudget: 5_000, pages: 1, details: 0 })).to.equal(206);
    expect(cardsEachRun({ dailyBudget: 5_000, pages: 1, details: 3 })).to.equal(51);
    expect(cardsEachRun({ dailyBudget: 71, pages: 1, details: 0 })).to.equal(0);
    expect(cardsEachRun({ dailyBudget: 72, pages: 1, details: 0 })).to.equal(1);
  });
});
