/** What the app says of the dashboard and of the pictures of cards. */
import type { Game, ProductType } from '../../domain/cards/card.js';

/** An account that a page of a simulated ledger signs in to by itself. */
export interface DemoUser {
  readonly email: string;
  readonly password: string;
}

export interface DashboardOptions {
  /** Of the built dashboard. */
  readonly folder: string;
  /** Whom the page signs in by itself; only on a simulated ledger. */
  readonly demoUser: DemoUser | null;
}

/** A picture as a source has it. */
export interface Picture {
  /** Media type, found out from the bytes. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** What a drawn picture shows. */
export interface DrawnCard {
  readonly cardId: string;
  readonly game: Game;
  readonly name: string;
  readonly number: string | null;
  /** In the source's own words. */
  readonly rarity: string | null;
  /** Slugs of the game's vocabulary. */
  readonly colours: readonly string[];
  readonly productType: ProductType;
  readonly setName: string | null;
}

/** Where the pictures of cards come from. */
export type CardPictures =
  /** Drawn by us, as SVG: the source of a simulated ledger has none. */
  | { readonly kind: 'drawn'; readonly draw: (card: DrawnCard) => string }
  /** Fetched by us; `null`: there is none at the moment. */
  | { readonly kind: 'proxy'; readonly find: (url: string) => Promise<Picture | null> }
  /** Fetched by the browser, from one of the origins. */
  | { readonly kind: 'link'; readonly origins: readonly string[] };
