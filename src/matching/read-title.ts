/** Reads everything that a title says before any card is looked at. */
import { readCondition } from './conditions.js';
import { excludedAnyway, type Exclusion, withoutProtection } from './exclusions.js';
import { readGrade, type ReadGrade } from './grades.js';
import { readLanguage, type ReadLanguage } from './languages.js';
import { readNumbers, type TitleNumbers } from './numbers.js';
import { type PrintingWords, readPrinting } from './printings.js';
import { canonical, gap, type TitleWords, titleWords } from './words.js';
import type { Condition } from '../domain/prices/price-key.js';

export interface ReadTitle {
  readonly exclusion: Exclusion | null;
  readonly grade: Omit<ReadGrade, 'rest'>;
  readonly condition: Condition | null;
  readonly language: ReadLanguage['language'];
  readonly printing: PrintingWords;
  readonly numbers: TitleNumbers;
  readonly words: TitleWords;
  /** Words that the title denies: "not gold", "no jumbo". */
  readonly denied: ReadonlySet<string>;
  readonly years: readonly number[];
}

const denial = /\b(?:not?|non|without|isn't|w\/o)[- ](?:a |an |the )?([\p{L}]{3,})/gu;

const readDenials = (text: string): { readonly denied: ReadonlySet<string>; readonly rest: string } => {
  const denied = new Set<string>();
  const rest = text.replace(denial, (_written, word: string) => {
    denied.add(word);
    return gap;
  });
  if (/\bstandard[- ]size\b/.test(rest)) denied.add('jumbo');
  return { denied, rest };
};

const yearsIn = (text: string): number[] =>
  [...text.matchAll(/(?<![\d/])(199[6-9]|20[0-3]\d)(?![\d/])/g)].map(([year]) => Number(year));

/** Reads a title as a seller wrote it. */
export const readTitle = (title: string): ReadTitle => {
  const written = withoutProtection(canonical(title));
  const { rest: ungraded, ...grade } = readGrade(written);
  const language = readLanguage(ungraded);
  const numbers = readNumbers(language.rest);
  const printing = readPrinting(numbers.rest);
  const condition = readCondition(printing.rest);
  const { denied, rest } = readDenials(condition.rest);
  const exclusion = excludedAnyway(numbers.rest);
  return {
    exclusion,
    grade,
    condition: condition.condition,
    language: language.language,
    printing: { edition: printing.edition, finish: printing.finish },
    numbers,
    words: titleWords(rest),
    denied,
    years: yearsIn(written),
  };
};
