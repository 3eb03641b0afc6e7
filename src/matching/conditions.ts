/** Reads the condition of an ungraded copy out of a title. */
import type { Condition } from '../domain/prices/price-key.js';
import { gap } from './words.js';

const words: readonly (readonly [Condition, RegExp])[] = [
  ['DMG', /\b(?<!no )(?<!not )(?:damaged?|dmg|creased?|torn|ripped)\b/],
  ['HP', /\b(?:heav(?:y|il[ey])[- ]?play(?:ed)?|poor(?: condition)?)\b|(?<!\d ?)\bhp\b(?! ?\d)/],
  ['MP', /\b(?:moderate(?:ly)?[- ]?play(?:ed)?|mod play(?:ed)?|very good|vg)\b|\bmp\b/],
  ['LP', /\b(?:(?:light|slight)(?:ly)?[- ]?play(?:ed)?|excellent(?: condition)?|exc)\b|\blp\b/],
  [
    'NM',
    /\b(?:near[- ]?mint|nr mint|pack[- ]fresh|mint(?: condition)?)(?:[-/ ]*mint)?\b|\bnm(?:[-/ ]*(?:m|mt|mint))?\b/,
  ],
];

export interface ReadCondition {
  /** `null`: not stated, or stated as several. */
  readonly condition: Condition | null;
  readonly rest: string;
}

/** Reads the condition of a canonical title, and takes its words out. Two of them (NM/LP) are none. */
export const readCondition = (text: string): ReadCondition => {
  const found: Condition[] = [];
  let rest = text;
  for (const [condition, pattern] of words) {
    const all = new RegExp(pattern.source, 'g');
    if (!all.test(rest)) continue;
    found.push(condition);
    rest = rest.replace(new RegExp(pattern.source, 'g'), gap);
  }
  const [only] = found;
  return { condition: found.length === 1 && only !== undefined ? only : null, rest };
};
