/**
 * A source that resembles no real one, to prove that collecting knows none: prices in euros for near-mint cards in English,
 * no stamp, no catalog, and pages that show only some of a set's cards.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FileContent, PriceRow, Source, SourceFile, SourceSettings } from '../../src/collecting/source.js';
import { ledgerError } from '../../src/base/errors.js';
import type { CatalogScope } from '../../src/domain/cards/facts.js';
import { printingOf } from '../../src/domain/prices/price-key.js';

/** An offer as the source writes it; amounts are texts. */
export interface Offer {
  readonly card: string;
  readonly finish: string;
  readonly from: string;
  readonly average: string | null;
  readonly sellers: number;
}

export interface Fair {
  readonly url: string;
  /** Pages of offers, by set id. */
  readonly pages: Map<string, Offer[][]>;
  /** Paths asked for, in order. */
  readonly asked: string[];
  /** Paths answered with 500. */
  readonly broken: Set<string>;
  close(): Promise<void>;
}

/** Starts the server of the source on loopback. */
export const startFair = async (): Promise<Fair> => {
  const pages = new Map<string, Offer[][]>();
  const asked: string[] = [];
  const broken = new Set<string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const [, setId = '', number = ''] = /^\/fair\/([\w-]+)\?page=(\d+)$/.exec(path) ?? [];
    const all = pages.get(setId) ?? [];
    response.writeHead(broken.has(path) ? 500 : 200);
    response.end(JSON.stringify({ more: Number(number) < all.length, offers: all[Number(number) - 1] ?? [] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    asked,
    broken,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const readOffer = (raw: unknown): PriceRow => {
  const { card, finish, from, average, sellers } = raw as Partial<Offer>;
  if (card === undefined) return { outcome: 'unidentified', raw, reason: 'schema', detail: 'no card' };
  const language = 'en';
  const key =
    finish === undefined
      ? null
      : {
          kind: 'market' as const,
          printing: printingOf(finish),
          condition: 'NM' as const,
          grade: null,
          language,
          currency: 'EUR' as const,
        };
  if (key === null || from === undefined) {
    return { outcome: 'fault', raw, cardId: card, key, reason: 'schema', detail: 'an offer without finish or price' };
  }
  const amounts = { low: from, mid: null, high: null, market: average ?? null, direct_low: null };
  return { outcome: 'price', raw, cardId: card, key, amounts, sampleSize: sellers ?? null };
};

interface FairPage extends FileContent {
  readonly more: boolean;
}

const pageFile = (setId: string, number: number, whole: boolean): SourceFile<FairPage> => {
  const path = `/fair/${setId}?page=${number}`;
  return {
    path,
    kind: 'prices',
    setId,
    read: (text) => {
      let page: { more: boolean; offers: readonly unknown[] };
      try {
        page = JSON.parse(text) as typeof page;
      } catch (error) {
        throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: not JSON`, { cause: error });
      }
      const rows = page.offers.map(readOffer);
      const cardIds = new Set(rows.flatMap((row) => (row.outcome === 'unidentified' ? [] : [row.cardId])));
      const readable = rows.every(({ outcome }) => outcome !== 'unidentified');
      const list = { setId, cardIds: [...cardIds], readable, whole, rows: rows.length, readRows: () => rows };
      return { more: page.more, prices: [list] };
    },
  };
};

/** Its last page, with which every price of the scopes is shown. */
const lastPage = (scopes: readonly CatalogScope[]): SourceFile => ({
  path: '/fair/end',
  kind: 'prices',
  setId: null,
  read: () => ({ allPricesOf: scopes }),
});

/**
 * Creates the source: the pages of every set that the catalog has. Pages show only some of a set's cards, unless `whole` names
 * the scopes of which they show all.
 */
export const fairSource = (settings: SourceSettings, whole?: readonly CatalogScope[]): Source => ({
  name: 'fair',
  settings,
  parserVersion: 7,
  forbidsMissingFiles: false,
  schedule: { cron: '0 * * * *', lateAfterMs: 0 },
  catalogRefreshMs: Number.POSITIVE_INFINITY,
  stamp: null,
  async fetch(run) {
    await run.eachSet(run.selection ?? [...run.known.sets.keys()], async (setId) => {
      for (let number = 1; ; number += 1) {
        const page = await run.get(pageFile(setId, number, whole !== undefined));
        if (page?.more !== true) return;
      }
    });
    if (whole !== undefined) await run.get(lastPage(whole));
  },
});
