import { expect } from 'chai';
import { createMarket } from '../../../src/embedded/sandbox/market.js';
import type { MarketView } from '../../../src/embedded/sandbox/market.js';
import { announcedDaysBefore, firstSeasonDay } from '../../../src/embedded/sandbox/groups.js';
import { sandboxCategories } from '../../../src/embedded/sandbox/categories.js';
import type { PriceRow } from '../../../src/embedded/sandbox/prices.js';
import { seriesEndingAt, stampOf, tickAt } from '../../../src/embedded/sandbox/calendar.js';

const end = new Date('2026-10-20T23:00:00Z');
const market = createMarket({ seed: 11 });

type Rows = ReadonlyMap<string, PriceRow & { readonly groupId: number }>;

/** Every price row of a view, by product and printing; throws on a key listed twice. */
const rowsOf = (view: MarketView): Rows => {
  const rows = new Map<string, PriceRow & { readonly groupId: number }>();
  for (const category of sandboxCategories) {
    for (const { groupId } of view.groups(category)) {
      for (const row of view.prices(category, groupId) ?? []) {
        const key = `${row.productId} ${row.printing}`;
        if (rows.has(key)) throw new Error(`${key} twice`);
        rows.set(key, { ...row, groupId });
      }
    }
  }
  return rows;
};

const singlesOf = (view: MarketView): number =>
  sandboxCategories
    .flatMap((category) => view.groups(category).flatMap(({ groupId }) => view.products(category, groupId) ?? []))
    .filter(({ sealed }) => !sealed).length;

const count = <T>(items: Iterable<T>, test: (item: T) => boolean): number => [...items].filter(test).length;

