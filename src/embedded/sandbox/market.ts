/**
 * The port between the sandbox's server and the market that it shows. The server adds time, faults and HTTP. A market
 * is seeded (seeded-market.ts), recorded (recorded-market.ts), or made by hand in a test.
 */

export interface Market {
  /** Returns the last publication at or before `time`; the first one if `time` lies before it. */
  at(time: Date): Publication;
  /** Returns the stamp of the first publication after `time`; `null` if there is none. */
  next(time: Date): Date | null;
}

/** The files of one publication. Rows stand as tcgcsv prints them in `results`; a missing file is `undefined`. */
export interface Publication {
  readonly stamp: Date;
  readonly categoryIds: readonly number[];
  groups(categoryId: number): readonly unknown[];
  products(categoryId: number, groupId: number): readonly unknown[] | undefined;
  prices(categoryId: number, groupId: number): readonly unknown[] | undefined;
  /** Returns the Last-Modified of a path, `null` if it has none. Without this function it is the stamp. */
  lastModified?(path: string): Date | null;
}
