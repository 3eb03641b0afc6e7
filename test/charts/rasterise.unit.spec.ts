/** Goal: pictures for previews show the words of a chart. Method: PNGs that differ in nothing but a word. */
import { expect } from 'chai';
import { rasterise } from '../../src/charts/rasterise.js';

const svgOf = (words: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40" viewBox="0 0 300 40">
    <rect width="300" height="40" fill="#fff"/>
    <g font-family="system-ui, 'Segoe UI', sans-serif"><text x="4" y="26" font-size="22" font-weight="600">${words}</text></g>
  </svg>`;

describe('a chart as PNG', () => {
  it('has the words of the SVG, also in other alphabets', async () => {
    const empty = await rasterise(svgOf(''), 300);
    const words = ['Lugia', 'Nidoran♀', 'Nidoran♂', 'Pokémon', 'Пикачу', '11.20 USD'];
    const pictures = await Promise.all(words.map((each) => rasterise(svgOf(each), 300)));
    const different = new Set([empty, ...pictures].map((picture) => picture.toString('base64')));
    expect(different.size).to.equal(words.length + 1);
  });

  it('is as wide as asked for', async () => {
    const picture = await rasterise(svgOf('Lugia'), 600);
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).to.deep.equal([600, 80]);
  });
});
