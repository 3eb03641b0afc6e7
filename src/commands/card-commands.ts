/** What commands on cards share: the stream of a card, and the lock of commands that look at other cards. */
import type { LedgerEvent } from '../domain/envelope.js';
import { cardStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import { streamEvents } from '../log/stream-events.js';
import type { CorrectionDeps } from './command.js';

/** Reads the events of a card. Throws EVENT_NOT_UNDERSTOOD. */
export const readCardStream = async (
  { log }: Pick<CorrectionDeps, 'log'>,
  cardId: string,
): Promise<{ readonly revision: number; readonly all: readonly LedgerEvent[] }> => {
  const all: LedgerEvent[] = [];
  for await (const event of streamEvents(log, cardStream(cardId))) all.push(decodeEvent(event));
  return { revision: all.at(-1)?.revision ?? -1, all };
};

/**
 * Runs `work` while no other process decides on cards. Expected revisions guard one stream only: two merges, of A into B
 * and of B into A, would both be right where they look.
 */
export const underCardLock = <T>({ database }: Pick<CorrectionDeps, 'database'>, work: () => Promise<T>): Promise<T> =>
  database.transaction(async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtextextended('corrections of cards', 0))`);
    return work();
  });
