/**
 * Decides which card a product of another marketplace is. Its name is one for all copies, and another product may have the
 * very same name: only what is unique is mapped.
 */
import { limits } from '../base/limits.js';
import type { CatalogIndex, GameIndex, IndexedCard } from './catalog-index.js';
import { readProductName } from './card-names.js';
import { catalogNumber } from './numbers.js';
import { matchThreshold } from './score.js';
import type { Candidate, ForeignProduct, MatchResult } from './types.js';

/** What the parts of an agreement are worth. */
const worth = { said: 0.6, number: 0.5, name: 0.3, set: 0.3, part: 0.2 } as const;
interface Scored {
  readonly card: IndexedCard;
  readonly candidate: Candidate;
}

const nameAgreement = (card: IndexedCard, product: { readonly words: readonly string[] }): 'name' | 'part' | null => {
  if (card.joinedName === product.words.join('')) return 'name';
  const own = new Set(card.name.words);
  const shared = product.words.filter((word) => word.length > 2 && own.has(word));
  return shared.length > 0 && shared.length >= Math.min(own.size, product.words.length) - 1 ? 'part' : null;
};

const score = (card: IndexedCard, product: ForeignProduct, name: ReturnType<typeof readProductName>): Scored | null => {
  const agreement = nameAgreement(card, name);
  const isSaid = product.said_to_be?.includes(card.card.card_id) === true;
  const isNumber = name.number !== null && card.number?.number === name.number.number;
  const isSet = product.set_id === undefined ? null : card.card.set_id === product.set_id;
  // A name or a set that disagrees rules the card out, whoever says that it is the one.
  if (agreement === null || isSet === false || (name.number !== null && card.number !== null && !isNumber)) return null;
  const parts = [
    ...(isSaid ? [['said', `${product.system} ${product.id} in another database`] as const] : []),
    ...(isNumber ? [['number', `number ${name.number.number}`] as const] : []),
    [agreement, agreement === 'name' ? 'name' : 'part of the name'] as const,
    ...(isSet === true ? [['set', `set ${card.set.set.name}`] as const] : []),
  ];
  const total = parts.reduce((sum, [part]) => sum + worth[part], 0);
  const rounded = Math.round(Math.min(1, total) * 100) / 100;
  return {
    card,
    candidate: { card_id: card.card.card_id, score: rounded, reasons: parts.map(([, reason]) => reason) },
  };
};

const candidatesFor = (
  index: GameIndex,
  cards: CatalogIndex['cards'],
  product: ForeignProduct,
  name: ReturnType<typeof readProductName>,
): Set<IndexedCard> =>
  new Set([
    ...(product.said_to_be ?? []).flatMap((id) => cards.get(id) ?? []),
    ...(name.number === null ? [] : (index.byNumber.get(name.number.number) ?? [])),
    ...(name.number === null ? (index.byName.get(name.words.join('')) ?? []) : []),
  ]);

/** Matches a product of another marketplace against a catalog. */
export const matchProduct = (index: CatalogIndex, product: ForeignProduct): MatchResult => {
  const ofGame = index.games[product.game];
  const read = readProductName(product.name, product.game === 'onepiece');
  const name = product.number === undefined ? read : { ...read, number: catalogNumber(product.number) };
  const scored = [...candidatesFor(ofGame, index.cards, product, name)]
    .filter(({ card }) => card.game === product.game)
    .flatMap((card) => score(card, product, name) ?? [])
    .sort((a, b) => b.candidate.score - a.candidate.score || (a.candidate.card_id < b.candidate.card_id ? -1 : 1));
  const [first, second] = scored;
  if (first === undefined) return { outcome: 'unmatched', reasons: ['no card has that name and number'] };
  const candidates = scored.slice(0, limits.matchCandidatesMax).map(({ candidate }) => candidate);
  const isUnique = second === undefined || second.candidate.score < first.candidate.score;
  // What a database says of an id goes before what its name and number happen to fit: the card meant may not be listed yet.
  const said = product.said_to_be ?? [];
  const isOther = said.length > 0 && !said.includes(first.candidate.card_id);
  if (!isUnique || isOther || first.candidate.score < matchThreshold) return { outcome: 'ambiguous', candidates };
  const { printings, language } = first.card.card;
  const printing = printings.length === 1 ? (printings[0] ?? null) : null;
  const match = { ...first.candidate, printing, language: language ?? 'en', grade: null, condition: null };
  return { outcome: 'matched', match, candidates };
};
