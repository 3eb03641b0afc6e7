/** A search for a card: its words, its pages, and the offers on them. */
import type { CardInTurn, FileContent, PriceList, SourceFile, SourceRun } from '../../collecting/source.js';
import type { Marketplace } from './marketplaces.js';
import { type Offer, readSearchPage } from './offers.js';
import { reduceSearch } from './reduce.js';
import { searchPath } from './wire-format.js';

/** Characters of the words: what is beyond them is no help, and titles end at 80. */
const wordsMax = 60;

/**
 * Returns the words of a search: the name without what stands in brackets, and the number. eBay looks for all of them; its operators,
 * among them a hyphen before a word, are left out.
 */
export const wordsOf = ({ name, number, language }: Pick<CardInTurn, 'name' | 'number' | 'language'>): string => {
  const plain = name
    .replace(/[([{][^)\]}]*[)\]}]/g, ' ')
    .replace(number === null ? /$^/ : number, ' ')
    .replace(/[^\p{L}\p{N}'&./]+/gu, ' ')
    .trim();
  const words = `${plain.slice(0, wordsMax)} ${number ?? ''} ${language === 'ja' ? 'Japanese' : ''}`;
  return words.replace(/\s+/g, ' ').trim();
};

/** What a search has shown so far. */
export interface Found {
  readonly offers: ReadonlyMap<string, Offer>;
  /** Listings of all kinds. */
  readonly ids: ReadonlySet<string>;
  readonly received: number;
  readonly total: number;
  readonly readable: boolean;
  /** Whether no page follows. */
  readonly ended: boolean;
}

const nothing: Found = { offers: new Map(), ids: new Set(), received: 0, total: 0, readable: true, ended: false };

/** Returns whether everything that eBay counts was seen. */
export const isWhole = ({ ended, readable, ids, total }: Found): boolean => ended && readable && ids.size >= total;

interface SearchPage extends FileContent {
  readonly found: Found;
}

export interface Search {
  readonly card: CardInTurn;
  readonly marketplace: Marketplace;
  /** Pages that are asked for at most. */
  readonly pages: number;
}

/** The prices of a page before the last: none of its own, but it is part of the proof. */
const partOf = (cardId: string): PriceList => ({
  setId: cardId,
  cardIds: [],
  readable: true,
  whole: true,
  rows: 0,
  readRows: () => [],
});

/** A page of a search. A listing that moved between two pages stands once. */
const pageFile = ({ card, marketplace, pages }: Search, before: Found, number: number): SourceFile<SearchPage> => {
  const path = searchPath(wordsOf(card), marketplace, before.received);
  return {
    path,
    kind: 'prices',
    setId: card.cardId,
    reduce: (text) => reduceSearch(path, text),
    read: (text) => {
      const page = readSearchPage(path, text, marketplace.currency, before.received === 0);
      const received = before.received + page.rows;
      const total = Math.max(page.total, before.total);
      const found: Found = {
        offers: new Map([...before.offers, ...page.offers.map((offer) => [offer.itemId, offer] as const)]),
        ids: new Set([...before.ids, ...page.ids]),
        received,
        total,
        readable: before.readable && page.readable,
        ended: page.rows === 0 || received >= total,
      };
      const isLast = found.ended || number >= pages;
      return { found, omissions: page.omissions, ...(isLast ? {} : { prices: [partOf(card.cardId)] }) };
    },
  };
};

/** The last page of a search that was had, with what it showed. */
export interface SearchEnd {
  readonly path: string;
  readonly found: Found;
}

/** Gets the pages of a search; `null` if one could not be had. */
export const fetchSearch = async (run: SourceRun, search: Search): Promise<SearchEnd | null> => {
  let found = nothing;
  for (let number = 1; ; number += 1) {
    const file = pageFile(search, found, number);
    const page = await run.get(file);
    if (page === null) return null;
    found = page.found;
    if (found.ended || number >= search.pages) return { path: file.path, found };
  }
};
