import { expect } from 'chai';
import { seriesEndingAt, stampOf, tickAt } from '../../../src/embedded/sandbox/calendar.js';
import { sandboxCategories } from '../../../src/embedded/sandbox/categories.js';
import { announcedDaysBefore, firstSeasonDay } from '../../../src/embedded/sandbox/groups.js';
import type { ListedProduct, ListingsView } from '../../../src/embedded/sandbox/listings.js';
import { createListings } from '../../../src/embedded/sandbox/listings.js';
import { cleanNameOf } from '../../../src/embedded/sandbox/names.js';
import type { PriceRow } from '../../../src/embedded/sandbox/prices.js';

const end = new Date('2026-10-20T23:00:00Z');
const listings = createListings({ seed: 11 });

type Rows = ReadonlyMap<string, PriceRow & { readonly groupId: number }>;

/** Returns the price rows of some groups, by product and printing. Throws if a key is listed twice. */
const rowsOf = (view: ListingsView, isTaken: (groupIndex: number) => boolean = () => true): Rows => {
  const rows = new Map<string, PriceRow & { readonly groupId: number }>();
  for (const category of sandboxCategories) {
    for (const { groupId } of view.groups(category).filter((group) => isTaken(group.groupId % 1_000))) {
      for (const row of view.prices(category, groupId) ?? []) {
        const key = `${row.productId} ${row.printing}`;
        if (rows.has(key)) throw new Error(`${key} twice`);
        rows.set(key, { ...row, groupId });
      }
    }
  }
  return rows;
};

const productsOf = (view: ListingsView): ListedProduct[] =>
  sandboxCategories.flatMap((category) =>
    view.groups(category).flatMap(({ groupId }) => view.products(category, groupId) ?? []),
  );

const count = <T>(items: Iterable<T>, test: (item: T) => boolean): number => [...items].filter(test).length;

