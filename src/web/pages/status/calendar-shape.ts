/** The letters of a set's calendar as shapes and as words: full squares, dots and crosses differ without their colours. */

/** The letters of GET /v1/coverage/calendar. */
type Letter = 'C' | 'M' | 'U';

export const cell = 10;

const shapes: Record<Letter, (x: number) => string> = {
  C: (x) => `M${x + 1} 1h${cell - 2}v${cell - 2}h-${cell - 2}z`,
  U: (x) => `M${x + 4} 4h2v2h-2z`,
  M: (x) => `M${x + 2} 2l6 6m0-6l-6 6`,
};

/** Returns the path of all days that have the letter. */
export const pathOf = (days: string, letter: Letter): string =>
  days.replaceAll(/./g, (each, at: number) => (each === letter ? shapes[letter](at * cell) : ''));

const dayMs = 86_400_000;

/** Returns the UTC day of a letter. */
const dayAt = (from: string, at: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + at * dayMs).toISOString().slice(0, 10);

/** Returns the missed days, newest first. */
export const missedDays = (days: string, from: string): readonly string[] =>
  Array.from(days.matchAll(/M/g), ({ index }) => dayAt(from, index)).reverse();

/** Returns what the days are, in words: "57 changed, 1 unchanged". */
export const wordsOf = (days: string): string => {
  const countOf = (letter: Letter): number => days.split(letter).length - 1;
  const parts = [
    [countOf('C'), 'changed'],
    [countOf('U'), 'unchanged'],
    [countOf('M'), 'missed'],
  ] as const;
  return parts
    .filter(([days]) => days > 0)
    .map(([days, word]) => `${days} ${word}`)
    .join(', ');
};
