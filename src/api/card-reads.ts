/**
 * How often cards are read: counted in memory, answers from the cache included, and added to daily counters once a minute. A
 * process that dies loses the counts of its last minute. Rejected: a write for each read, which costs more than the answer.
 */
import type { IncomingMessage } from 'node:http';
import { dayMs, dayOf } from '../domain/instant.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import { knownCards } from '../../projections/catalog/queries.js';
import type { Database } from '../postgres/database.js';

const flushMs = 60_000;
/** Cards counted between two flushes; reads of further ones are not counted. */
const cardsMax = 20_000;
/** Days that are kept. */
const keptDays = 32;

const cardPath = /^\/v1\/cards\/((?:pokemon|onepiece)-[1-9]\d{0,9})(?=[/?]|$)/;

export interface CardReads {
  /** Counts a request for a card, its prices or its history. A step before the answer; every request goes on. */
  readonly count: (request: Pick<IncomingMessage, 'method' | 'url'>) => true;
  /** Adds what was counted to the daily counters. Of ids that no card has nothing is kept. */
  flush(): Promise<void>;
}

/** Creates the counter over `database`, which must be the primary. */
export const createCardReads = (deps: { database: Database; runtime: Pick<Runtime, 'now'> }): CardReads => {
  const { database, runtime } = deps;
  let counts = new Map<string, number>();
  return {
    count: ({ method, url = '' }) => {
      const cardId = method === 'GET' ? cardPath.exec(url)?.[1] : undefined;
      if (cardId === undefined) return true;
      const count = counts.get(cardId);
      if (count !== undefined || counts.size < cardsMax) counts.set(cardId, (count ?? 0) + 1);
      return true;
    },
    async flush() {
      if (counts.size === 0) return;
      const counted = counts;
      counts = new Map();
      const now = runtime.now();
      try {
        const cards = await knownCards(database, [...counted.keys()]);
        await database.query(
          `with added as (
             insert into usage.card_reads as r (day, card_id, reads)
             select $1::date, n.card_id, n.reads from unnest($2::text[], $3::bigint[]) as n(card_id, reads)
             on conflict (day, card_id) do update set reads = r.reads + excluded.reads
           ) delete from usage.card_reads where day < $4::date`,
          [
            dayOf(now),
            cards,
            cards.map((card) => counted.get(card) ?? 0),
            dayOf(new Date(now.getTime() - keptDays * dayMs)),
          ],
        );
      } catch (error) {
        for (const [card, count] of counted) counts.set(card, (counts.get(card) ?? 0) + count);
        throw error;
      }
    },
  };
};

/** Flushes the counter every minute until `signal` aborts, and once more then. */
export const runCardReads = async (
  deps: { cardReads: CardReads; runtime: Pick<Runtime, 'sleep'>; logger: Pick<Logger, 'warn'> },
  signal: AbortSignal,
): Promise<void> => {
  const { cardReads, runtime, logger } = deps;
  for (let isLast = false; !isLast;) {
    await runtime.sleep(flushMs, signal).catch(() => undefined);
    isLast = signal.aborted;
    await cardReads
      .flush()
      .catch((error: unknown) => logger.warn('reads not counted', { reason: (error as Error).message }));
  }
};

/** The reads of a card. */
export interface CardReadCount {
  readonly card_id: string;
  readonly reads: number;
}

/** Returns the cards that were read most since a day, most first; equal ones by id. */
export const mostRead = (database: Database, options: { sinceDay: string; limit: number }): Promise<CardReadCount[]> =>
  database.query<CardReadCount & Record<string, unknown>>(
    `select card_id, sum(reads)::int8 as reads from usage.card_reads where day >= $1::date
     group by card_id order by 2 desc, card_id collate "C" limit $2`,
    [options.sinceDay, options.limit],
  );

/** Returns the reads of cards since a day, by card. */
export const readsOf = async (
  database: Database,
  options: { sinceDay: string; cardIds: readonly string[] },
): Promise<ReadonlyMap<string, number>> => {
  const rows = await database.query<CardReadCount & Record<string, unknown>>(
    `select card_id, sum(reads)::int8 as reads from usage.card_reads where day >= $1::date and card_id = any($2) group by card_id`,
    [options.sinceDay, options.cardIds],
  );
  return new Map(rows.map(({ card_id, reads }) => [card_id, reads]));
};
