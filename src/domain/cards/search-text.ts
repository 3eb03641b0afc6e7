/** One normal form for what is searched and what is typed: lower case, no accents, words of letters and digits. */

/** "Nidoran♀ (Poké Ball) 139/195" → "nidoran f poke ball 139 195". */
export const searchText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    // After the lower case: Δ is a delta too.
    .replaceAll('♀', ' f ')
    .replaceAll('♂', ' m ')
    .replaceAll('δ', ' delta ')
    .replaceAll('★', ' star ')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Returns the search text of a card. It has the number as words ("op08 001") and as one ("op08001"), because both are
 * typed.
 */
export const cardSearchText = (card: {
  name: string;
  clean_name: string | null;
  number: string | null;
  rarity: string | null;
  set_name: string | null;
}): string => {
  const number =
    card.number === null ? '' : `${searchText(card.number)} ${searchText(card.number).replaceAll(' ', '')}`;
  const parts = [card.name, card.clean_name ?? '', number, card.set_name ?? '', card.rarity ?? ''];
  return [...new Set(parts.flatMap((part) => searchText(part).split(' ')).filter((word) => word !== ''))].join(' ');
};
