/**
 * Which printings of two marketplaces are the same copies of a card. Marketplaces name them differently, and Cardmarket has two for
 * all: one without a suffix, and one that is Foil of One Piece and "Holo or Reverse Holo" of Pokémon.
 */
import { comparePrintings } from './preference.js';

/**
 * Returns which of a card's printings at one marketplace, slugs, is `other` at another marketplace; `null` if that is none of them,
 * or cannot be told.
 *
 * - `normal` is the card without foil or the only version that there is: the first in the order of `printingOrder`. Where a card has
 *   Unlimited and 1st Edition, Cardmarket sells both as one product, of which most copies are Unlimited.
 * - `holo-or-reverse-holo` is Reverse Holofoil or Holofoil, where the card has only one of them beside its first printing.
 * - Any other is the one of the same name, beside the first.
 */
export const correspondingPrinting = (printings: readonly string[], other: string): string | null => {
  const [first, ...others] = printings.toSorted(comparePrintings);
  if (other === 'normal') return first ?? null;
  if (other !== 'holo-or-reverse-holo') return others.find((slug) => slug === other) ?? null;
  const [holo, ...more] = others.filter((slug) => slug === 'holofoil' || slug === 'reverse-holofoil');
  return holo !== undefined && more.length === 0 ? holo : null;
};
