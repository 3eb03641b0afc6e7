/** What is known of a card's prices at some position of the log, folded from its stream: where nobody has followed it yet. */
import { foldKey, type KeyState, priceUpdateOf } from '../domain/alerts/key-state.js';
import type { LedgerEvent, LogPosition, RecordedEvent } from '../domain/envelope.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import { inParallel } from '../base/async/parallel.js';
import { limits } from '../base/limits.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';

/** null for what cannot be decoded: whoever followed the card would have parked it. */
const decoded = (event: RecordedEvent): LedgerEvent | null => {
  try {
    return decodeEvent(event);
  } catch {
    return null;
  }
};

/**
 * The keys of a card after the event at `upTo`. One read of the card's stream, page by page, so its cost is the card's own
 * history. Rejected: keeping the newest price of every card of the market, a write an observation for cards that nobody
 * watches, and useless to rules that look back.
 */
export const readCardHistory = async (
  log: Pick<EventLog, 'readStream'>,
  of: { cardId: string; upTo: LogPosition; keepPoints: boolean },
): Promise<Map<string, KeyState>> => {
  const keys = new Map<string, KeyState>();
  for await (const event of streamEvents(log, priceStream(of.cardId))) {
    if (event.position > of.upTo) break;
    const known = decoded(event);
    const fact = known === null ? null : priceUpdateOf(known);
    if (fact !== null) keys.set(fact.text, foldKey(keys.get(fact.text) ?? null, fact, of).state);
  }
  return keys;
};

/** The same for several cards, a few at a time. `cards`: card → whether its points are kept. */
export const readCardHistories = async (
  log: Pick<EventLog, 'readStream'>,
  cards: ReadonlyMap<string, boolean>,
  upTo: LogPosition,
): Promise<Map<string, Map<string, KeyState>>> => {
  const histories = await inParallel([...cards], limits.alertHistoriesAtOnce, async ([cardId, keepPoints]) => {
    const history = await readCardHistory(log, { cardId, upTo, keepPoints });
    return [cardId, history] as const;
  });
  return new Map(histories);
};
