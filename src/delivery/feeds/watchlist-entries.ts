/** Entries of the feed of a watchlist: changes of the market prices of its cards, by the streams of their prices. */
import { mergedCards } from '../../../projections/catalog/id-changes.js';
import { findCards } from '../../../projections/catalog/queries.js';
import { lastPricedCards } from '../../../projections/latest-prices/queries.js';
import { inParallel } from '../../base/async/parallel.js';
import type { LedgerEvent } from '../../domain/envelope.js';
import {
  type CurrentPriceChange,
  currentPriceChange,
  foldCurrentPrices,
  noCurrentPrices,
} from '../../domain/prices/current-price.js';
import { amountText, type Currency, currencyDecimals, toMajorUnits } from '../../domain/prices/money.js';
import { isSimulated } from '../../domain/source.js';
import { priceStream } from '../../domain/streams.js';
import { decodeEvent } from '../../domain/upcasting.js';
import type { EventLog } from '../../log/event-log.js';
import type { Database } from '../../postgres/database.js';
import { entriesMax, type FeedEntry } from './feed-entries.js';

/** Events of a card's prices that are looked at: half a year of daily changes. */
const priceEventsMax = 200;
/** Streams read at once. */
const readsAtOnceMax = 8;

interface Card {
  readonly name: string;
  readonly set: string | null;
}

const numberText = (minor: number, currency: Currency): string =>
  toMajorUnits(minor, currency).toFixed(currencyDecimals[currency]);

const entryOf = (event: LedgerEvent, { from, to }: CurrentPriceChange, card: Card): FeedEntry | null => {
  const { card_id: cardId, kind, grade, printing, source, currency } = to.key;
  const before = from?.numbers.market ?? null;
  const now = to.numbers.market;
  // Of a copy with a grade, the market price is another one; without a number at one end there is nothing to compare.
  if (kind !== 'market' || grade !== null || !before || now === null || before === now) return null;
  const change = ((now - before) / before) * 100;
  const percent = `${change > 0 ? '+' : ''}${change.toFixed(1)} %`;
  const title = `${card.name} (${printing.name}): ${numberText(before, currency)} → ${amountText(now, currency)} (${percent})`;
  return {
    eventId: event.id,
    cardId,
    chart: { cardId, printing: printing.name, source },
    title: `${isSimulated(source) ? '[Simulated] ' : ''}${title}`,
    lines: [
      `Card: ${[card.name, card.set].filter((part) => part !== null).join(' · ')}`,
      `Before: ${amountText(before, currency)}, ${from?.effectiveAt ?? ''}`,
      `Now: ${amountText(now, currency)}, ${to.effectiveAt}`,
      `Source: ${source}`,
    ],
    at: new Date(event.recorded_at),
  };
};

const entriesOfCard = async (
  log: Pick<EventLog, 'readStream'>,
  cardId: string,
  card: Card,
): Promise<readonly FeedEntry[]> => {
  const slice = await log.readStream(priceStream(cardId), { direction: 'backwards', limit: priceEventsMax });
  if (slice.outcome !== 'read') return [];
  const entries: FeedEntry[] = [];
  let before = noCurrentPrices;
  for (const event of slice.events.map((recorded) => decodeEvent(recorded)).reverse()) {
    const after = foldCurrentPrices(before, event);
    const change = currentPriceChange(event, { before, after });
    const entry = change === null ? null : entryOf(event, change, card);
    if (entry !== null) entries.push(entry);
    before = after;
  }
  return entries;
};

/** Returns the newest changes of market prices of cards, after merges, the newest first. */
export const watchlistEntries = async (
  { database, log }: { readonly database: Database; readonly log: Pick<EventLog, 'readStream'> },
  listed: readonly string[],
): Promise<FeedEntry[]> => {
  const merged = await mergedCards(database, listed);
  const cardIds = [...new Set(listed.map((id) => merged.get(id)?.cardId ?? id))];
  // A card beyond these has no change among the newest.
  const newest = await lastPricedCards(database, cardIds, entriesMax);
  const cards = await findCards(database, newest);
  const byCard = await inParallel(newest, readsAtOnceMax, (id) => {
    const card = cards.find(({ card_id }) => card_id === id);
    return entriesOfCard(log, id, { name: card?.name ?? id, set: card?.set_info?.name ?? null });
  });
  return byCard
    .flat()
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, entriesMax);
};
