/** Which card each offer of a search is of, and whether it is graded. What is not sure is no offer of any card. */
import type { CardInTurn, CopyMatcher, ListedCopy, MatchedCopy } from '../../collecting/source.js';
import type { KnownOffer } from './asking-prices.js';
import type { ItemDetails } from './item-details.js';
import type { Offer } from './offers.js';

/** Details of items, by the item's id. */
export type Details = ReadonlyMap<string, Pick<ItemDetails, 'grade' | 'condition'>>;

export interface MatchedOffer {
  readonly offer: Offer;
  readonly match: MatchedCopy;
}

export interface MatchedOffers {
  /** Those of the card. */
  readonly offers: readonly MatchedOffer[];
  /** Listings that no one card is known for. */
  readonly unmatched: number;
}

const copyOf = ({ title }: Offer, card: CardInTurn, details: Details, itemId: string): ListedCopy => {
  const stated = details.get(itemId);
  return {
    title,
    game: card.game,
    // That an item states no grade does not make a title true that names one: judged below.
    ...(stated === undefined || stated.grade === null ? {} : { grade: stated.grade }),
    ...(stated === undefined || stated.condition === null ? {} : { condition: stated.condition }),
  };
};

/** Matches the offers of a search. Excluded listings, such as lots, and those of other cards are no fault, and not counted. */
export const matchOffers = (
  card: CardInTurn,
  offers: Iterable<Offer>,
  matcher: CopyMatcher,
  details: Details = new Map(),
): MatchedOffers => {
  const matched: MatchedOffer[] = [];
  let unmatched = 0;
  for (const offer of offers) {
    const result = matcher.matchListing(copyOf(offer, card, details, offer.itemId));
    if (result.outcome === 'ambiguous' || result.outcome === 'unmatched') unmatched += 1;
    if (result.outcome === 'matched' && result.match.card_id === card.cardId) {
      matched.push({ offer, match: result.match });
    }
  }
  return { offers: matched, unmatched };
};

/** Returns the offers whose details would tell more: of graded copies the verdict, of others the condition; cheapest first. */
export const worthAsking = ({ offers }: MatchedOffers, most: number): Offer[] =>
  offers
    .filter(({ offer, match }) =>
      offer.graded === true ? match.grade === null : match.condition === null && offer.graded === false,
    )
    .map(({ offer }) => offer)
    .toSorted((a, b) => a.price - b.price || (a.itemId < b.itemId ? -1 : 1))
    .slice(0, most);

/**
 * Returns the offers that count. A copy that eBay lists as graded and whose grade nobody states is none, and neither is one that eBay
 * lists as ungraded with a grade in its title: it would stand among copies of another worth.
 */
export const knownOffers = ({ offers }: MatchedOffers, details: Details = new Map()): KnownOffer[] =>
  offers.flatMap(({ offer, match }): KnownOffer[] => {
    const { printing, condition, grade, language } = match;
    if (printing === null) return [];
    if (offer.graded === true && grade === null) return [];
    if (offer.graded === false && grade !== null && (details.get(offer.itemId)?.grade ?? null) === null) return [];
    return [{ printing, condition, grade, language, price: offer.price, shipping: offer.shipping }];
  });
