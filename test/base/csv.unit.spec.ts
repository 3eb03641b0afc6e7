/**
 * Goal: no cell of a CSV is run as a formula by a spreadsheet, numbers stay numbers, and every text can be read back. Method:
 * the attacks of OWASP's page on CSV injection, and random texts, read by a parser that is not ours.
 */
import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import fc from 'fast-check';
import { byteOrderMark, csvLines } from '../../src/base/csv.js';

const cellsOf = (text: string): string[][] => parse(text, { relax_column_count: true });
/** Reads a text back, as docs/analysts.md says. */
const readBack = (cell: string): string => (/^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell);

describe('CSV', () => {
  it('makes cells that begin like a formula text', () => {
    const attacks = [
      '=HYPERLINK("http://x","y")',
      '=1+1',
      '+1+1',
      '-1+1',
      '-5',
      '@SUM(1+1)',
      '\t=1+1',
      '\r=1+1',
      '\n=1+1',
      "=cmd|' /C calc'!A0",
      '="a,b"',
      '＝1+1',
      '＋1',
      '－1',
      '＠x',
      "'=1+1",
    ];
    expect(cellsOf(csvLines([attacks]))).to.deep.equal([attacks.map((text) => `'${text}`)]);
  });

  it('leaves every other text as it is', () => {
    const texts = [
      '',
      'Lugia VSTAR',
      "'90s",
      "'",
      '139/195',
      '!/28',
      'a=b',
      ' =1',
      '♀',
      'a "b", c\nd',
      '2025-10-01T00:00:00Z',
    ];
    expect(cellsOf(csvLines([texts]))).to.deep.equal([texts]);
  });

  it('writes numbers as numbers, negative ones too, and nothing for null', () => {
    expect(csvLines([[-5, -0.25, 0, 45.99, null, undefined, true, false]])).to.equal('-5,-0.25,0,45.99,,,true,false\n');
  });

  it('can be read back, whatever a text contains', () => {
    const texts = fc.array(
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', ';', 'a', '1', ' ', '＝', 'é'),
      }),
      { minLength: 2 },
    );
    fc.assert(
      fc.property(texts, (row) => {
        const [cells = []] = cellsOf(csvLines([row]));
        expect(cells.map(readBack)).to.deep.equal(row);
        for (const cell of cells) expect(cell).to.not.match(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });

  it('knows the mark by which Excel recognises UTF-8', () => {
    expect(Buffer.from(byteOrderMark)).to.deep.equal(Buffer.from([0xef, 0xbb, 0xbf]));
  });
});
