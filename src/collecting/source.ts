/**
 * The port to a marketplace. A source knows which files it has, how they are written and what their rows are prices of.
 * Collecting knows none of that: it asks for files within the source's limits, keeps them, judges rows, compares them with
 * what is recorded, and appends events.
 */
import type { Game, ProductType } from '../domain/cards/card.js';
import type { CardFacts, CatalogScope, SetFacts } from '../domain/cards/facts.js';
import type { quarantineReasons } from '../domain/events.js';
import type { PriceNumbers } from '../domain/prices/price-numbers.js';
import type { Condition, PriceKey } from '../domain/prices/price-key.js';
import type { KnownState } from './known-state.js';

/** Where a source is and how often it may be asked. */
export interface SourceSettings {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  /** Milliseconds between two requests; above 0, requests are sent one at a time. */
  readonly pauseMs: number;
  /** Milliseconds before the same file may be asked for again. */
  readonly minIntervalMs: number;
  /** Requests in any 24 hours. */
  readonly dailyBudget: number;
}

export interface SourceSchedule {
  /** When a collection starts, in UTC. */
  readonly cron: string;
  /** A stamp older by more than this at a planned start means: not published yet. 0 for a source without stamps of its own. */
  readonly lateAfterMs: number;
}

/**
 * How a source is asked for an access token (OAuth 2.0, RFC 6749), and how the token is sent. Holds the credentials: never
 * logged, never recorded.
 */
export interface Authorisation {
  /** Where a token is asked for by POST, below the base URL. */
  readonly path: string;
  /** The fields of the form. */
  readonly form: Readonly<Record<string, string>>;
  /** Sent by HTTP Basic, where the credentials do not stand in the form. */
  readonly basic?: { readonly user: string; readonly password: string };
  /** The word before the token in the header Authorization: `bearer`. */
  readonly scheme: string;
  /** Tokens in any 24 hours, where the source limits them beside its other requests. */
  readonly dailyMax?: number;
  /** How the owner of an account allows the application to act for it; absent where there is no such thing. */
  readonly consent?: Consent;
}

/** The token that stands for the consent of an account's owner. */
export interface AccountToken {
  readonly token: string;
  /** `null` where the source states no life. */
  readonly expiresInS: number | null;
}

/**
 * The consent of an account's owner, given once on a page of the source, whose code is exchanged for a token (RFC 6749, 4.1). Access
 * tokens are those of the account from then on. Holds credentials as `Authorisation` does.
 */
