/** Dependencies of the API. */
import type { IncomingMessage } from 'node:http';
import type { Accounts } from '../accounts/accounts.js';
import type { AtOnce } from './at-once.js';
import type { ReadCache } from './cache/read-cache.js';
import type { CardReads } from './card-reads.js';
import type { CardPictures, DashboardOptions } from './dashboard/options.js';
import type { CsvTableOf } from './csv-answers.js';
import type { ChannelRules } from '../delivery/channel-rules.js';
import type { NextStamp } from './cache-control.js';
import type { Quotas } from './rate-limit/quotas.js';
import type { LedgerMatcher } from '../matching/ledger-matcher.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { ObservedSource } from './observed-source.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import type { OpenStreams } from './stream/open-streams.js';
import type { PriceFeed } from './stream/price-feed.js';

/** Origins such as https://cards.example, or all of them. */
export type AllowedOrigins = '*' | readonly string[];

export interface ApiDeps {
  /** Returns the table in which a request asks for its answer; the app sets it. */
  readonly csvTable?: CsvTableOf;
  /** For queries: bounded in time. */
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Users and their credentials. */
  readonly accounts: Accounts;
  /** Whether reads of prices need a key. Default: they are open to everybody. */
  readonly readsNeedKey?: boolean;
  /** Without it every read queries the database. */
  readonly cache?: ReadCache;
  /** Origins whose pages may read answers; `*`: all. Default: none. */
  readonly corsOrigins?: AllowedOrigins;
  /** When new prices are expected: shared caches keep no answer longer. Default: not known. */
  readonly nextStamp?: NextStamp;
  /** Folder of the files for download. Default: there are none. */
  readonly exportsDir?: string;
  /** How much each client may ask. Default: as much as it likes. */
  readonly quotas?: Quotas;
  /** Sent by this process with what it asks itself, which does not count. */
  readonly ownSecret?: string;
  /** Addresses and networks of the proxies that say which client a request came from. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** What channels may be made of. Default: public addresses only, and no mail. */
  readonly channelRules?: ChannelRules;
  /** The sources that are collected. Default: none. */
  readonly sources?: readonly ObservedSource[];
  /** The pages that people look at. Default: there are none, and / leads to /docs. */
  readonly dashboard?: DashboardOptions;
  /** Where the pictures of cards come from. Default: no card has one. */
  readonly pictures?: CardPictures;
  /** How eBay tells of closed accounts. Default: it does not. */
  readonly ebayDeletions?: EbayDeletions;
  /** Counts reads of cards. Default: they are not counted. */
  readonly cardReads?: CardReads;
  /** The ledger holds simulated prices: every answer carries X-Simulated. */
  readonly simulated: boolean;
}

/** How eBay tells of closed accounts. */
export interface EbayDeletions {
  /** The verification token that was entered at eBay. */
  readonly token: string;
  /** The endpoint as it was entered at eBay, letter by letter: the answer depends on it. */
  readonly endpoint: string;
  /**
   * Judges a notice by its header x-ebay-signature; `unknown`: eBay's key could not be had. Absent: notices are acknowledged unread.
   */
  readonly judge?: (signature: string | undefined, body: Buffer) => Promise<'genuine' | 'forged' | 'unknown'>;
}

/** What the streams of one app share. */
export interface Streams {
  readonly feed: PriceFeed;
  readonly open: OpenStreams;
  /** Returns what the streams of one client are counted by. */
  readonly clientOf: (request: IncomingMessage) => string;
  /** Aborts when the server is to end: streams end then, or they would hold it up. */
  readonly shutdown: AbortSignal;
}

/** What controllers get: the dependencies, and what the app makes of them. */
export interface ApiServices extends ApiDeps {
  /** Returns the address or network that a request came from, whoever sent it. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly streams: Streams;
  readonly channelRules: ChannelRules;
  /** Decides which card a text means. */
  readonly matcher: LedgerMatcher;
  /** Bounds back-tests. */
  readonly backtests: AtOnce;
}
