/**
 * The fake source of all tests: the sandbox marketplace, with recorded days (`startReplay`) or with a small market that a
 * test makes by hand (`startMarket`).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/paths.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { FaultInput } from '../../src/embedded/sandbox/faults.js';
import type { Market } from '../../src/embedded/sandbox/market.js';
import { openRecordedMarket, type RecordedRow, stampOfDay } from '../../src/embedded/sandbox/recorded-market.js';
import { startSandbox } from '../../src/embedded/sandbox/server.js';

export interface Replay {
  readonly url: string;
  readonly days: readonly string[];
  /** Serves another day. Throws if there is no such day. */
  setDay(day: string): void;
  /** Returns the rows of a day as recorded; of the day served if left out. */
  rows(day?: string): readonly RecordedRow[];
  close(): Promise<void>;
}

/** The recorded days in the repository. */
const fixture = join(packageRoot, 'test/fixtures/tcgcsv-2025');

/** Serves the recorded days of a folder, from the first one on. */
export const startReplay = async (folder = fixture): Promise<Replay> => {
  const market = openRecordedMarket(folder);
  const sandbox = await startSandbox({ market, runtime: systemRuntime(), start: new Date(0) });
  return {
    url: sandbox.url,
    days: market.days,
    setDay: (day) => {
      if (!market.days.includes(day)) throw new Error(`no prices of ${day}`);
      sandbox.setTime(stampOfDay(day));
    },
    rows: (day = sandbox.time().toISOString().slice(0, 10)) => market.rows(day),
    close: () => sandbox.close(),
  };
};

export interface MarketRow {
  productId: number;
  subTypeName: string;
  lowPrice: number | null;
  midPrice: number | null;
  highPrice: number | null;
  marketPrice: number | null;
  directLowPrice: number | null;
}

export interface MarketGroup {
  groupId: number;
  categoryId: number;
  name: string;
  modifiedOn: string;
  prices: unknown[];
  products: unknown[];
}

export const row = (productId: number, market: number | null, more: Partial<MarketRow> = {}): MarketRow => ({
  productId,
  subTypeName: 'Normal',
  lowPrice: 1,
  midPrice: 2,
  highPrice: 3,
  marketPrice: market,
  directLowPrice: null,
  ...more,
});

export const product = (
  productId: number,
  groupId: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  productId,
  groupId,
  name: `Product ${productId}`,
  cleanName: `Product ${productId}`,
  imageUrl: 'https://example.test/image.jpg',
  categoryId: 3,
  url: 'https://example.test/product',
  modifiedOn: '2025-01-01T00:00:00',
  imageCount: 1,
  presaleInfo: { isPresale: false, releasedOn: null, note: null },
  extendedData: [{ name: 'Number', displayName: 'Card Number', value: '1/10' }],
  ...more,
});

/** A response that a test writes itself. A function that does not end the response leaves the request hanging. */
export type Answer = (response: ServerResponse) => void;

export interface HandMadeMarket {
  readonly url: string;
  /** The stamp as printed: "2025-03-01T20:05:33+0000". */
  stamp: string;
  /** Last-Modified of a path; `null`: the header is not sent. */
  lastModified: (path: string) => Date | null;
  readonly groups: Map<number, MarketGroup>;
  /** Requests in order. */
  readonly asked: string[];
  readonly agents: Set<string>;
  /** Called for each request before it is answered. An Answer replaces the answer of the sandbox. */
  onRequest: (path: string, request: IncomingMessage) => Answer | undefined;
  /** Spoils the next `count` requests whose path contains `part`. */
  fault(part: string, fault: FaultInput | Answer, count?: number): void;
  group(groupId: number): MarketGroup;
  close(): Promise<void>;
}

const groupOf = (groupId: number, categoryId: number, ids: readonly number[]): MarketGroup => ({
  groupId,
  categoryId,
  name: `Group ${groupId}`,
  modifiedOn: '2025-01-01T00:00:00',
  prices: ids.map((id) => row(id, 2)),
  products: ids.map((id) => product(id, groupId)),
});

/** Starts a market of three groups and four cards, which a test changes as it needs. */
export const startMarket = async (): Promise<HandMadeMarket> => {
  const answers: { part: string; answer: Answer; left: number }[] = [];
  const groups = new Map(
    [groupOf(10, 3, [101, 102]), groupOf(11, 3, [111]), groupOf(20, 68, [201])].map((group) => [group.groupId, group]),
  );
  const content: Market = {
    at: (time) => ({
      stamp: time,
      categoryIds: [3, 68],
      groups: (category) =>
        [...groups.values()]
          .filter(({ categoryId }) => categoryId === category)
          .map(({ prices: _prices, products: _products, ...group }) => ({
            abbreviation: '',
            isSupplemental: false,
            publishedOn: '2025-01-01T00:00:00',
            ...group,
          })),
      products: (_category, groupId) => groups.get(groupId)?.products,
      prices: (_category, groupId) => groups.get(groupId)?.prices,
      lastModified: (path) => market.lastModified(path),
    }),
    next: () => null,
  };
  const takeAnswer = (path: string): Answer | undefined => {
    const waiting = answers.find(({ part, left }) => left > 0 && path.includes(part));
    if (waiting !== undefined) waiting.left -= 1;
    return waiting?.answer;
  };
  const sandbox = await startSandbox({
    market: content,
    runtime: systemRuntime(),
    start: new Date('2025-03-01T20:05:33Z'),
    onRequest: (path, request, response) => {
      market.asked.push(path);
      market.agents.add(request.headers['user-agent'] ?? '');
      const answer = market.onRequest(path, request) ?? takeAnswer(path);
      answer?.(response);
      return answer !== undefined;
    },
  });
  const market: HandMadeMarket = {
    url: sandbox.url,
    get stamp() {
      return `${sandbox.time().toISOString().slice(0, 19)}+0000`;
    },
    set stamp(text) {
      sandbox.setTime(new Date(text));
    },
    lastModified: () => null,
    groups,
    asked: [],
    agents: new Set(),
    onRequest: () => undefined,
    fault: (part, fault, count = 1) => {
      if (typeof fault === 'function') answers.push({ part, answer: fault, left: count });
      else sandbox.faults.add({ ...fault, path: part, count });
    },
    group: (groupId) => {
      const group = groups.get(groupId);
      if (group === undefined) throw new Error(`no group ${groupId}`);
      return group;
    },
    close: () => sandbox.close(),
  };
  return market;
};
