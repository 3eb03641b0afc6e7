/** Goal: a chart says no more than the prices do: steps, ends where there was no price, hatching where nobody looked. */
import { expect } from 'chai';
import { chartSvg, type ChartWords } from '../../src/charts/price-chart.js';
import { rasterise } from '../../src/charts/rasterise.js';

const day = 86_400_000;
const points = [
  { atMs: 0, price: 10 },
  { atMs: 10 * day, price: 12 },
  { atMs: 15 * day, price: null },
  { atMs: 20 * day, price: 8 },
];
const words: ChartWords = { title: 'Lugia VSTAR', now: '8.00 USD · Holofoil', note: 'tcgcsv', currency: 'USD' };

/** Returns the points of the line, in pixels, by its parts. */
const partsOf = (svg: string): number[][][] => {
  const path = /<path d="([^"]+)" fill="none"/.exec(svg)?.[1] ?? '';
  return path
    .split('M')
    .slice(1)
    .map((part) => part.split('L').map((point) => point.trim().split(' ').map(Number)));
};

describe('the chart of a price', () => {
  it('has steps, never slopes, and ends where the source withdrew the price', () => {
    const [first, second, ...more] = partsOf(chartSvg({ points, untilMs: 30 * day })!);
    expect(more).to.deep.equal([]);
    for (const part of [first!, second!])
      for (const [at, [x, y]] of part.slice(1).entries()) {
        const [beforeX, beforeY] = part[at]!;
        expect(x === beforeX || y === beforeY, `${beforeX} ${beforeY} to ${x} ${y}`).to.equal(true);
      }
    // Ten, then twelve until the fifteenth day; eight from the twentieth to the end.
    expect(first!.map(([x]) => x)).to.deep.equal([12, 190.7, 190.7, 280]);
    expect(second!.map(([x]) => x)).to.deep.equal([369.3, 548]);
    expect(second![0]![1]).to.be.above(first![0]![1]!).and.above(first![3]![1]!);
  });

  it('marks the price at the end, if there is one', () => {
    expect(chartSvg({ points, untilMs: 30 * day })).to.include('<circle');
    expect(chartSvg({ points: points.slice(0, 3), untilMs: 30 * day })).to.not.include('<circle');
    expect(chartSvg({ points: [{ atMs: 0, price: null }], untilMs: day })).to.equal(null);
    expect(chartSvg({ points: [], untilMs: day })).to.equal(null);
  });

  it('hatches the time in which nobody looked', () => {
    const svg = chartSvg({ points, untilMs: 30 * day, gaps: [{ fromMs: 3 * day, toMs: 6 * day }] })!;
    expect(svg).to.match(/<rect x="65\.6" y="12" width="53\.6" height="136" fill="url\(#gap\)"\/>/);
    expect(chartSvg({ points, untilMs: 30 * day })).to.not.include('url(#gap)');
  });

  it('says title, price, dates, highest and lowest in words where there are fonts, as texts', () => {
    const svg = chartSvg({ points, untilMs: 30 * day, words, size: { width: 720, height: 315 } })!;
    for (const text of ['Lugia VSTAR', '8.00 USD · Holofoil', 'tcgcsv', '1970-01-01', '1970-01-31', '12.00', '8.00'])
      expect(svg).to.include(`>${text}</text>`);
    const evil = { ...words, title: `</text><script>alert(1)</script>\u0000"'&`, note: '<b>' };
    const escaped = chartSvg({ points, untilMs: 30 * day, words: evil })!;
    expect(escaped).to.not.match(/<script|<b>|\u0000/);
    expect(chartSvg({ points, untilMs: 30 * day, words: { ...words, title: 'x'.repeat(400) } })!.length).to.be.below(
      4_000,
    );
  });

  it('is light or dark', () => {
    const ground = (theme: 'dark' | 'light') =>
      /<rect width="100%" height="100%" fill="([^"]+)"/.exec(chartSvg({ points, untilMs: day, theme })!)![1];
    expect([ground('light'), ground('dark')]).to.deep.equal(['#ffffff', '#18181b']);
  });

  it('becomes a PNG of the width asked for', async () => {
    const png = await rasterise(chartSvg({ points, untilMs: 30 * day, size: { width: 1_200, height: 630 } })!, 1_200);
    expect(png.subarray(1, 4).toString()).to.equal('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([1_200, 630]);
  });
});
