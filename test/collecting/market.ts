/** The fake source of collector tests: the sandbox marketplace with a small market that a test changes as it needs. */
import type { ServerResponse } from 'node:http';
import { systemRuntime } from '../../src/base/runtime.js';
import type { FaultInput } from '../../src/embedded/sandbox/faults.js';
import type { Market as SandboxMarket } from '../../src/embedded/sandbox/market.js';
import { startSandbox } from '../../src/embedded/sandbox/server.js';

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

/** A fault of the sandbox, or a response that the test writes. A request that it does not end stays open. */
export type Answer = FaultInput | ((response: ServerResponse) => void);

export const status = (code: number, headers: { 'retry-after'?: string } = {}): Answer => ({
  status: code,
  ...(headers['retry-after'] === undefined ? {} : { retry_after: Number(headers['retry-after']) }),
});
export const hang: Answer = { kind: 'hang' };
export const html: Answer = { kind: 'html' };
export const truncated: Answer = { kind: 'truncate' };
export const cut: Answer = { kind: 'half' };

export interface Market {
  readonly url: string;
  /** The stamp as printed: "2025-03-01T20:05:33+0000". */
  stamp: string;
  /** Returns the Last-Modified of a path; `null` if the header is not sent. */
  lastModified: (path: string) => Date | null;
  readonly groups: Map<number, MarketGroup>;
  /** Requests in order. */
  readonly asked: string[];
  readonly agents: Set<string>;
  /** Called for each request before it is answered. An Answer replaces the one of the market. */
  onRequest: (path: string, response: ServerResponse) => Answer | undefined;
  /** Answers the next `count` requests whose path contains `part`. */
  fault(part: string, answer: Answer, count?: number): void;
  /** Ends the faults that are left. */
  endFaults(): void;
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

const groupRow = ({ groupId, categoryId, name, modifiedOn }: MarketGroup): object => ({
  groupId,
  categoryId,
  name,
  modifiedOn,
  abbreviation: '',
  isSupplemental: false,
  publishedOn: '2025-01-01T00:00:00',
});

/** Starts a market of three groups and four cards. */
export const startMarket = async (): Promise<Market> => {
  const answers: { part: string; answer: (response: ServerResponse) => void; left: number }[] = [];
  const groups = new Map(
    [groupOf(10, 3, [101, 102]), groupOf(11, 3, [111]), groupOf(20, 68, [201])].map((group) => [group.groupId, group]),
  );
  const content: SandboxMarket = {
    at: (stamp) => ({
      stamp,
      categoryIds: [3, 68, 85],
      groups: (category) => [...groups.values()].filter(({ categoryId }) => categoryId === category).map(groupRow),
      products: (_category, groupId) => groups.get(groupId)?.products,
      prices: (_category, groupId) => groups.get(groupId)?.prices,
      lastModified: (path) => market.lastModified(path),
    }),
    next: () => null,
  };
  const fault: Market['fault'] = (part, answer, count = 1) => {
    if (typeof answer === 'function') answers.push({ part, answer, left: count });
    else sandbox.faults.add({ ...answer, path: part, count });
  };
  const sandbox = await startSandbox({
    market: content,
    runtime: systemRuntime(),
    start: new Date('2025-03-01T20:05:33Z'),
    onRequest: (path, request, response) => {
      market.asked.push(path);
      market.agents.add(request.headers['user-agent'] ?? '');
      const answer = market.onRequest(path, response);
      if (answer !== undefined) fault(path, answer);
      const written = answers.find(({ part, left }) => left > 0 && path.includes(part));
      if (written === undefined) return false;
      written.left -= 1;
      written.answer(response);
      return true;
    },
  });
  const market: Market = {
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
    fault,
    endFaults: () => {
      answers.length = 0;
      sandbox.faults.clear();
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
