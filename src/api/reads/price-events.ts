/**
 * The events behind the prices of a card, read from its stream: read models keep the id of the newest one of each key only.
 * Rejected: an id with every observation of the history, because 16 bytes would double what it takes.
 */
import type { OfferFacts, Price } from '../../../projections/latest-prices/queries.js';
import type { LedgerEvent } from '../../domain/envelope.js';
import { toMajorUnitsOrNull } from '../../domain/prices/money.js';
import { type PriceChange, priceChangeOf } from '../../domain/prices/price-change.js';
import { type PriceKey, priceKeyText } from '../../domain/prices/price-key.js';
import { priceStream } from '../../domain/streams.js';
import { decodeEvent } from '../../domain/upcasting.js';
import type { EventLog } from '../../log/event-log.js';
import { streamEvents } from '../../log/stream-events.js';

/** Returns the events of a card's price stream, in order. Throws EVENT_NOT_UNDERSTOOD. */
export const readPriceEvents = async (log: Pick<EventLog, 'readStream'>, cardId: string): Promise<LedgerEvent[]> => {
  const events: LedgerEvent[] = [];
  for await (const event of streamEvents(log, priceStream(cardId))) events.push(decodeEvent(event));
  return events;
};

/** The key of a price or a series, without its card. */
type KeyParts = Omit<PriceKey, 'card_id' | 'printing'> &
  ({ readonly printing_slug: string } | { readonly printingSlug: string });

/** Returns a key as text, as the events have it. */
export const keyTextOf = (cardId: string, key: KeyParts): string => {
  const slug = 'printing_slug' in key ? key.printing_slug : key.printingSlug;
  return priceKeyText({ ...key, card_id: cardId, printing: { name: slug, slug } });
};

const states = (change: PriceChange, price: Price): boolean => {
  if (change.kind === 'withdrawn') return price.withdrawn;
  if (change.kind === 'voided' || price.withdrawn) return false;
  const { low, mid, high, market, direct_low } = change.numbers;
  const stated = [low, mid, high, market, direct_low].map((minor) => toMajorUnitsOrNull(minor, price.currency));
  const shown = [price.low_price, price.mid_price, price.high_price, price.market_price, price.direct_low_price];
  return stated.every((amount, at) => amount === shown[at]);
};

/**
 * Returns the event that states a price: of its key and stamp, with its numbers, the last one recorded by `knownAt` (RFC 3339;
 * default: now). `undefined` if the log has none.
 */
export const statingEvent = (
  events: readonly LedgerEvent[],
  priceKey: string,
  price: Price,
  knownAt?: string,
): LedgerEvent | undefined => {
  const atMs = Date.parse(price.effective_at);
  // By whole seconds, as the history keeps when an event was recorded.
  const secondsAfter = (instant: string): number => Math.ceil((Date.parse(instant) - atMs) / 1_000);
  const knownAfter = knownAt === undefined ? Infinity : secondsAfter(knownAt);
  return events.findLast((event) => {
    const change = priceChangeOf(event);
    return (
      change !== null &&
      priceKeyText(change.key) === priceKey &&
      Date.parse(change.effectiveAt) === atMs &&
      secondsAfter(event.recorded_at) <= knownAfter &&
      states(change, price)
    );
  });
};

/** Returns what an event states beside the numbers of a price. */
const offerFactsOf = (event: LedgerEvent | undefined, { currency }: Price): OfferFacts => {
  const change = event === undefined ? null : priceChangeOf(event);
  if (change?.kind !== 'observed') return { sample_size: null, low_shipping: null };
  return { sample_size: change.sampleSize, low_shipping: toMajorUnitsOrNull(change.lowShipping, currency) };
};

/** Returns prices as of a time with the ids of the events that state them, and what these state beside the numbers. */
export const withStatedFacts = async (
  log: Pick<EventLog, 'readStream'>,
  cardId: string,
  prices: readonly Price[],
  knownAt: string | undefined,
): Promise<(Price & OfferFacts)[]> => {
  if (prices.length === 0) return [];
  const events = await readPriceEvents(log, cardId);
  return prices.map((price) => {
    const event = statingEvent(events, keyTextOf(cardId, price), price, knownAt);
    return { ...price, event_id: event?.id ?? null, ...offerFactsOf(event, price) };
  });
};
