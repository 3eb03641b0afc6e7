/**
 * Replays recorded tcgcsv days on loopback in the site's wire format, one day at a time, with switchable faults. What
 * the recording lacks is filled plainly: a product without a name is "Product <id>", a group without one "Group <id>".
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openRecorded } from './tcgcsv-files.js';
import type { RecordedFiles, RecordedGroup, RecordedProduct, RecordedRow } from './tcgcsv-files.js';

export interface ReplayFault {
  readonly status?: number;
  readonly kind?: 'truncate' | 'html' | 'hang';
  /** Requests to spoil; 1 when left out. */
  readonly count?: number;
  /** Seconds of Retry-After. */
  readonly retry_after?: number;
  /** Only requests whose path contains this. */
  readonly path?: string;
}

export interface Replay {
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly days: readonly string[];
  /** The day now served. */
  day(): string;
  /** Serves another day; throws when there is none of that name. */
  setDay(day: string): void;
  /** Moves one day on and returns true, or returns false at the last. */
  next(): boolean;
  /** Queues faults for the next requests; without any, forgets those waiting. */
  faults(...faults: readonly ReplayFault[]): void;
  /** Requests since the start, a path. */
  counts(): Readonly<Record<string, number>>;
  /** The rows of a day as recorded (the day served when left out), to compare with what was made of them. */
  rows(day?: string): readonly RecordedRow[];
  close(): Promise<void>;
}

/** The stamp of a recorded day: when the site wrote it. */
export const stampOfDay = (day: string): Date => new Date(`${day}T20:05:33Z`);

const priceRow = (row: RecordedRow): object => ({
  productId: row.product,
  lowPrice: row.low,
  midPrice: row.mid,
  highPrice: row.high,
  marketPrice: row.market,
  directLowPrice: row.directLow,
  subTypeName: row.printing,
});

const groupsOf = (files: RecordedFiles, day: string, category: number): RecordedGroup[] => {
  const unnamed = [...files.day(day).byGroup.keys()]
    .map((key) => key.split('/').map(Number))
    .filter(([of = 0, group = 0]) => of === category && !files.groups.has(group))
    .map(([, groupId = 0]) => ({
      groupId,
      name: `Group ${groupId}`,
      abbreviation: '',
      isSupplemental: false,
      publishedOn: '2025-10-01T00:00:00',
      modifiedOn: '2025-10-01T00:00:00',
      categoryId: category,
    }));
  return [...[...files.groups.values()].filter(({ categoryId }) => categoryId === category), ...unnamed];
};

const factsOf = (product: RecordedProduct | undefined): object[] =>
  [
    { name: 'Number', displayName: 'Card Number', value: product?.number },
    { name: 'Rarity', displayName: 'Rarity', value: product?.rarity },
  ].filter(({ value }) => value !== undefined && value !== null && value !== '');

const productsOf = (files: RecordedFiles, day: string, category: number, group: number): object[] => {
  const priced = (files.day(day).byGroup.get(`${category}/${group}`) ?? []).map(({ product }) => product);
  const ids = new Set([...priced, ...files.productsOf(group).map(({ productId }) => productId)]);
  return [...ids]
    .sort((a, b) => a - b)
    .map((productId) => {
      const known = files.product(productId);
      const name = known?.name ?? `Product ${productId}`;
      return {
        productId,
        name,
        cleanName: known === undefined ? name : (known.cleanName ?? null),
        imageUrl: known?.imageUrl ?? `https://tcgplayer-cdn.tcgplayer.com/product/${productId}_200w.jpg`,
        categoryId: category,
        groupId: group,
        url: known?.url ?? `https://www.tcgplayer.com/product/${productId}`,
        // not the day's date, which would make every unnamed product look edited every day
        modifiedOn: known?.modifiedOn ?? '2025-09-01T00:00:00',
        imageCount: 1,
        presaleInfo: { isPresale: false, releasedOn: null, note: null },
        extendedData: factsOf(known),
      };
    });
};

const envelope = (results: readonly object[], counted: boolean): string =>
  JSON.stringify({ ...(counted ? { totalItems: results.length } : {}), success: true, errors: [], results });

/** The body of a path on a day, or undefined where the site has none. */
const bodyOf = (files: RecordedFiles, day: string, path: string): { type: string; text: string } | undefined => {
  if (path === '/last-updated.txt') return { type: 'text/plain', text: `${day}T20:05:33+0000\n` };
  const match = /^\/tcgplayer\/(\d+)\/(?:(groups)|(\d+)\/(products|prices))$/.exec(path);
  if (match === null) return undefined;
  const category = Number(match[1]);
  const group = Number(match[3]);
  const type = 'application/json';
  if (match[2] !== undefined) return { type, text: envelope(groupsOf(files, day, category), true) };
  if (match[4] === 'products') return { type, text: envelope(productsOf(files, day, category, group), true) };
  const rows = files.day(day).byGroup.get(`${category}/${group}`) ?? [];
  return { type, text: envelope(rows.map(priceRow), false) };
};

const defaultAgent = /^(node|undici|axios|python|curl|Mozilla\/5\.0$)/i;

/** Spoils the answer as the fault says; false when the fault leaves it whole. */
const spoil = (response: ServerResponse, fault: ReplayFault | undefined, body: string): boolean => {
  if (fault?.status !== undefined) {
    if (fault.retry_after !== undefined) response.setHeader('retry-after', fault.retry_after);
    response.writeHead(fault.status);
    response.end();
    return true;
  }
  if (fault?.kind === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><body>Checking your browser</body></html>');
    return true;
  }
  if (fault?.kind === 'truncate') {
    const bytes = Buffer.from(body);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return true;
  }
  return fault?.kind === 'hang';
};

/** Starts a replay of the two folders on a free port of 127.0.0.1, at their first day. */
export const startReplay = async (folders: {
  readonly pricesDir: string;
  readonly productsDir: string;
}): Promise<Replay> => {
  const files = openRecorded(folders);
  const counts = new Map<string, number>();
  let day = files.days[0] ?? '';
  let waiting: ReplayFault[] = [];
  const takeFault = (path: string): ReplayFault | undefined => {
    const at = waiting.findIndex((fault) => fault.path === undefined || path.includes(fault.path));
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const agent = request.headers['user-agent'] ?? '';
    if (agent === '' || defaultAgent.test(agent)) {
      response.writeHead(401);
      response.end('set your User-Agent');
      return;
    }
    const fault = takeFault(path);
    const body = bodyOf(files, day, path);
    if (spoil(response, fault, body?.text ?? '')) return;
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': body?.type ?? 'text/plain',
      'last-modified': stampOfDay(day).toUTCString(),
    });
    response.end(body?.text ?? 'not found');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    days: files.days,
    day: () => day,
    setDay: (wanted) => {
      files.day(wanted);
      day = wanted;
    },
    next: () => {
      const following = files.days[files.days.indexOf(day) + 1];
      if (following === undefined) return false;
      day = following;
      return true;
    },
    faults: (...added) => {
      const each = added.flatMap((fault) => Array.from({ length: fault.count ?? 1 }, () => fault));
      waiting = added.length === 0 ? [] : [...waiting, ...each];
    },
    counts: () => Object.fromEntries(counts),
    rows: (wanted = day) => files.day(wanted).rows,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
