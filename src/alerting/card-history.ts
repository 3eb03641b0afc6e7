/** The price keys of a card at some position of the log, folded from the card's stream: for cards not followed so far. */
import { inParallel } from '../base/async/parallel.js';
import { foldKey, type KeyState, priceUpdateOf } from '../domain/alerts/key-state.js';
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';

/** Streams read at once. */
const readsAtOnceMax = 8;

/** Returns `null` for an event that cannot be decoded: the alerter of a followed card would have parked it. */
const decodedOrNull = (event: RecordedEvent): ReturnType<typeof decodeEvent> | null => {
  try {
    return decodeEvent(event);
  } catch {
    return null;
  }
};

/**
 * Returns the keys of a card after the event at `upTo`, by the text of the key. Reads the card's stream once, so the cost
 * is the card's own history. Rejected: keeping the newest price of every card, because that is a write per observation
 * for cards without alerts, and no help to rules that look back.
 */
const readCardHistory = async (
  log: Pick<EventLog, 'readStream'>,
  options: { cardId: string; upTo: LogPosition; keepPoints: boolean },
): Promise<Map<string, KeyState>> => {
  const keys = new Map<string, KeyState>();
  for await (const recorded of streamEvents(log, priceStream(options.cardId))) {
    if (recorded.position > options.upTo) break;
    const event = decodedOrNull(recorded);
    const update = event === null ? null : priceUpdateOf(event);
    if (update !== null) keys.set(update.keyText, foldKey(keys.get(update.keyText) ?? null, update, options).state);
  }
  return keys;
};

/** Returns the same for several cards, by card. `cards`: card → whether its points are kept. */
export const readCardHistories = async (
  log: Pick<EventLog, 'readStream'>,
  cards: ReadonlyMap<string, boolean>,
  upTo: LogPosition,
): Promise<Map<string, Map<string, KeyState>>> => {
  const histories = await inParallel([...cards], readsAtOnceMax, async ([cardId, keepPoints]) => {
    const history = await readCardHistory(log, { cardId, upTo, keepPoints });
    return [cardId, history] as const;
  });
  return new Map(histories);
};

/** Returns the price keys that a card has ever had. */
export const keysOfCard = async (log: Pick<EventLog, 'readStream'>, cardId: string): Promise<PriceKey[]> => {
  const keys = new Map<string, PriceKey>();
  for await (const recorded of streamEvents(log, priceStream(cardId))) {
    const event = decodedOrNull(recorded);
    const update = event === null ? null : priceUpdateOf(event);
    if (update !== null) keys.set(update.keyText, update.key);
  }
  return [...keys.values()];
};
