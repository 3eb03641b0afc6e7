/**
 * Lists that come in pages. The source counts by position: when a row is added or removed between two pages, one row stands on
 * both or on none. So a list is whole only if the different rows of all pages are as many as the highest count that any page
 * stated.
 */
import type { FileContent, SourceFile, SourceRun } from '../../collecting/source.js';
import type { Listing } from '../tcgplayer-rows/listing.js';
import { pageRows } from './wire-format.js';

/** Pages of one list: a source that promises ever more is not believed. */
const pagesMax = 1_000;

/** What the pages so far have shown. */
export interface Pages {
  /** Rows received: where the next page begins. */
  readonly received: number;
  /** The highest count of rows that a page stated; `null` if none did. */
  readonly total: number | null;
  /** Ids of the rows. */
  readonly ids: ReadonlySet<string>;
  /** Whether each page could be read whole. */
  readonly readable: boolean;
  /** Whether no page follows. */
  readonly ended: boolean;
}

export const noPages: Pages = { received: 0, total: null, ids: new Set(), readable: true, ended: false };

/** Returns the pages with one more. `ids`: those that it names; `readable`: whether it could be read whole. */
export const withPage = (
  before: Pages,
  { rows, totalItems }: Pick<Listing, 'rows' | 'totalItems'>,
  { ids, readable }: { readonly ids: Iterable<string>; readonly readable: boolean },
): Pages => {
  const received = before.received + rows.length;
  const total = totalItems === null ? before.total : Math.max(totalItems, before.total ?? 0);
  const isShort = total === null ? rows.length < pageRows : received >= total;
  return {
    received,
    total,
    ids: new Set([...before.ids, ...ids]),
    readable: before.readable && readable,
    ended: rows.length === 0 || isShort,
  };
};

/** Returns whether the pages have ended and hold everything that the source counts. */
export const areWhole = ({ ended, readable, total, ids }: Pages): boolean =>
  ended && readable && ids.size >= (total ?? 0);

/** A page of a list. */
export interface Page extends FileContent {
  /** The pages up to this one. */
  readonly pages: Pages;
}

/** Gets the pages of a list in order. Returns the last one; `null` if one could not be had. */
export const fetchPages = async <P extends Page>(
  run: SourceRun,
  fileAfter: (before: P | null) => SourceFile<P>,
): Promise<P | null> => {
  let last: P | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    last = await run.get(fileAfter(last));
    if (last === null || last.pages.ended) return last;
  }
  return last;
};
