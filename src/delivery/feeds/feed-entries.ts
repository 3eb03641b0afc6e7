/** Entries of feeds: what an alert fired, and the prices that moved most. The id of an entry is that of its event. */
import { createFiringTermsReader } from '../firing-terms.js';
import { factLines } from '../message-text.js';
import { firingFacts, firingTitle } from '../firing-text.js';
import type { Game } from '../../domain/cards/card.js';
import { isSimulated } from '../../domain/source.js';
import { type Currency, currencyDecimals } from '../../domain/prices/money.js';
import { comparedCurrency } from '../../domain/prices/preference.js';
import { alertStream } from '../../domain/streams.js';
import { decodeEvent } from '../../domain/upcasting.js';
import type { EventLog } from '../../log/event-log.js';
import type { Database } from '../../postgres/database.js';
import { findCards } from '../../../projections/catalog/queries.js';
import { findWindow } from '../../../projections/coverage/windows.js';
import { latestPricesOfCard } from '../../../projections/latest-prices/queries.js';
import { findMovers, type Mover } from '../../../projections/trending/movers.js';

/** The price whose chart an entry shows. */
export interface ChartOfEntry {
  readonly cardId: string;
  /** The source's word. */
  readonly printing: string;
  readonly source: string;
}

export interface FeedEntry {
  /** UUID of the event. */
  readonly eventId: string;
  readonly cardId: string;
  readonly chart: ChartOfEntry;
  /** Old → new. */
  readonly title: string;
  readonly lines: readonly string[];
  readonly at: Date;
}

/** Entries of a feed. */
export const entriesMax = 50;
/** Events of the alert's stream that are looked at: firings and re-armings take turns. */
const alertEventsMax = 200;
const moversMax = 20;
/** Least market price at the start of a move, in minor units: below a dollar a cent is many percent. */
const floor = 100;

/** Returns the newest firings of an alert, the newest first. */
export const alertEntries = async (
  { database, log }: { readonly database: Database; readonly log: Pick<EventLog, 'readStream'> },
  alertId: string,
): Promise<FeedEntry[]> => {
  const slice = await log.readStream(alertStream(alertId), { direction: 'backwards', limit: alertEventsMax });
  if (slice.outcome !== 'read') return [];
  const fired = slice.events
    .map((event) => decodeEvent(event))
    .flatMap((event) => (event.type === 'AlertTriggered' ? [event] : []))
    .slice(0, entriesMax);
  const cards = await findCards(database, [...new Set(fired.map(({ data }) => data.card_id))]);
  const terms = createFiringTermsReader(log);
  const entries: FeedEntry[] = [];
  for (const { id, data, recorded_at } of fired) {
    const of = await terms.read(alertId, data.rule_version);
    if (of === null) continue;
    const card = cards.find(({ card_id }) => card_id === data.card_id);
    const content = {
      type: 'alert.triggered' as const,
      firing: data,
      when: of.when,
      card: {
        name: card?.name ?? data.card_id,
        set_name: card?.set_info?.name ?? null,
        number: card?.number ?? null,
      },
      simulated: isSimulated(data.source),
    };
    const lines = factLines(firingFacts(content));
    const { card_id: cardId, printing, source } = data;
    const chart = { cardId, printing: printing.name, source };
    entries.push({ eventId: id, cardId, chart, title: firingTitle(content), lines, at: new Date(recorded_at) });
  }
  return entries;
};

const amount = (value: number, currency: Currency): string =>
  `${value.toFixed(currencyDecimals[currency])} ${currency}`;

/** Returns the entry of a mover: `null` if the event of its price is not known yet, or a newer one stands already. */
const moverEntry = async (database: Database, mover: Mover, now: Date): Promise<FeedEntry | null> => {
  const prices = await latestPricesOfCard(database, mover.card_id, now);
  const price = prices.find(
    (one) =>
      one.source === mover.source &&
      one.printing === mover.printing &&
      one.currency === mover.currency &&
      one.kind === 'market' &&
      one.effective_at === mover.end.effective_at,
  );
  if (price?.event_id == null) return null;
  const { start, end, change, currency, printing, source } = mover;
  const name = mover.name ?? mover.card_id;
  const percent = `${change.percentage > 0 ? '+' : ''}${change.percentage.toFixed(1)} %`;
  const title = `${name} (${printing}): ${start.price.toFixed(currencyDecimals[currency])} → ${amount(end.price, currency)} (${percent})`;
  return {
    eventId: price.event_id,
    cardId: mover.card_id,
    chart: { cardId: mover.card_id, printing, source },
    title: `${isSimulated(source) ? '[Simulated] ' : ''}${title}`,
    lines: [
      `Card: ${[name, mover.set?.name ?? null].filter((part) => part !== null).join(' · ')}`,
      `Before: ${amount(start.price, currency)}, ${start.effective_at}`,
      `Now: ${amount(end.price, currency)}, ${end.effective_at}`,
      `Source: ${source}`,
    ],
    at: new Date(end.effective_at),
  };
};

/** Returns the prices that rose and fell most within the newest day, risers first. */
export const moverEntries = async (
  { database, now }: { readonly database: Database; readonly now: Date },
  game: Game | undefined,
): Promise<FeedEntry[]> => {
  const window = await findWindow(database, { period: '24h' });
  if (window === null) return [];
  const terms = { source: undefined, currency: comparedCurrency, floor, minObservations: 0 };
  const entries: FeedEntry[] = [];
  for (const direction of ['up', 'down'] as const) {
    const query = { ...terms, direction, by: 'percent' as const, reliable: false, game, limit: moversMax };
    const { rows } = await findMovers(database, window, query);
    for (const mover of rows) {
      const entry = await moverEntry(database, mover, now);
      if (entry !== null) entries.push(entry);
    }
  }
  return entries;
};
