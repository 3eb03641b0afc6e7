/** Reads one stream to its end; whether streams exist. */
import { ledgerError } from '../base/errors.js';
import type { RecordedEvent } from '../domain/envelope.js';
import { limits } from '../base/limits.js';
import { cardStream, priceStream } from '../domain/streams.js';
import type { EventLog } from './event-log.js';

export interface StreamRange {
  /** First revision, inclusive; default: 0. */
  readonly from?: number;
  /** Last revision, exclusive; default: the end of the stream, as it is when it is reached. */
  readonly before?: number;
}

/** Yields the events of a stream in order, page by page. Yields nothing if the stream does not exist. */
export async function* streamEvents(
  log: Pick<EventLog, 'readStream'>,
  stream: string,
  { from = 0, before = Infinity }: StreamRange = {},
): AsyncGenerator<RecordedEvent> {
  let fromRevision = from;
  while (fromRevision < before) {
    const limit = Math.min(before - fromRevision, limits.readPageEventsMax);
    const slice = await log.readStream(stream, { direction: 'forwards', fromRevision, limit });
    const last = slice.outcome === 'read' ? slice.events.at(-1) : undefined;
    if (slice.outcome === 'stream_not_found' || last === undefined) return;
    yield* slice.events;
    if (last.revision >= slice.lastRevision) return;
    fromRevision = last.revision + 1;
  }
}

/** Returns whether the log has a stream of this name. */
export const hasStream = async (log: Pick<EventLog, 'readStream'>, stream: string): Promise<boolean> =>
  (await log.readStream(stream, { direction: 'backwards', limit: 1 })).outcome === 'read';

/**
 * Throws CARD_NOT_FOUND if the log has no event of the card or its prices. Rejected: asking the catalog, which may be behind
 * the log.
 */
export const assertCardInLog = async (log: Pick<EventLog, 'readStream'>, cardId: string): Promise<void> => {
  if ((await hasStream(log, cardStream(cardId))) || (await hasStream(log, priceStream(cardId)))) return;
  throw ledgerError('CARD_NOT_FOUND', `no card ${cardId} in this ledger`, {
    details: { card_id: `${cardId} is unknown` },
  });
};