describe('sandbox market', () => {
  const view = market.at(end);
  let rows: Rows;

  before(() => {
    rows = rowsOf(view);
  });

  describe('determinism', () => {
    it('answers the same for the same seed and stamp, whatever was asked before', () => {
      const other = createMarket({ seed: 11 });
      rowsOf(other.at(new Date('2025-12-24T20:05:33Z')));
      const again = other.at(end);
      expect([...rowsOf(again)]).to.deep.equal([...rows]);
      expect(again.groups(3)).to.deep.equal(view.groups(3));
      expect(again.products(3, 900_020)).to.deep.equal(view.products(3, 900_020));
    });

    it('differs by seed, in prices and in names', () => {
      const other = createMarket({ seed: 12 }).at(end);
      const mine = view.prices(3, 900_020) ?? [];
      const theirs = other.prices(3, 900_020) ?? [];
      expect(theirs.map(({ market: value }) => value)).not.to.deep.equal(mine.map(({ market: value }) => value));
      const names = (of: MarketView): string[] => (of.products(68, 950_020) ?? []).map(({ name }) => name);
      expect(names(other)).not.to.deep.equal(names(view));
    });

    it('shows the last publication until the next', () => {
      const before = new Date('2026-10-20T20:05:32Z');
      expect(view.stamp.toISOString()).to.equal('2026-10-20T20:05:33.000Z');
      expect(market.at(before).stamp.toISOString()).to.equal('2026-10-20T14:05:33.000Z');
      expect(stampOf(tickAt(view.stamp))).to.deep.equal(view.stamp);
    });

    it('is fixed for ever: a value is pinned, so that a change of the formulas is noticed', () => {
      const [first] = createMarket({ seed: 1 }).at(new Date('2026-01-01T00:00:00Z')).prices(3, 900_020) ?? [];
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
  });

  describe('size and shape', () => {
    it('has at least 20,000 cards over both games, in any year', () => {
      expect(singlesOf(view)).to.be.within(20_000, 30_000);
      expect(singlesOf(market.at(new Date('2024-01-01T00:00:00Z')))).to.be.at.least(20_000);
    });

    it('has 35,000 to 45,000 price rows, in ids no real product has', () => {
      expect(rows.size).to.be.within(35_000, 45_000);
      expect(Math.min(...[...rows.values()].map(({ productId }) => productId))).to.be.at.least(90_000_000);
      const groupIds = sandboxCategories.flatMap((category) => view.groups(category).map(({ groupId }) => groupId));
      expect(Math.min(...groupIds)).to.be.at.least(900_000);
      expect(new Set(groupIds).size).to.equal(groupIds.length);
    });

    it('keeps money in whole cents, with low ≤ mid ≤ high', () => {
      for (const { low, mid, high, market: value, directLow } of rows.values()) {
        const cents = [low, mid, high, value ?? 1, directLow ?? 1];
        if (!cents.every((amount) => Number.isInteger(amount) && amount > 0)) expect.fail(`not cents: ${cents.join()}`);
        if (low > mid || mid > high) expect.fail(`out of order: ${cents.join()}`);
      }
    });

    it('has the printings of both games', () => {
      const printings = (test: (row: PriceRow) => boolean): string[] =>
        [...new Set([...rows.values()].filter(test).map(({ printing }) => printing))].sort();
      expect(printings(({ productId }) => productId < 100_000_000)).to.deep.equal([
        '1st Edition',
        '1st Edition Holofoil',
        'Holofoil',
        'Normal',
        'Reverse Holofoil',
        'Unlimited',
        'Unlimited Holofoil',
      ]);
      expect(printings(({ productId }) => productId >= 100_000_000)).to.deep.equal(['Foil', 'Normal']);
    });

    it('has nulls, parked highs and markets outside of the offers in the shares of the real series', () => {
      const values = [...rows.values()];
      const share = (test: (row: PriceRow) => boolean): number => count(values, test) / values.length;
      expect(share((row) => row.market === null)).to.be.within(0.01, 0.03);
      expect(share((row) => row.productId < 100_000_000 && row.directLow === null)).to.be.within(0.5, 0.7);
      expect(values.every((row) => row.productId < 100_000_000 || row.directLow === null)).to.equal(true);
      expect(share((row) => row.high > 100 * (row.market ?? row.high))).to.be.within(0.03, 0.08);
      expect(values.map(({ high }) => high)).to.include.members([9_999_900, 99_999]);
      expect(share((row) => row.market !== null && row.market < row.low)).to.be.within(0.02, 0.12);
      expect(share((row) => row.market !== null && row.market > row.high)).to.be.within(0.005, 0.04);
    });
  });

  describe('catalog', () => {
    const products = view.products(68, 950_020) ?? [];

    it('repeats a One Piece number on parallels of other prices', () => {
      const numberOf = (facts: readonly { name: string; value: string }[]): string | undefined =>
        facts.find(({ name }) => name === 'Number')?.value;
      const same = products.filter(({ facts }) => numberOf(facts) === 'SX20-001');
      expect(same.length).to.be.at.least(3);
      expect(same.map(({ name }) => /\((Parallel|Manga)\)$/.exec(name)?.[1])).to.include.members([
        undefined,
        'Parallel',
        'Manga',
      ]);
      expect(new Set(same.map(({ name }) => name.replace(/ \(.*/, ''))).size).to.equal(1);
    });

    it('has sealed products without number or rarity, in the same groups', () => {
      const sealed = products.filter((product) => product.sealed);
      expect(sealed.map(({ name }) => name.replace(/^.*\d /, ''))).to.include.members(['Booster Pack', 'Booster Box']);
      const facts = sandboxCategories.flatMap((category) =>
        view.groups(category).flatMap(({ groupId }) => view.products(category, groupId) ?? []),
      );
      for (const product of facts) {
        expect(product.facts.some(({ name }) => name === 'Number' || name === 'Rarity')).to.equal(!product.sealed);
      }
    });

    it('has an empty group, an unknown one, and products nobody offers', () => {
      expect(view.products(3, 900_000)).to.deep.equal([]);
      expect(view.prices(3, 900_000)).to.deep.equal([]);
      for (const unknown of [899_999, 900_999, 1.5]) {
        expect(view.products(3, unknown)).to.equal(undefined);
        expect(view.prices(3, unknown)).to.equal(undefined);
      }
      const offered = new Set([...rows.values()].map(({ productId }) => productId));
      const listed = [20, 21, 22].flatMap((index) => view.products(3, 900_000 + index) ?? []);
      expect(count(listed, ({ productId }) => !offered.has(productId))).to.be.within(1, listed.length / 20);
    });
  });

  describe('a series of four weeks', () => {
    const series = seriesEndingAt(end, 4);
    const changedShares: number[] = [];
    const ratios: number[] = [];
    const absences = new Set<string>();
    const movedProducts = new Set<number>();
    let last: Rows;

    before(() => {
      // two days in memory at a time: a month of rows is not needed to judge one
      let old: Rows | undefined;
      for (const stamp of series.daily) {
        const today = rowsOf(market.at(stamp));
        let changed = 0;
        let both = 0;
        for (const [key, row] of today) {
          const earlier = old?.get(key);
          if (earlier !== undefined && earlier.groupId !== row.groupId) movedProducts.add(row.productId);
          if (earlier?.market == null || row.market === null) continue;
          both += 1;
          if (earlier.market !== row.market) changed += 1;
          ratios.push(row.market / earlier.market);
        }
        if (old !== undefined) changedShares.push(changed / both);
        for (const key of old?.keys() ?? []) if (!today.has(key)) absences.add(key);
        old = today;
      }
      last = old ?? new Map();
    });

    it('has a stamp a day, ending at the last evening before its end', () => {
      expect(series.daily).to.have.length(28);
      expect([series.first, series.last]).to.deep.equal([series.daily[0], series.daily.at(-1)]);
      expect(series.last.toISOString()).to.equal('2026-10-20T20:05:33.000Z');
      const second = 1_000;
      const justBefore = new Date(series.last.getTime() - second);
      expect(seriesEndingAt(justBefore, 1).last.toISOString()).to.equal('2026-10-19T20:05:33.000Z');
      expect(() => seriesEndingAt(end, 0)).to.throw(RangeError, 'weeks');
    });

    it('changes a quarter to a half of the market values a day', () => {
      expect(changedShares).to.have.length(27);
      for (const share of changedShares) expect(share).to.be.within(0.25, 0.5);
    });

    it('moves a part of the rows at each tick of a day, never all', () => {
      const ticks = [2, 8, 14].map((hour) => rowsOf(market.at(new Date(Date.UTC(2026, 9, 18, hour, 6)))));
      ticks.slice(1).forEach((now, at) => {
        const earlier = ticks[at] ?? now;
        const moved = count(now, ([key, row]) => earlier.get(key)?.market !== row.market);
        expect(moved / now.size).to.be.within(0.03, 0.25);
      });
    });

    it('has moves beyond eight times, up and down, and slips beyond a hundred', () => {
      expect(count(ratios, (ratio) => ratio > 8)).to.be.within(20, 300);
      expect(count(ratios, (ratio) => ratio < 1 / 8)).to.be.within(20, 300);
      expect(count(ratios, (ratio) => ratio > 100)).to.be.at.least(1);
    });

    it('withdraws printings that come back', () => {
      expect(absences.size).to.be.within(300, 2_000);
      expect(count(absences, (key) => last.has(key)) / absences.size).to.be.greaterThan(0.75);
    });

    it('takes products out of the catalog and brings them back', () => {
      const groups = Array.from({ length: 10 }, (_, at) => 900_060 + at);
      const catalogs = series.daily.map((stamp) => {
        const day = market.at(stamp);
        return new Set(groups.flatMap((groupId) => (day.products(3, groupId) ?? []).map(({ productId }) => productId)));
      });
      const ever = new Set(catalogs.flatMap((ids) => [...ids]));
      const everyDay = count(ever, (id) => catalogs.every((ids) => ids.has(id)));
      const back = count(ever, (id) => catalogs.at(-1)?.has(id) === true);
      expect(ever.size - everyDay).to.be.within(2, 30);
      expect(back).to.be.within(everyDay + 1, ever.size);
    });

    it('lets products change their group, and never be in two', () => {
      const promos = [2, 3, 4, 5].flatMap((set) => [90_000_000 + 1_000 * set, 100_000_000 + 1_000 * set]);
      expect(movedProducts.size).to.be.at.least(4);
      expect(promos).to.include.members([...movedProducts]);
    });

    it('takes a group off the list for a day', () => {
      const listed = series.daily.map((stamp) =>
        market
          .at(stamp)
          .groups(3)
          .some(({ groupId }) => groupId === 900_001),
      );
      expect(count(listed, (is) => !is)).to.equal(1);
    });

    it('does not edit catalogs by the day', () => {
      const catalog = (day: number): Map<number, object> =>
        new Map((market.at(series.daily[day] ?? end).products(3, 900_030) ?? []).map((card) => [card.productId, card]));
      const first = catalog(0);
      const later = [...catalog(9)].filter(([id]) => first.has(id));
      expect(later.length).to.be.greaterThan(100);
      for (const [id, card] of later) expect(card).to.deep.equal(first.get(id));
    });
  });

  it('launches a set: announced, sold in advance, grown over days, then priced', () => {
    const index = 104 + 10;
    const release = (firstSeasonDay + 10 * 28) * 86_400_000;
    const dayFromRelease = (day: number): MarketView => market.at(new Date(release + day * 86_400_000 + 80_000_000));
    const id = 900_000 + index;
    expect(dayFromRelease(-announcedDaysBefore - 1).products(3, id)).to.equal(undefined);
    const announced = dayFromRelease(-announcedDaysBefore);
    expect(announced.groups(3)[0]?.groupId).to.equal(id);
    const boxes = announced.products(3, id) ?? [];
    expect(boxes).to.have.length.within(4, 6);
    expect(boxes.every(({ sealed, presaleUntil }) => sealed && presaleUntil !== null)).to.equal(true);
    expect(announced.prices(3, id)).to.deep.equal([]);
    const early = dayFromRelease(-8).prices(3, id) ?? [];
    expect(early).to.have.length.within(4, 6);
    const sizes = [-8, -3, 0, 2, 6].map((day) => dayFromRelease(day).prices(3, id)?.length ?? 0);
    expect(sizes).to.deep.equal([...sizes].sort((a, b) => a - b));
    expect(sizes.at(-1)).to.be.greaterThan(10 * (sizes[1] ?? Infinity));
    const unsold = (day: number): number =>
      count(dayFromRelease(day).prices(3, id) ?? [], (row) => row.market === null);
    expect(unsold(0)).to.be.greaterThan(30);
    expect(unsold(12)).to.be.lessThan(15);
    expect(
      dayFromRelease(1)
        .products(3, id)
        ?.every(({ presaleUntil }) => presaleUntil === null),
    ).to.equal(true);
    const median = (day: number): number => {
      const values = (dayFromRelease(day).prices(3, id) ?? []).map((row) => row.mid).sort((a, b) => a - b);
      return values[Math.floor(values.length / 2)] ?? 0;
    };
    expect(median(6)).to.be.greaterThan(1.2 * median(120));
  });
});