export interface Consent {
  /** Returns the page on which the owner agrees, for a browser. Throws CONFIG_INVALID where a variable is missing. */
  readonly page: (state: string) => string;
  /** Whether the page hands the state back beside the code, in the address that it leads to. */
  readonly returnsState: boolean;
  readonly code: { readonly pattern: RegExp; readonly expected: string };
  /** Returns the request that exchanges a code. Without `basic` it is sent with an access token of the application. */
  readonly exchange: (code: string) => {
    readonly path: string;
    /** The path in logs and errors, where the path holds the code. */
    readonly shownAs: string;
    readonly form: Readonly<Record<string, string>>;
    readonly basic?: Authorisation['basic'];
    /** Reads the answer. Its errors never quote it. Throws SOURCE_PAYLOAD_INVALID. */
    readonly read: (text: string) => AccountToken;
  };
  /** Returns what a request for an access token is with the token of the account. */
  readonly accessBy: (token: string) => {
    readonly form: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** The secret under which the token is sealed, and the variable that holds it. */
  readonly sealedBy: { readonly variable: string; readonly value: string };
}

/**
 * How the sets of the most watched cards are asked for between the runs over all sets (ring.ts). Absent where the source allows
 * no more than those runs.
 */
export interface SourceRing {
  /** When a run of the ring starts, in UTC: every hour. */
  readonly cron: string;
  /** So many of the most watched cards are followed. */
  readonly cardsMax: number;
  /** What a set costs, about. */
  readonly requestsOfSet: number;
  /** The parts of the catalog that the source is followed for. */
  readonly scopes: readonly CatalogScope[];
}

/** How a source is asked card by card (cards-in-turn.ts): each run asks for as many as the budget carries. */
export interface CardRing {
  /** So many of the most watched cards are followed. */
  readonly cardsMax: number;
  readonly cardsEachRun: number;
  /** Calls that a card costs at most. */
  readonly callsOfCard: number;
}

/** What a source says is left of its own quota of calls. */
export interface QuotaLeft {
  readonly limit: number;
  readonly remaining: number;
  /** When the quota is whole again; `null` if the source does not say. */
  readonly resetsAt: string | null;
}

/** Where a source tells of its quota, to an access token of the application. */
export interface SourceQuota {
  readonly path: string;
  /** Reads the answer; `null` if it states no quota. Throws SOURCE_PAYLOAD_INVALID. */
  readonly read: (text: string) => QuotaLeft | null;
}

export interface Source {
  /** Lower case, words joined by dashes; starts with `sandbox-` if its prices are simulated. */
  readonly name: string;
  readonly settings: SourceSettings;
  /** Raised when the same body would be read differently. */
  readonly parserVersion: number;
  readonly schedule: SourceSchedule;
  readonly ring?: SourceRing;
  /** Absent where a run is over sets. */
  readonly cardRing?: CardRing;
  /** Absent where the source does not tell what is left of its quota. */
  readonly quota?: SourceQuota;
  /** How often all files of the catalog are asked for, though nothing else suggests a change. */
  readonly catalogRefreshMs: number;
  /**
   * Judges what a product is from its facts. Cards judged by an earlier rule are judged again at the next collection, without a
   * request; absent where the source itself says what a product is.
   */
  readonly productTypeOf?: (card: CardFacts) => ProductType;
  /**
   * Whether the source answers 403 for a file that does not exist, as a bucket does whose keys may not be listed. Then a
   * single one among good answers is a missing file, and only several in a row are a refusal.
   */
  readonly forbidsMissingFiles: boolean;
  /** How tokens are had; absent where the source asks for none. */
  readonly authorisation?: Authorisation;
  /**
   * Returns the text of a file for an answer with another status than 200 (404 and 207 are looked at) that is one: an empty
   * list, or a list without some of the ids that were asked for. `null`: the answer is an error. Absent: 200 alone is a file.
   */
  readonly readAnswer?: (answer: OtherAnswer) => string | null;
  /** Headers of the requests for files, beside those of every request. No secrets: a token is `authorisation`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The file that holds the source's own stamp; `null` if it has none. Then the start of the run is the stamp. */
  readonly stamp: StampFile | null;
  /** The system whose ids of products its rows name, such as cardmarket; absent if they name the ledger's own ids. */
  readonly externalSystem?: string;
  /**
   * Gets the files of a run through `run.get`. Each call names its files again, so that an interrupted run can be resumed.
   * Throws SET_NOT_FOUND for a selected set that the source does not list.
   */
  fetch(run: SourceRun): Promise<void>;
}

/** An answer with another status than 200. */
export interface OtherAnswer {
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

export interface StampFile {
  readonly path: string;
  /** Returns the stamp as an instant. Throws SOURCE_PAYLOAD_INVALID. */
  readonly read: (text: string) => string;
  /** The stamp stands in so many bytes at the beginning of the file, which is a file of prices: only they are asked for. */
  readonly headBytes?: number;
}

/** A product of a source with ids of its own, by its name. */
export interface NamedProduct {
  readonly id: string;
  readonly name: string;
  readonly game: Game;
}

/** One seller's offer of a copy, by its title and what the marketplace asked the seller. */
export interface ListedCopy {
  readonly title: string;
  readonly game?: Game;
  /** The verdict of a grading company; `null`: stated to be ungraded; left out where it is not asked. */
  readonly grade?: PriceKey['grade'] | 'unreadable';
  readonly condition?: Condition | null;
}

/** The card that a copy is of. */
export interface MatchedCopy {
  readonly card_id: string;
  /** Slug; `null` where the card has several and the title does not decide. */
  readonly printing: string | null;
  readonly language: string;
  readonly grade: PriceKey['grade'];
  readonly condition: Condition | null;
}

/** What a copy was found to be. Only a match is a copy of one card of the catalog. */
export type CopyMatch =
  | { readonly outcome: 'matched'; readonly match: MatchedCopy }
  | { readonly outcome: 'ambiguous' | 'excluded' | 'unmatched' };

/** Decides which cards copies are of. Pure: of one catalog the same copy is always the same card. */
export interface CopyMatcher {
  matchListing(copy: ListedCopy): CopyMatch;
}

/** A card that a source which is asked card by card may ask for. */
export interface CardInTurn {
  readonly cardId: string;
  readonly game: Game;
  readonly name: string;
  readonly number: string | null;
  /** `null`: English. */
  readonly language: string | null;
}

/** What a source needs that is asked card by card, and whose rows are offers of single copies. */
export interface CardByCard {
  /** Returns the cards whose turn it is, as many as the source's ring and its quota carry; of the run's selection, if it has one. */
  cardsInTurn(): Promise<readonly CardInTurn[]>;
  matcher(): Promise<CopyMatcher>;
}

/** A run as the source sees it. */
export interface SourceRun {
  /** Set ids; `null` if all sets are wanted. */
  readonly selection: readonly string[] | null;
  readonly known: KnownState;
  /** Whether all files of the catalog are due. */
  readonly catalogDue: boolean;
  /**
   * Maps products to cards, as far as their names leave no doubt, and records it. Returns card ids by the ids of all products
   * that are mapped. `null` where nothing maps products: then only what is mapped already is known.
   */
  readonly identify: ((products: readonly NamedProduct[]) => Promise<ReadonlyMap<string, string>>) | null;
  /** Absent where nothing matches copies, or no card has a turn. */
  readonly cardByCard: CardByCard | null;
  /** Returns whether the set's prices of this stamp are in the log. Its price files are not asked for again. */
  isRecorded(setId: string): boolean;
  /**
   * Gets a file, from the payload store if it is there. Returns `null` if the file failed (the run notes why), if the run
   * must not ask for more, or if the file is not due: prices of a recorded set, cards asked for too recently.
   */
  get<C extends FileContent>(file: SourceFile<C>): Promise<C | null>;
  /** Gets the files of each set by `work`, several sets at once where the source allows it. */
  eachSet(setIds: readonly string[], work: (setId: string) => Promise<void>): Promise<void>;
}

/** A file of a source: the unit that is asked for, kept, and read again. A source may read more of it than collecting needs. */
export interface SourceFile<C extends FileContent = FileContent> {
  /** Below the base URL, with a leading slash. */
  readonly path: string;
  /** A file of `cards` may be left to a later run; the others are needed in this one. */
  readonly kind: 'sets' | 'cards' | 'prices';
  /**
   * The one set that the file belongs to, or the one card for a source that is asked card by card; `null` for lists of sets and
   * for files of several sets.
   */
  readonly setId: string | null;
  /**
   * Returns what of a body may be kept; pure. Nothing else of it is stored, hashed or read: `read` is given what this returned.
   * Absent: all of it. Throws SOURCE_PAYLOAD_INVALID.
   */
  readonly reduce?: (text: string) => string;
  /** Reads the body; pure. Throws SOURCE_PAYLOAD_INVALID if it is not what the format allows. */
  readonly read: (text: string) => C;
}

/** What of a row of the catalog was not taken. Price rows have quarantine events instead. */
export interface RowOmission {
  /** `row`: the whole row, `field`: one field of it. */
  readonly kind: 'row' | 'field';
  readonly setId: string | null;
  /** Place in the file: results.3.extendedData.0.value. */
  readonly place: string;
  readonly detail: string;
}

/** What a file holds. */
export interface FileContent {
  readonly omissions?: readonly RowOmission[];
  readonly sets?: SetList;
  readonly cards?: readonly CardList[];
  readonly prices?: readonly PriceList[];
  /**
   * Scopes of which the source shows no price outside this file and those that the run has received before it: a card that
   * none of them names is no longer offered. A source that lists its sets need not say so.
   */
  readonly allPricesOf?: readonly CatalogScope[];
  /** Number of the source's products, or listings, that no card is known for. They are counted, and nothing else. */
  readonly unmatched?: number;
}

/** The sets of a game in a language. */
export interface SetList {
  readonly scope: CatalogScope;
  readonly sets: readonly SetFacts[];
  /** Sets that rows name whose facts cannot be read: they are listed all the same. */
  readonly unread: readonly string[];
  /** Whether every set that the source has is named in it. */
  readonly whole: boolean;
}

/** The cards of a set. */
export interface CardList {
  readonly setId: string;
  readonly cards: readonly CardFacts[];
  /** Cards that rows name whose facts cannot be read: they are listed all the same. */
  readonly unread: readonly string[];
  /** Whether every card of the set is named in it, over all its files. */
  readonly whole: boolean;
}

/** The prices of a set, or of one card. Several files may hold a part each; they are recorded once all of them are at hand. */
export interface PriceList {
  /** The scope of the snapshot: a set, or a card for a source that is asked card by card (`cardScopedSources`). */
  readonly setId: string;
  /** Cards that rows name, each once, in order. */
  readonly cardIds: readonly string[];
  /** Whether every row names its card. Otherwise no card of the set can be proven missing. */
  readonly readable: boolean;
  /** Whether every price that the source has of the set is in it, over all its files. A partial list withdraws nothing. */
  readonly whole: boolean;
  /** Game and language of the set, where no list of sets has said it. */
  readonly scope?: CatalogScope;
  /** Cards that were asked for, of which a whole list shows no price: all of their prices are withdrawn. */
  readonly withoutPrice?: readonly string[];
  /** The source shows nothing at all where it showed prices: they are held back until the next list agrees. Default: it is no slip. */
  readonly inDoubt?: boolean;
  /** Number of rows. */
  readonly rows: number;
  /**
   * The file's own stamp, where the files of a source are written at different times: the prices take effect with it, and not
   * with the stamp of the run. All lists of a set state the same one.
   */
  readonly stamp?: string;
  /** Reads the rows one by one. */
  readRows(): Iterable<PriceRow>;
}

export type QuarantineReason = (typeof quarantineReasons)[number];

/** What a row is a price of, beside card and source. What the source does not state is `null`. */
export type RowKey = Omit<PriceKey, 'card_id' | 'source'>;

/** Decimal amounts in the currency of the key, as the source writes them; `null` where it shows none. */
export type RowAmounts = { readonly [name in keyof PriceNumbers]: number | string | null };

/** A row of a price file. `raw` is the row as the source sent it. */
export type PriceRow =
  | {
      readonly outcome: 'price';
      readonly raw: unknown;
      readonly cardId: string;
      readonly key: RowKey;
      readonly amounts: RowAmounts;
      /** Offers behind the amounts; `null` if the source does not state it. */
      readonly sampleSize: number | null;
      /** What the lowest offer costs to send, as `amounts`; absent where the source does not state it. */
      readonly shipping?: number | string;
    }
  | {
      /** Cannot become an observation. */
      readonly outcome: 'fault';
      readonly raw: unknown;
      readonly cardId: string;
      /** `null` if the row does not name what it is a price of. */
      readonly key: RowKey | null;
      readonly reason: QuarantineReason;
      readonly detail: string;
    }
  | {
      /** Does not say whether the source shows the price: it is neither observed nor withdrawn. */
      readonly outcome: 'unstated';
      readonly raw: unknown;
      readonly cardId: string;
      readonly key: RowKey;
    }
  | {
      /** Does not name a card. */
      readonly outcome: 'unidentified';
      readonly raw: unknown;
      readonly reason: QuarantineReason;
      readonly detail: string;
    };
