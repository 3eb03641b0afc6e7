/** Decides what becomes of the products of a marketplace: mapped, waiting for a person, or neither. Pure. */
import type { Game } from '../domain/cards/card.js';
import type { ReviewItem, ReviewReason } from './reviews.js';
import type { Candidate, ForeignProduct, Matcher } from './types.js';

/** What the ledger holds of a system's ids. */
export interface KnownIds {
  /** Card ids by the id of the system. */
  readonly cards: ReadonlyMap<string, string>;
  /** Ids of the system by card. */
  readonly ids: ReadonlyMap<string, string>;
  /** Cards that an id was said not to be. */
  readonly rejected: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Mapping {
  readonly card_id: string;
  readonly external_id: string;
  readonly evidence: string;
}

export interface ProductDecisions {
  readonly mappings: readonly Mapping[];
  readonly reviews: readonly ReviewItem[];
  /** Products that had a card before. */
  readonly known: number;
  /** Products without any candidate. */
  readonly unmatched: number;
  readonly games: readonly Game[];
}

interface Found {
  readonly product: ForeignProduct;
  readonly candidates: readonly Candidate[];
  /** The one that is meant; `null` where that is for a person to say. */
  readonly meant: Candidate | null;
}

const find = (matcher: Matcher, product: ForeignProduct, known: KnownIds): Found => {
  const result = matcher.matchProduct(product);
  const rejected = known.rejected.get(product.id);
  const possible = ({ card_id }: Candidate): boolean => rejected?.has(card_id) !== true;
  if (result.outcome === 'matched') {
    const meant = possible(result.match) ? result.match : null;
    return { product, candidates: result.candidates.filter(possible), meant };
  }
  return { product, candidates: result.outcome === 'ambiguous' ? result.candidates.filter(possible) : [], meant: null };
};

const shown = ({ card_id, score, reasons }: Candidate): Candidate => ({ card_id, score, reasons });

const review = ({ product, candidates }: Found, reason: ReviewReason): ReviewItem => ({
  external_id: product.id,
  game: product.game,
  name: product.name,
  reason,
  candidates: candidates.map(shown),
});

/** Decides on products. An id belongs to one card and a card has one id: what would break that waits for a person. */
export const decideProducts = (
  matcher: Matcher,
  products: readonly ForeignProduct[],
  known: KnownIds,
): ProductDecisions => {
  const open = products.filter(({ id }) => !known.cards.has(id));
  const found = open.map((product) => find(matcher, product, known));
  const claims = new Map<string, number>();
  for (const { meant } of found) if (meant !== null) claims.set(meant.card_id, (claims.get(meant.card_id) ?? 0) + 1);
  const mappings: Mapping[] = [];
  const reviews: ReviewItem[] = [];
  let unmatched = 0;
  for (const each of found) {
    const { product, candidates, meant } = each;
    if (candidates.length === 0) unmatched += 1;
    else if (meant === null) reviews.push(review(each, candidates.length === 1 ? 'unsure' : 'ambiguous'));
    else if (known.ids.has(meant.card_id)) reviews.push(review(each, 'card_taken'));
    else if ((claims.get(meant.card_id) ?? 0) > 1) reviews.push(review(each, 'same_card'));
    else {
      const evidence = `"${product.name}", score ${meant.score}: ${meant.reasons.join('; ')}`.slice(0, 1_000);
      mappings.push({ card_id: meant.card_id, external_id: product.id, evidence });
    }
  }
  const games = [...new Set(products.map(({ game }) => game))];
  return { mappings, reviews, known: products.length - open.length, unmatched, games };
};
