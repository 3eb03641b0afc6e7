/**
 * The port between the sandbox's server and the wire format of a marketplace. All formats show one market, on one server: none
 * of their paths collide. The server adds time, faults and HTTP.
 */
import type { Fault } from './faults.js';
import type { Publication } from './market.js';

export interface FormatRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The text of a POST; empty otherwise. */
  readonly body: string;
  /** What is shown. */
  readonly publication: Publication;
  /** A fault that changes the rows; faults of every format are the server's. */
  readonly fault: Fault['kind'];
}

export interface FormatAnswer {
  readonly status: number;
  /** The media type. */
  readonly type: string;
  readonly body: string;
  /** Whether the path is one of the marketplace: requests are counted by path. */
  readonly known: boolean;
  /** Where a page leads to, by a redirection: a path of the sandbox. */
  readonly location?: string;
}

export interface MarketFormat {
  /** Returns whether a path belongs to the marketplace. */
  owns(path: string): boolean;
  /** Returns the answer to a client that the marketplace does not serve; `undefined` if it serves it. Costs no fault. */
  refuse?(request: Pick<FormatRequest, 'headers'>): FormatAnswer | undefined;
  /** Returns the answer to a request that no fault replaces. */
  answer(request: FormatRequest): FormatAnswer;
  /** The answer to a file that does not exist. */
  readonly missing: FormatAnswer;
  /** Whether bodies have an ETag and a Last-Modified. */
  readonly validates: boolean;
  /** Makes all access tokens void, where the marketplace hands any out. */
  expireTokens?(): void;
  /** Ends all consents of account owners, where the marketplace knows any. */
  endConsents?(): void;
}

export const json = 'application/json';

/** Returns the rows of a list as a fault shows them. */
export const faultyRows = (rows: readonly unknown[], kind: Fault['kind']): readonly unknown[] => {
  switch (kind) {
    // As a list does that was collated from a page read twice.
    case 'duplicate':
      return [...rows, ...rows.slice(0, 100)];
    case 'no-rows':
      return [];
    case 'half-rows':
      return rows.slice(0, Math.floor(rows.length / 2));
    default:
      return rows;
  }
};
