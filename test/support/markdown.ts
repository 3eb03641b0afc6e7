/** Tables of Markdown pages. Prettier pads their cells, so cells are trimmed. */

const cellsOf = (line: string): string[] =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());

/** Returns the rows of every table of `text`, without headings, as cells. */
export const markdownTables = (text: string): string[][][] =>
  [...text.matchAll(/^\|.*\|\n\|[-:| ]+\|\n((?:\|.*\|(?:\n|$))*)/gm)].map(([, rows = '']) =>
    rows
      .split('\n')
      .filter((line) => line !== '')
      .map(cellsOf),
  );
