/** Decides the events of one card in a snapshot. Pure: repeated with newer state whenever an append was refused. */
import type { NewEvent } from '../domain/envelope.js';
import { observationQuarantined, priceObserved, priceWithdrawn } from '../domain/prices/price-events.js';
import { samePriceNumbers } from '../domain/prices/price-numbers.js';
import { type ValidatedCard, type QuarantinedRow, jump, rowText } from './validate-rows.js';
import { type CardPrices, lastShown } from './known-state.js';

/** The part that all events of one set's snapshot share. */
export interface SnapshotContext {
  readonly source: string;
  readonly runId: string;
  /** The stamp of the collection: effective_at of every event. */
  readonly stamp: string;
  /** Id of the SnapshotTaken event. */
  readonly provenance: string;
}

/** One card in the snapshot. */
export interface CardShown extends Pick<ValidatedCard, 'cardId' | 'prices' | 'quarantined' | 'shown'> {
  /** Whether a key that is not shown is thereby withdrawn. */
  readonly absencesProven: boolean;
}

export interface DecisionCounts {
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly quarantined: number;
}

export interface CardDecision extends DecisionCounts {
  readonly events: readonly NewEvent[];
}

/** Creates the ObservationQuarantined event of a row. */
export const quarantine = (context: SnapshotContext, quarantined: QuarantinedRow): NewEvent => {
  const { source, runId, stamp, provenance } = context;
  const shared = { effective_at: stamp, collection: runId, provenance };
  const { price, reason, detail, row } = quarantined;
  const observation =
    price === null ? null : { ...price.key, ...price.numbers, sample_size: price.sampleSize, ...shared };
  return observationQuarantined({
    source,
    reason,
    detail: detail.slice(0, 1_000),
    row,
    observation,
    ...shared,
  });
};

/**
 * Decides the events of a card: an observation if a number changed or the key came back, a withdrawal if a key is proven
 * missing, a quarantine for each row set aside and for jumps. A price that an earlier attempt recorded under this stamp
 * counts as changed or withdrawn, so a resumed set counts the same as an uninterrupted one.
 */
export const decideCard = (context: SnapshotContext, card: CardShown, known: CardPrices | undefined): CardDecision => {
  const { runId, stamp, provenance } = context;
  const shared = { effective_at: stamp, collection: runId, provenance };
  const events = new Map<string, NewEvent>();
  const add = (event: NewEvent): void => void events.set(event.id, event);
  const counts = { changed: 0, unchanged: 0, withdrawn: 0, quarantined: card.quarantined.length };
  for (const row of card.quarantined) add(quarantine(context, row));
  for (const [keyText, price] of card.prices) {
    const last = known?.prices.get(keyText);
    const shown = last === undefined ? null : lastShown(last);
    if (shown !== null && !shown.withdrawn && samePriceNumbers(shown.numbers, price.numbers)) {
      if (shown.effectiveAt === stamp) counts.changed += 1;
      else counts.unchanged += 1;
      continue;
    }
    const leap = jump(last?.numbers.market ?? null, price.numbers.market);
    if (leap !== null) {
      add(quarantine(context, { reason: 'jump', detail: leap, row: rowText(price.row), price }));
      counts.quarantined += 1;
      continue;
    }
    counts.changed += 1;
    add(priceObserved({ ...price.key, ...price.numbers, sample_size: price.sampleSize, ...shared }));
  }
  for (const [keyText, last] of known?.prices ?? []) {
    const shown = lastShown(last);
    if (card.shown.has(keyText) || shown === null) continue;
    if (shown.withdrawn) {
      if (shown.effectiveAt === stamp) counts.withdrawn += 1;
      continue;
    }
    if (!card.absencesProven) continue;
    counts.withdrawn += 1;
    add(priceWithdrawn({ ...last.key, ...shared }));
  }
  return { events: [...events.values()], ...counts };
};
