/** What the matcher is given, and what it answers. */
import type { Game, ProductType } from '../domain/cards/card.js';
import type { Condition } from '../domain/prices/price-key.js';

/** A set as the matcher needs it. */
export interface MatchableSet {
  readonly set_id: string;
  readonly game: Game;
  readonly name: string;
  readonly abbreviation: string | null;
  /** UTC day; `null` if the source does not give it. */
  readonly published_on: string | null;
}

/** A card as the matcher needs it. */
export interface MatchableCard {
  readonly card_id: string;
  readonly game: Game;
  readonly set_id: string;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly product_type: ProductType;
  /** `null`: English. */
  readonly language: string | null;
  /** Slugs of the printings that were ever sold; without any, the printing of a match is `null`. */
  readonly printings: readonly string[];
}

/** The whole catalog; withdrawn and merged cards are no part of it. */
export interface Catalog {
  readonly sets: readonly MatchableSet[];
  readonly cards: readonly MatchableCard[];
}

/** A verdict of a grading company, as price keys have it. */
export interface Grade {
  readonly grader: string;
  readonly grade: string;
  readonly qualifier: string | null;
}

/** What a listing says beside its title, where its marketplace asks for it. Each is left out where it does not. */
export interface StatedFacts {
  /** The verdict; `null`: stated to be ungraded; `unreadable`: graded, and not by whom or how. */
  readonly grade?: Grade | 'unreadable' | null;
  readonly condition?: Condition | null;
  /** Code of the language, such as en or ja. */
  readonly language?: string;
}

/** A listing on a marketplace: one seller's words. */
export interface Listing extends StatedFacts {
  readonly title: string;
  /** Left out where it is unknown: every game is looked at. */
  readonly game?: Game | undefined;
}

/** A product of another marketplace's catalog: one name for all copies of a card. */
export interface ForeignProduct {
  /** The marketplace, such as cardmarket. */
  readonly system: string;
  readonly id: string;
  readonly name: string;
  readonly game: Game;
  /** Its number, where that is not in its name. */
  readonly number?: string | undefined;
  /** The set that the product is known to be of; left out where it is unknown. */
  readonly set_id?: string | undefined;
  /** Cards that another database names for this product's id: only these are mapped to it. */
  readonly said_to_be?: readonly string[] | undefined;
}

export const exclusionReasons = [
  'lot',
  'choice',
  'proxy',
  'altered',
  'sealed',
  'code_card',
  'accessory',
  'other_product',
  'wanted',
  'wrong_language',
  'graded_unreadable',
] as const;
/** Why a listing is no offer of one copy of one card of the catalog. */
export type ExclusionReason = (typeof exclusionReasons)[number];

/** A card that may be meant. */
export interface Candidate {
  readonly card_id: string;
  /** 0 to 1; what is below the threshold of docs/matching.md is no match. */
  readonly score: number;
  /** What speaks for it and against it, in words such as `number 4/102` and `set not named`. */
  readonly reasons: readonly string[];
}

/** The one card that is meant. */
export interface CardMatch extends Candidate {
  /** Slug; `null` where the card has several and the text does not decide. */
  readonly printing: string | null;
  readonly language: string;
  readonly grade: Grade | null;
  /** `null` where it is not stated, and for graded copies. */
  readonly condition: Condition | null;
}

export type MatchResult =
  | { readonly outcome: 'matched'; readonly match: CardMatch; readonly candidates: readonly Candidate[] }
  /** Several cards fit, or one does and too little speaks for it. */
  | { readonly outcome: 'ambiguous'; readonly candidates: readonly Candidate[] }
  | { readonly outcome: 'excluded'; readonly reason: ExclusionReason; readonly evidence: string }
  /** No card fits. */
  | { readonly outcome: 'unmatched'; readonly reasons: readonly string[] };

/** Decides which card a text means. Pure: the same catalog and text have the same answer. */
export interface Matcher {
  matchListing(listing: Listing): MatchResult;
  matchProduct(product: ForeignProduct): MatchResult;
  /** Returns the language of a card and its printing, `null` if it has several; `null` for a card that is not matched. */
  describe(cardId: string): { readonly printing: string | null; readonly language: string } | null;
}
