/**
 * Serves made-up days in tcgcsv's wire format, with whatever a file of days says: rows of any kind, bodies as they are,
 * statuses. A file is `{ why, days: [{ stamp, groups, products, prices, raw, status }] }`; `products` and `prices` are by
 * group, `raw` by "products/11", "prices/11" or "groups/3", `status` by path.
 */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface DayFile {
  readonly stamp: string;
  readonly groups?: readonly unknown[];
  readonly products?: Readonly<Record<string, readonly unknown[]>>;
  readonly prices?: Readonly<Record<string, readonly unknown[]>>;
  readonly raw?: Readonly<Record<string, string>>;
  readonly status?: Readonly<Record<string, number>>;
}

export interface Days {
  /** Name of the file, without its ending. */
  readonly name: string;
  /** What is right. */
  readonly why: string;
  readonly days: readonly DayFile[];
}

/** Reads the files of a folder, in order of their names. A file without `days` is one day. */
export const readDays = (folder: string): Days[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const read = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Partial<Days> & DayFile;
      return { name: file.replace(/\.json$/, ''), why: read.why ?? '', days: read.days ?? [read] };
    });

export interface DayServer {
  readonly url: string;
  /** Shows another day from the next request on. */
  show(day: DayFile): void;
  /** Paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

const envelope = (results: readonly unknown[]): string =>
  JSON.stringify({ totalItems: results.length, success: true, errors: [], results });

const bodyOf = (day: DayFile, category: string, group: string | undefined, kind: string | undefined): string => {
  if (group === undefined || kind === undefined) {
    const isOfCategory = (row: unknown): boolean =>
      (row as { categoryId?: unknown } | null)?.categoryId === Number(category) || (row === null && category === '3');
    return day.raw?.[`groups/${category}`] ?? envelope((day.groups ?? []).filter(isOfCategory));
  }
  const files = kind === 'prices' ? day.prices : day.products;
  return day.raw?.[`${kind}/${group}`] ?? envelope(files?.[group] ?? []);
};

/** Starts the server on a free port of loopback. */
export const startDayServer = async (first: DayFile): Promise<DayServer> => {
  let shown = first;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const status = shown.status?.[path];
    if (status !== undefined) {
      response.writeHead(status, { 'content-type': 'application/xml' }).end('<Error><Code>AccessDenied</Code></Error>');
      return;
    }
    if (path === '/last-updated.txt') {
      response.end(shown.stamp);
      return;
    }
    const [, category, group, kind] = /^\/tcgplayer\/(\d+)\/(?:groups|(\d+)\/(prices|products))$/.exec(path) ?? [];
    if (category === undefined) response.writeHead(404).end();
    else response.end(bodyOf(shown, category, group, kind));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (day) => void (shown = day),
    asked,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
