/** What the ledger holds when a run starts: the prices of the source, the catalog. Loaded once, kept in memory. */
import { type ListedCard, listedCards, type ListedSet, listedSets } from '../../projections/catalog/listed.js';
import { overruledCards } from '../../projections/latest-prices/overruled.js';
import { pricesOfSource, priceStreamRevisions } from '../../projections/latest-prices/prices-of-source.js';
import { inParallel } from '../base/async/parallel.js';
import type { LedgerEvent } from '../domain/envelope.js';
import { msOrNull } from '../domain/instant.js';
import { effectOnNewest, type PriceChange, priceChangeOf } from '../domain/prices/price-change.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from '../domain/prices/price-numbers.js';
import { type PriceKey, priceKeyText } from '../domain/prices/price-key.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';
import type { Database } from '../postgres/database.js';

/** Numbers of a key, or that it was not shown, from `effectiveAt` on. */
export interface ShownPrice {
  readonly numbers: PriceNumbers;
  readonly withdrawn: boolean;
  readonly effectiveAt: string;
}

/** The newest price of a key. */
export interface LastPrice extends Omit<ShownPrice, 'effectiveAt'> {
  readonly key: PriceKey;
  /** `null` if no price stands, because every one was voided. */
  readonly effectiveAt: string | null;
  /** What the source last showed, if a correction or a void overrules it; absent if that is what stands. */
  readonly overruled?: ShownPrice | undefined;
}

/**
 * Returns what the source last showed of a key. A row is compared with this and not with what stands, because a source
 * that repeats a number which a person corrected or voided says nothing new: the correction stays.
 */
export const lastShown = ({ overruled, numbers, withdrawn, effectiveAt }: LastPrice): ShownPrice | null => {
  if (overruled !== undefined) return overruled;
  return effectiveAt === null ? null : { numbers, withdrawn, effectiveAt };
};

/** The prices of one card at the source. */
export interface CardPrices {
  /** Revision of the card's price stream, as far as known: what the next append expects. */
  revision: number;
  /** The set that the card was last seen in; `null` if unknown. */
  readonly setId: string | null;
  /** By the text of the key. */
  readonly prices: Map<string, LastPrice>;
}

export interface KnownState {
  /** By card id. */
  readonly prices: Map<string, CardPrices>;
  readonly cards: ReadonlyMap<string, ListedCard>;
  readonly sets: ReadonlyMap<string, ListedSet>;
}

/** Returns the prices of a card at `source` as its stream has them. Skips events that a read model would have parked. */
const readCard = async (log: Pick<EventLog, 'readStream'>, cardId: string, source: string): Promise<CardPrices> => {
  const events: LedgerEvent[] = [];
  for await (const event of streamEvents(log, priceStream(cardId))) {
    try {
      events.push(decodeEvent(event));
    } catch {
      continue;
    }
  }
  return applyEvents({ revision: -1, setId: null, prices: new Map() }, events, source);
};

/** Streams read at once. */
const readsAtOnceMax = 8;

/** Loads the state of a source. The read models must have caught up with the log. */
export const loadKnownState = async (
  { database, log }: { readonly database: Database; readonly log: Pick<EventLog, 'readStream'> },
  source: string,
): Promise<KnownState> => {
  const prices = new Map<string, CardPrices>();
  const revisions = await priceStreamRevisions(database);
  for (const { priceKey, key, numbers, withdrawn, effectiveAt, setId } of await pricesOfSource(database, source)) {
    let card = prices.get(key.card_id);
    if (card === undefined) {
      card = { revision: revisions.get(key.card_id) ?? -1, setId, prices: new Map() };
      prices.set(key.card_id, card);
    }
    card.prices.set(priceKey, { key, numbers, withdrawn, effectiveAt });
  }
  for (const [cardId, revision] of revisions) {
    if (!prices.has(cardId)) prices.set(cardId, { revision, setId: null, prices: new Map() });
  }
  const cards = await listedCards(database);
  // What the source showed of them is in the log alone.
  await inParallel(await overruledCards(database, source), readsAtOnceMax, async (cardId) => {
    const { revision, prices: read } = await readCard(log, cardId, source);
    const card = prices.get(cardId) ?? { setId: cards.get(cardId)?.setId ?? null };
    prices.set(cardId, { ...card, revision, prices: read });
  });
  return { prices, cards, sets: await listedSets(database) };
};

const onlyKey = (data: PriceKey): PriceKey => ({
  card_id: data.card_id,
  source: data.source,
  kind: data.kind,
  printing: data.printing,
  condition: data.condition,
  grade: data.grade,
  language: data.language,
  currency: data.currency,
});

/** Returns what stands of a key after `change`. */
const standingAfter = (change: PriceChange): Omit<LastPrice, 'overruled'> => {
  const key = onlyKey(change.key);
  switch (change.kind) {
    case 'observed':
      return { key, numbers: pickPriceNumbers(change.numbers), withdrawn: false, effectiveAt: change.effectiveAt };
    case 'withdrawn':
      return { key, numbers: noPriceNumbers, withdrawn: true, effectiveAt: change.effectiveAt };
    case 'voided': {
      const { standing } = change;
      if (standing === null) return { key, numbers: noPriceNumbers, withdrawn: true, effectiveAt: null };
      const { effective_at: effectiveAt, withdrawn = false } = standing;
      return { key, numbers: pickPriceNumbers(standing), withdrawn, effectiveAt };
    }
  }
};

/** Returns what the source showed by `change`; `null` if the change is a person's. */
const shownBy = (change: PriceChange): ShownPrice | null => {
  const { effectiveAt } = change;
  if (change.kind === 'withdrawn') return { numbers: noPriceNumbers, withdrawn: true, effectiveAt };
  if (change.kind === 'voided' || change.provenance === null) return null;
  return { numbers: pickPriceNumbers(change.numbers), withdrawn: false, effectiveAt };
};

/** Returns a key after `change`. */
const lastPriceAfter = (last: LastPrice | undefined, change: PriceChange): LastPrice | undefined => {
  const before = last === undefined ? null : lastShown(last);
  const atMs = Date.parse(change.effectiveAt);
  const isLate = effectOnNewest(change.kind, atMs, msOrNull(last?.effectiveAt ?? null)) === 'late';
  const standing = isLate ? last : standingAfter(change);
  if (standing === undefined) return undefined;
  const now = shownBy(change);
  if (now !== null && (before === null || atMs >= Date.parse(before.effectiveAt))) {
    return { ...standing, overruled: isLate ? now : undefined };
  }
  return { ...standing, overruled: isLate ? last?.overruled : (before ?? undefined) };
};

/**
 * Returns a card's state after events that another writer appended to its stream, such as a correction or a quarantined
 * row. Events on prices of other sources change only the revision.
 */
export const applyEvents = (card: CardPrices, events: readonly LedgerEvent[], source: string): CardPrices => {
  const prices = new Map(card.prices);
  for (const event of events) {
    const change = priceChangeOf(event);
    if (change === null || change.key.source !== source) continue;
    const keyText = priceKeyText(change.key);
    const next = lastPriceAfter(prices.get(keyText), change);
    if (next !== undefined) prices.set(keyText, next);
  }
  return { ...card, revision: events.at(-1)?.revision ?? card.revision, prices };
};