describe('listings of the seeded market', () => {
  const view = listings.at(end);
  let rows: Rows;
  let products: ListedProduct[];

  before(() => {
    rows = rowsOf(view);
    products = productsOf(view);
  });

  it('are the same for the same seed and stamp, whatever was asked before', () => {
    const other = createListings({ seed: 11 });
    other.at(new Date('2025-12-24T20:05:33Z')).prices(3, 900_020);
    // compared as texts: Chai takes seconds for 40,000 rows
    expect(JSON.stringify([...rowsOf(other.at(end))]) === JSON.stringify([...rows])).to.equal(true);
    expect(JSON.stringify(productsOf(other.at(end))) === JSON.stringify(products)).to.equal(true);
    expect(other.at(end).groups(3)).to.deep.equal(view.groups(3));
  });

  it('differ by seed, in prices and in names', () => {
    const other = createListings({ seed: 12 }).at(end);
    const names = (of: ListingsView): string[] => (of.products(68, 950_020) ?? []).map(({ name }) => name);
    expect(other.prices(3, 900_020)).not.to.deep.equal(view.prices(3, 900_020));
    expect(names(other)).not.to.deep.equal(names(view));
  });

  it('have a pinned value, so that a change of the formulas is noticed', () => {
    const [first] = createListings({ seed: 1 }).at(new Date('2026-01-01T00:00:00Z')).prices(3, 900_020) ?? [];
    expect(first).to.deep.equal({
      productId: 90002000,
      printing: 'Holofoil',
      low: 313,
      mid: 400,
      high: 1194,
      market: 324,
      directLow: 313,
    });
  });

  it('change with each publication, every six hours', () => {
    expect(view.stamp.toISOString()).to.equal('2026-10-20T20:05:33.000Z');
    expect(listings.at(new Date('2026-10-20T20:05:32Z')).stamp.toISOString()).to.equal('2026-10-20T14:05:33.000Z');
    expect(stampOf(tickAt(view.stamp))).to.deep.equal(view.stamp);
    const earlier = rowsOf(listings.at(new Date('2026-10-20T14:06:00Z')));
    const moved = count(rows, ([key, row]) => earlier.get(key)?.market !== row.market);
    expect(moved / rows.size).to.be.within(0.03, 0.25);
  });

  it('have at least 20,000 cards over both games, in any year', () => {
    expect(count(products, ({ sealed }) => !sealed)).to.be.at.least(20_000);
    const past = productsOf(listings.at(new Date('2024-01-01T00:00:00Z')));
    expect(count(past, ({ sealed }) => !sealed)).to.be.at.least(20_000);
  });

  it('have ids that no real product or group has', () => {
    const groupIds = sandboxCategories.flatMap((category) => view.groups(category).map(({ groupId }) => groupId));
    expect(Math.min(...groupIds)).to.be.at.least(900_000);
    expect(new Set(groupIds).size).to.equal(groupIds.length);
    expect(Math.min(...products.map(({ productId }) => productId))).to.be.at.least(90_000_000);
  });

  it('have prices in whole cents, low ≤ mid ≤ high, with nulls, parked highs and markets outside of the offers', () => {
    for (const { low, mid, high, market, directLow } of rows.values()) {
      const cents = [low, mid, high, market ?? 1, directLow ?? 1];
      if (!cents.every((amount) => Number.isInteger(amount) && amount > 0)) expect.fail(`not cents: ${cents.join()}`);
      if (low > mid || mid > high) expect.fail(`out of order: ${cents.join()}`);
    }
    const some = (test: (row: PriceRow) => boolean): void => {
      expect(count(rows.values(), test) / rows.size, String(test)).to.be.within(0.005, 0.9);
    };
    some(({ market }) => market === null);
    some(({ directLow }) => directLow === null);
    some(({ high, market }) => high > 100 * (market ?? high));
    some(({ low, market }) => market !== null && market < low);
    some(({ high, market }) => market !== null && market > high);
  });

  it('repeat a One Piece number on parallels of other prices', () => {
    const same = (view.products(68, 950_020) ?? []).filter(({ facts }) =>
      facts.some(({ name, value }) => name === 'Number' && value === 'SX20-001'),
    );
    const marks = same.map(({ name }) => /\((Parallel|Manga)\)$/.exec(name)?.[1]);
    expect(marks).to.include.members([undefined, 'Parallel', 'Manga']);
  });

  it('have sealed products without number or rarity', () => {
    expect(count(products, ({ sealed }) => sealed)).to.be.greaterThan(100);
    for (const { sealed, facts } of products) {
      expect(facts.some(({ name }) => name === 'Number' || name === 'Rarity')).to.equal(!sealed);
    }
  });

  it('have an empty group, and no products of an unknown one', () => {
    expect([view.products(3, 900_000), view.prices(3, 900_000)]).to.deep.equal([[], []]);
    for (const unknown of [899_999, 900_999, 1.5]) expect(view.products(3, unknown)).to.equal(undefined);
  });

  it('change, spike, vanish, return and move between groups within four weeks', () => {
    const { daily } = seriesEndingAt(end, 4);
    const [absent, returned, moved] = [new Set<string>(), new Set<string>(), new Set<number>()];
    const ratios: number[] = [];
    const unlisted = count(daily, (stamp) =>
      listings
        .at(stamp)
        .groups(3)
        .every(({ groupId }) => groupId !== 900_001),
    );
    let before: Rows | undefined;
    for (const stamp of daily) {
      // the promo sets and set 20, between which products move, and a tenth of the others
      const today = rowsOf(listings.at(stamp), (index) => index < 6 || index % 10 === 0);
      for (const [key, row] of today) {
        const earlier = before?.get(key);
        if (absent.has(key)) returned.add(key);
        if (earlier !== undefined && earlier.groupId !== row.groupId) moved.add(row.productId);
        if (earlier?.market != null && row.market !== null) ratios.push(row.market / earlier.market);
      }
      for (const key of before?.keys() ?? []) if (!today.has(key)) absent.add(key);
      before = today;
    }
    expect(count(ratios, (ratio) => ratio !== 1) / ratios.length).to.be.within(0.25, 0.5);
    expect(count(ratios, (ratio) => ratio > 8)).to.be.at.least(5);
    expect(count(ratios, (ratio) => ratio < 1 / 8)).to.be.at.least(5);
    expect(returned.size).to.be.at.least(30);
    expect(moved.size).to.be.at.least(4);
    expect(unlisted).to.equal(1);
  });

  it('keep the entries of the catalog from day to day', () => {
    const catalog = (time: string): Map<number, object> =>
      new Map((listings.at(new Date(time)).products(3, 900_030) ?? []).map((card) => [card.productId, card]));
    const first = catalog('2026-10-01T21:00:00Z');
    const later = [...catalog('2026-10-10T21:00:00Z')].filter(([id]) => first.has(id));
    expect(later.length).to.be.greaterThan(100);
    for (const [id, card] of later) expect(card).to.deep.equal(first.get(id));
  });

  it('launch a set: announced, sold in advance, grown over days, then priced', () => {
    const id = 900_000 + 104 + 10;
    const release = (firstSeasonDay + 10 * 28) * 86_400_000;
    const dayFromRelease = (day: number): ListingsView =>
      listings.at(new Date(release + day * 86_400_000 + 80_000_000));
    expect(dayFromRelease(-announcedDaysBefore - 1).products(3, id)).to.equal(undefined);
    const announced = dayFromRelease(-announcedDaysBefore);
    expect(announced.groups(3)[0]?.groupId).to.equal(id);
    const boxes = announced.products(3, id) ?? [];
    expect(boxes).to.have.length.within(4, 6);
    expect(boxes.every(({ sealed, presaleUntil }) => sealed && presaleUntil !== null)).to.equal(true);
    expect(announced.prices(3, id)).to.deep.equal([]);
    const sizes = [-8, -3, 0, 2, 6].map((day) => dayFromRelease(day).prices(3, id)?.length ?? 0);
    expect(sizes).to.deep.equal([...sizes].sort((a, b) => a - b));
    expect(sizes.at(-1)).to.be.greaterThan(100);
    const unsold = (day: number): number =>
      count(dayFromRelease(day).prices(3, id) ?? [], ({ market }) => market === null);
    expect(unsold(0)).to.be.greaterThan(30);
    expect(unsold(12)).to.be.lessThan(15);
  });

  it('have clean names without punctuation', () => {
    expect(cleanNameOf("Café Respite: Ranger's ★ (001)")).to.equal('Cafe Respite Ranger s 001');
  });
});

describe('series of daily stamps', () => {
  it('ends with the newest evening stamp at or before its end', () => {
    const { daily, first, last } = seriesEndingAt(end, 4);
    expect(daily).to.have.length(28);
    expect([first, last]).to.deep.equal([daily[0], daily.at(-1)]);
    expect(last.toISOString()).to.equal('2026-10-20T20:05:33.000Z');
    const justBefore = new Date(last.getTime() - 1_000);
    expect(seriesEndingAt(justBefore, 1).last.toISOString()).to.equal('2026-10-19T20:05:33.000Z');
    expect(() => seriesEndingAt(end, 0)).to.throw(RangeError, 'weeks');
  });
});
