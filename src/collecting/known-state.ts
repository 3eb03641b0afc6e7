/** What the ledger holds when a run starts: the prices of the source, the catalog. Loaded once, kept in memory. */
import { type ListedCard, listedCards, type ListedSet, listedSets } from '../../projections/catalog/listed.js';
import { cardsByExternalId } from '../../projections/catalog/external-ids.js';
import { newestChecks } from '../../projections/coverage/checks.js';
import { heldRowsOfSource } from '../../projections/latest-prices/held-rows.js';
import { overruledCards } from '../../projections/latest-prices/overruled.js';
import { pricesOfSource, priceStreamRevisions } from '../../projections/latest-prices/prices-of-source.js';
import { inParallel } from '../base/async/parallel.js';
import type { LedgerEvent } from '../domain/envelope.js';
import { msOrNull } from '../domain/instant.js';
import { effectOnNewest, type PriceChange, priceChangeOf } from '../domain/prices/price-change.js';
import { noPriceNumbers, pickPriceNumbers, type PriceNumbers } from '../domain/prices/price-numbers.js';
import { type PriceKey, priceKeyOf, priceKeyText } from '../domain/prices/price-key.js';
import { heldAfter, heldKeyOf, type HeldRow } from '../domain/prices/held.js';
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
  /** The newest market number, the key's last one where it has none now: what a jump is measured from. */
  readonly lastMarket: number | null;
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
  /** Rows set aside, by the text of the key; keys without any are left out. */
  readonly held: ReadonlyMap<string, readonly HeldRow[]>;
  /** Stamps of the set's newest snapshots, newest first, where rows are held: what the gate counts. */
  readonly checks: readonly string[];
}

/** A card of which nothing is known. */
export const unknownCard = (setId: string | null, revision = -1): CardPrices => ({
  revision,
  setId,
  prices: new Map(),
  held: new Map(),
  checks: [],
});

export interface KnownState {
  /** By card id. */
  readonly prices: Map<string, CardPrices>;
  readonly cards: ReadonlyMap<string, ListedCard>;
  readonly sets: ReadonlyMap<string, ListedSet>;
  /** Card ids by the id of the product in the system that the source's rows name; empty if they name the ledger's own ids. */
  readonly externalIds: ReadonlyMap<string, string>;
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
  return applyEvents(unknownCard(null), events, source);
};

/** Streams read at once. */
const readsAtOnceMax = 8;
/** Snapshots of a set that are looked at: the stamp of the run may be among them, and two before it count. */
const checksLookedAt = 3;

/** Loads the state of a source. The read models must have caught up with the log. */
export const loadKnownState = async (
  { database, log }: { readonly database: Database; readonly log: Pick<EventLog, 'readStream'> },
  source: string,
  externalSystem?: string,
): Promise<KnownState> => {
  const prices = new Map<string, CardPrices>();
  const revisions = await priceStreamRevisions(database);
  const cardOf = (cardId: string, setId: string | null): CardPrices => {
    const card = prices.get(cardId) ?? unknownCard(setId, revisions.get(cardId));
    prices.set(cardId, card);
    return card;
  };
  for (const { priceKey, setId, ...price } of await pricesOfSource(database, source)) {
    cardOf(price.key.card_id, setId).prices.set(priceKey, price);
  }
  const cards = await listedCards(database);
  // What the source showed of them is in the log alone.
  await inParallel(await overruledCards(database, source), readsAtOnceMax, async (cardId) => {
    const setId = prices.get(cardId)?.setId ?? cards.get(cardId)?.setId ?? null;
    prices.set(cardId, { ...(await readCard(log, cardId, source)), setId });
  });
  const checks = await newestChecks(database, source, checksLookedAt);
  for (const [priceKey, rows] of await heldRowsOfSource(database, source)) {
    const cardId = (rows[0] as HeldRow).key.card_id;
    const card = cardOf(cardId, cards.get(cardId)?.setId ?? null);
    const held = new Map(card.held).set(priceKey, rows);
    prices.set(cardId, { ...card, held, checks: checks.get(card.setId ?? '') ?? [] });
  }
  for (const cardId of revisions.keys()) cardOf(cardId, null);
  const externalIds =
    externalSystem === undefined ? new Map<string, string>() : await cardsByExternalId(database, externalSystem);
  return { prices, cards, sets: await listedSets(database), externalIds };
};

/** Returns what stands of a key after `change`. `lastMarket` is that of the price before. */
const standingAfter = (change: PriceChange, lastMarket: number | null): Omit<LastPrice, 'overruled'> => {
  const { effectiveAt } = change;
  const key = priceKeyOf(change.key);
  switch (change.kind) {
    case 'observed': {
      const numbers = pickPriceNumbers(change.numbers);
      return { key, numbers, withdrawn: false, effectiveAt, lastMarket: numbers.market ?? lastMarket };
    }
    case 'withdrawn':
      return { key, numbers: noPriceNumbers, withdrawn: true, effectiveAt, lastMarket };
    case 'voided': {
      const { standing } = change;
      if (standing === null) {
        return { key, numbers: noPriceNumbers, withdrawn: true, effectiveAt: null, lastMarket: null };
      }
      const { effective_at, withdrawn = false, market } = standing;
      return { key, numbers: pickPriceNumbers(standing), withdrawn, effectiveAt: effective_at, lastMarket: market };
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
  const standing = isLate ? last : standingAfter(change, last?.lastMarket ?? null);
  if (standing === undefined) return undefined;
  const now = shownBy(change);
  if (now !== null && (before === null || atMs >= Date.parse(before.effectiveAt))) {
    return { ...standing, overruled: isLate ? now : undefined };
  }
  return { ...standing, overruled: isLate ? last?.overruled : (before ?? undefined) };
};

/**
 * Returns a card's state after events that another writer appended to its stream, such as a correction or a quarantined
 * row. Events on prices of other sources change only the revision, and so do those that took effect after `stamp`: a day of the past
 * is compared with what held before it.
 */
export const applyEvents = (
  card: CardPrices,
  events: readonly LedgerEvent[],
  source: string,
  stamp?: string,
): CardPrices => {
  const upToMs = stamp === undefined ? Number.POSITIVE_INFINITY : Date.parse(stamp);
  const prices = new Map(card.prices);
  const held = new Map(card.held);
  for (const event of events) {
    const key = heldKeyOf(event);
    if (key === null || key.source !== source) continue;
    const change = priceChangeOf(event);
    if (change !== null && Date.parse(change.effectiveAt) > upToMs) continue;
    const keyText = priceKeyText(key);
    const rows = heldAfter(held.get(keyText) ?? [], event);
    if (rows.length === 0) held.delete(keyText);
    else held.set(keyText, rows);
    const next = change === null ? undefined : lastPriceAfter(prices.get(keyText), change);
    if (next !== undefined) prices.set(keyText, next);
  }
  return { ...card, revision: events.at(-1)?.revision ?? card.revision, prices, held };
};
