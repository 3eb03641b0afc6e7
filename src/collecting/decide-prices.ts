/** What a snapshot says of one card → events. Pure: decided again, from newer state, whenever an append was refused. */
import type { NewEvent } from '../domain/envelope.js';
import type { PriceKey, Printing } from '../domain/prices/price-key.js';
import { observationQuarantined, priceObserved, priceWithdrawn } from '../domain/prices/price-events.js';
import { samePriceNumbers } from '../domain/prices/price-numbers.js';
import { type ValidatedPrice, type QuarantinedRow, jump, rowText } from './validate-rows.js';
import type { CardPrices } from './known-state.js';

/** What all events of one set's snapshot share. */
export interface SnapshotContext {
  readonly source: string;
  readonly runId: string;
  /** The source's stamp: effective_at of everything. */
  readonly stamp: string;
  /** Id of the SnapshotTaken event. */
  readonly provenance: string;
}

/** What the snapshot shows of one card. */
export interface CardShown {
  readonly cardId: string;
  readonly prices: ReadonlyMap<string, ValidatedPrice>;
  readonly held: readonly QuarantinedRow[];
  readonly shown: ReadonlySet<string>;
  /** Whether a printing that is not shown is thereby gone. */
  readonly absencesProven: boolean;
}

export interface CardDecision {
  readonly events: readonly NewEvent[];
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly quarantined: number;
}

/** tcgcsv speaks of printings in US dollars; of condition, grade and language it says nothing, so neither do we. */
const keyOf = (cardId: string, printing: Printing, source: string): PriceKey => ({
  card_id: cardId,
  source,
  kind: 'market',
  printing,
  condition: null,
  grade: null,
  language: null,
  currency: 'USD',
});

/** An ObservationQuarantined event; `cardId` null where the row names no product. */
export const quarantine = (context: SnapshotContext, cardId: string | null, held: QuarantinedRow): NewEvent => {
  const { source, runId, stamp, provenance } = context;
  const shared = { effective_at: stamp, collection: runId, provenance };
  const observation =
    held.price === null || cardId === null
      ? null
      : { ...keyOf(cardId, held.price.printing, source), ...held.price.numbers, sample_size: null, ...shared };
  return observationQuarantined({
    source,
    reason: held.reason,
    detail: held.detail.slice(0, 1_000),
    row: held.row,
    observation,
    ...shared,
  });
};

/**
 * Observations where a number changed or the key came back, withdrawals where a key is proven gone, quarantine for what
 * the gate held and for jumps. What stands already from this very stamp counts as changed or withdrawn, so a resumed
 * set reports what an uninterrupted one would have.
 */
export const decideCard = (
  context: SnapshotContext,
  seen: CardShown,
  standing: CardPrices | undefined,
): CardDecision => {
  const { source, runId, stamp, provenance } = context;
  const events = new Map<string, NewEvent>();
  const add = (event: NewEvent): void => void events.set(event.id, event);
  const counts = { changed: 0, unchanged: 0, withdrawn: 0, quarantined: seen.held.length };
  for (const held of seen.held) add(quarantine(context, seen.cardId, held));
  for (const [slug, price] of seen.prices) {
    const last = standing?.prices.get(slug);
    if (last !== undefined && !last.withdrawn && samePriceNumbers(last.numbers, price.numbers)) {
      if (last.effectiveAt === stamp) counts.changed += 1;
      else counts.unchanged += 1;
      continue;
    }
    const leap = jump(last?.numbers.market ?? null, price.numbers.market);
    if (leap !== null) {
      add(quarantine(context, seen.cardId, { reason: 'jump', detail: leap, row: rowText(price.row), price }));
      counts.quarantined += 1;
      continue;
    }
    counts.changed += 1;
    const key = keyOf(seen.cardId, price.printing, source);
    add(
      priceObserved({
        ...key,
        ...price.numbers,
        sample_size: null,
        effective_at: stamp,
        collection: runId,
        provenance,
      }),
    );
  }
  for (const [slug, last] of standing?.prices ?? []) {
    if (seen.shown.has(slug)) continue;
    if (last.withdrawn) {
      if (last.effectiveAt === stamp) counts.withdrawn += 1;
      continue;
    }
    if (!seen.absencesProven) continue;
    counts.withdrawn += 1;
    const key = keyOf(seen.cardId, last.printing, source);
    add(priceWithdrawn({ ...key, effective_at: stamp, collection: runId, provenance }));
  }
  return { events: [...events.values()], ...counts };
};
