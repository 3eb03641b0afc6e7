/**
 * A source that writes one file for a whole game, with the file's own time in its first bytes and product ids of its own: what
 * the port allows beside the files of sets.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  FileContent,
  PriceRow,
  Source,
  SourceFile,
  SourceRun,
  SourceSettings,
} from '../../src/collecting/source.js';
import type { Game } from '../../src/domain/cards/card.js';
import { printingOf } from '../../src/domain/prices/price-key.js';

/** The file of a game. */
export interface Guide {
  at: string;
  rows: { product: string; price: number }[];
}

export interface GuideServer {
  readonly url: string;
  readonly guides: Map<string, Guide>;
  /** Paths asked for, with their range, in order. */
  readonly asked: string[];
  /** Whether the server ignores that only a part is asked for. */
  ignoresRange: boolean;
  /** Paths answered with 404. */
  readonly missing: Set<string>;
  close(): Promise<void>;
}

/** Starts the server of the source on loopback. */
export const startGuides = async (): Promise<GuideServer> => {
  const guides = new Map<string, Guide>();
  const asked: string[] = [];
  const missing = new Set<string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const { range } = request.headers;
    asked.push(range === undefined ? path : `${path} ${range}`);
    const guide = guides.get(path);
    if (guide === undefined || missing.has(path)) {
      response.writeHead(404).end();
      return;
    }
    // The head ends within a character.
    const body = Buffer.from(`{"at":"${guide.at}","note":"${'é'.repeat(40)}","rows":${JSON.stringify(guide.rows)}}`);
    const last = /^bytes=0-(\d+)$/.exec(range ?? '')?.[1];
    const isPart = last !== undefined && !place.ignoresRange;
    response.writeHead(isPart ? 206 : 200).end(isPart ? body.subarray(0, Number(last) + 1) : body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place: GuideServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    guides,
    asked,
    ignoresRange: false,
    missing,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return place;
};

const key = {
  kind: 'market' as const,
  printing: printingOf('Normal'),
  condition: null,
  grade: null,
  language: null,
  currency: 'EUR' as const,
};

const rowOf = (cardId: string, price: number): PriceRow => ({
  outcome: 'price',
  raw: { price },
  cardId,
  key,
  amounts: { low: null, mid: null, high: null, market: price, direct_low: null },
  sampleSize: null,
});

const guideFile = ({ known, selection }: SourceRun, game: Game): SourceFile => ({
  path: `/${game}`,
  kind: 'prices',
  setId: null,
  read: (text): FileContent => {
    const { at, rows } = JSON.parse(text) as Guide;
    const priced = rows.flatMap(({ product, price }) => {
      const cardId = known.externalIds.get(product);
      return cardId === undefined ? [] : [{ cardId, price }];
    });
    const sets = [...known.sets.values()].filter((set) => set.game === game).map(({ set_id }) => set_id);
    const prices = sets
      .filter((setId) => selection?.includes(setId) ?? true)
      .map((setId) => {
        const own = priced.filter(({ cardId }) => known.cards.get(cardId)?.setId === setId);
        const cardIds = [...new Set(own.map(({ cardId }) => cardId))];
        const readRows = () => own.map(({ cardId, price }) => rowOf(cardId, price));
        return { setId, cardIds, readable: true, whole: true, rows: own.length, stamp: at, readRows };
      });
    return { prices, allPricesOf: [{ game, language: null }], unmatched: rows.length - priced.length };
  },
});

/** Creates the source: a file for Pokémon, whose time is the stamp, and one for One Piece. */
export const guideSource = (settings: SourceSettings): Source => ({
  name: 'guides',
  settings,
  parserVersion: 1,
  forbidsMissingFiles: false,
  schedule: { cron: '0 1 * * *', lateAfterMs: 0 },
  catalogRefreshMs: Number.POSITIVE_INFINITY,
  externalSystem: 'guides',
  stamp: { path: '/pokemon', headBytes: 60, read: (text) => /^\{"at":"([^"]+)"/.exec(text)?.[1] ?? '' },
  async fetch(run) {
    for (const game of ['pokemon', 'onepiece'] as const) await run.get(guideFile(run, game));
  },
});
