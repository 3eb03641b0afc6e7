/** A small market of the tests' own that speaks tcgcsv's format: a mutable model, and faults by path. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  categoryId: 3 | 68 | 85;
  name: string;
  modifiedOn: string;
  prices: unknown[];
  products: unknown[];
}

export type Answer = (response: ServerResponse, body: string) => void;

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

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(code, headers);
    response.end('no');
  };
export const hang: Answer = () => undefined;
export const html: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<html>Checking your browser</html>');
};
export const truncated: Answer = (response, body) => {
  response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
};
/** Half the body, ended as if it were all. */
export const cut: Answer = (response, body) => {
  response.writeHead(200);
  response.end(body.slice(0, body.length / 2));
};

export interface Market {
  readonly url: string;
  stamp: string;
  /** Last-Modified of a path; undefined: the header is not sent. */
  lastModified: (path: string) => Date | undefined;
  readonly groups: Map<number, MarketGroup>;
  /** Requests in order. */
  readonly asked: string[];
  readonly agents: Set<string>;
  /** Called for each request before it is answered; an Answer replaces the real one. */
  onRequest: (path: string) => Answer | undefined;
  /** Answers the next `count` requests whose path contains `part`. */
  fault(part: string, answer: Answer, count?: number): void;
  group(groupId: number): MarketGroup;
  close(): Promise<void>;
}

export const startMarket = async (): Promise<Market> => {
  const faults: { part: string; answer: Answer; left: number }[] = [];
  const groups = new Map<number, MarketGroup>();
  const bodyOf = (path: string): string | undefined => {
    if (path === '/last-updated.txt') return `${market.stamp}\n`;
    const [, category, group, kind] = /^\/tcgplayer\/(\d+)\/(?:groups|(\d+)\/(prices|products))$/.exec(path) ?? [];
    if (category === undefined) return undefined;
    if (group === undefined) {
      const listed = [...groups.values()].filter(({ categoryId }) => String(categoryId) === category);
      const rest = { abbreviation: '', isSupplemental: false, publishedOn: '2025-01-01T00:00:00' };
      const results = listed.map(({ groupId, categoryId, name, modifiedOn }) => ({
        groupId,
        categoryId,
        name,
        modifiedOn,
        ...rest,
      }));
      return JSON.stringify({ totalItems: results.length, success: true, errors: [], results });
    }
    const held = groups.get(Number(group));
    if (held === undefined) return undefined;
    return JSON.stringify({ success: true, errors: [], results: kind === 'prices' ? held.prices : held.products });
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    market.asked.push(path);
    market.agents.add(request.headers['user-agent'] ?? '');
    const answer = market.onRequest(path);
    const body = bodyOf(path);
    const fault = faults.find(({ part, left }) => left > 0 && path.includes(part));
    if (fault !== undefined) {
      fault.left -= 1;
      fault.answer(response, body ?? '');
      return;
    }
    if (answer !== undefined) {
      answer(response, body ?? '');
      return;
    }
    const modified = market.lastModified(path);
    response.writeHead(
      body === undefined ? 404 : 200,
      modified === undefined ? {} : { 'last-modified': modified.toUTCString() },
    );
    response.end(body ?? 'not found');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const market: Market = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stamp: '2025-03-01T20:05:33+0000',
    lastModified: () => undefined,
    groups,
    asked: [],
    agents: new Set(),
    onRequest: () => undefined,
    fault: (part, answer, count = 1) => void faults.push({ part, answer, left: count }),
    group: (groupId) => {
      const held = groups.get(groupId);
      if (held === undefined) throw new Error(`no group ${groupId}`);
      return held;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  const listed: [number, 3 | 68, number[]][] = [
    [10, 3, [101, 102]],
    [11, 3, [111]],
    [20, 68, [201]],
  ];
  for (const [groupId, categoryId, ids] of listed) {
    groups.set(groupId, {
      groupId,
      categoryId,
      name: `Group ${groupId}`,
      modifiedOn: '2025-01-01T00:00:00',
      prices: ids.map((id) => row(id, 2)),
      products: ids.map((id) => product(id, groupId)),
    });
  }
  return market;
};
