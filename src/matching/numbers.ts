/** Reads numbers of cards: printed on the card, in a title, or in a name of the catalog. */
import { gap, unpadded } from './words.js';

/** A number without leading zeros; the total behind it where there is one. */
export interface CardNumber {
  readonly number: string;
  readonly total: string | null;
}

const compact = (text: string): string => unpadded(text.toLowerCase().replace(/[^\p{L}\p{N}!?]/gu, ''));

/** One Piece: OP01-001, ST01-001, EB01-001, PRB01-001, P-001. */
const deckNumber = /^(op|st|eb|prb)[- ]?(\d{1,2})[- ]?(\d{3})$|^(p)[- ]?(\d{3})$/;

/** Returns a number of One Piece in one spelling: op1-1, p-1; `null` for another text. */
const deckNumberOf = (text: string): string | null => {
  const [, series, set, card, promo, promoCard] = deckNumber.exec(text.toLowerCase()) ?? [];
  if (series !== undefined && set !== undefined && card !== undefined) {
    return `${series}${Number(set)}-${Number(card)}`;
  }
  return promo === undefined || promoCard === undefined ? null : `p-${Number(promoCard)}`;
};

/** Reads the number of a card as its catalog has it. */
export const catalogNumber = (text: string): CardNumber => {
  const deck = deckNumberOf(text.trim());
  if (deck !== null) return { number: deck, total: null };
  const [number = '', total] = text.split('/');
  return { number: compact(number), total: total === undefined ? null : compact(total) };
};

/** What a title says of numbers. */
export interface TitleNumbers {
  /** Number and total, or the number of a game that has no totals: it names the card. */
  readonly exact: readonly CardNumber[];
  /** Numbers behind a #. */
  readonly hashed: readonly string[];
  readonly rest: string;
}

const fraction =
  /(?<![\p{L}\p{N}/.])(?:#|no\.? ?)?((?:(?:tg|gg|sv|rc|sl|sh|ar|h)[- ]|[a-z]{1,4})?\d{1,3}[a-z]?|[a-z]|[!?])\s?\/\s?((?:(?:tg|gg|sv|rc|sl|sh|ar|h)[- ]|[a-z]{1,4})?\d{1,3}|sm-p|s-p|sv-p|xy-p|bw-p|p)(?![\p{L}\p{N}])/gu;
const deckInTitle = /\b(?:op|st|eb|prb)[- ]?\d{2}[- ]?\d{3}(?!\d)|(?<![\p{L}\p{N}])p-\d{3}(?!\d)/gu;
const hash = /#\s?(\d{1,3})\b/g;

const distinct = (numbers: readonly CardNumber[]): CardNumber[] => [
  ...new Map(numbers.map((number) => [`${number.number}/${number.total ?? ''}`, number])).values(),
];

/** Reads the numbers of a canonical title, and takes them out. */
export const readNumbers = (text: string): TitleNumbers => {
  const exact: CardNumber[] = [];
  const hashed: string[] = [];
  let rest = text.replace(deckInTitle, (written) => {
    const number = deckNumberOf(written.trim());
    if (number === null) return written;
    exact.push({ number, total: null });
    return gap;
  });
  rest = rest.replace(fraction, (_written, number: string, total: string) => {
    exact.push({ number: compact(number), total: compact(total) });
    return gap;
  });
  rest = rest.replace(hash, (_written, number: string) => {
    hashed.push(unpadded(number));
    return gap;
  });
  return { exact: distinct(exact), hashed, rest };
};
